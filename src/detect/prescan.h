// A quick look that spares most messages the full one.
#pragma once

#include <cstdint>
#include <string_view>

namespace cloister::detect {

/// What a quick look sees in a text.
struct Glance {
  bool sure = false;        // something that is worth a full look by itself
  bool has_number = false;  // a digit, or two in words
  std::uint8_t digits = 0;  // in the longest row; at most 255, those in words counted double
  std::uint8_t words = 0;   // bits for the kinds of words that occur

  /// Nothing that could say anything about a value nearby.
  bool is_empty() const { return !sure && digits == 0 && words == 0; }
  /// A number, or a word that says what one is.
  bool names_value() const;
  /// Whether a full look could find something.
  bool may_hold_anything() const;
  /// The two texts one after the other.
  void add(const Glance& other);
};

/// Reads each byte once.
Glance glance_at(std::string_view text);

}  // namespace cloister::detect
