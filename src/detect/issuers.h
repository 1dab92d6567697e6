// Who issues payment cards, by the first digits (ISO/IEC 7812-1; ranges as the networks publish them).
#pragma once

#include <string_view>

namespace cloister::detect {

struct Issuer {
  std::string_view name;
  /// The range is narrow and of one length: a number in it is seldom anything else.
  bool strong;
};
/// The issuer that gives out numbers of this length beginning so, or null.
const Issuer* issuer_of(std::string_view digits);

}  // namespace cloister::detect
