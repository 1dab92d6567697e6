// A text with every code point folded to one ASCII character (detect/chars.h), and the way back to the original bytes.
#pragma once

#include <cstdint>
#include <string_view>

#include "detect/list.h"

namespace cloister::detect {

/// Reuses its memory from text to text. A text of ASCII alone is not copied: it must outlive the use of this.
class Folded {
 public:
  void assign(std::string_view original);

  std::string_view chars() const { return chars_; }
  char operator[](std::size_t i) const { return chars_[i]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(chars_.size()); }
  /// Whether the character was something else in the original (a full-width digit, a Cyrillic letter).
  bool was_folded(std::uint32_t i) const;

  /// Where character i begins in the original, in bytes.
  std::uint32_t begin_of(std::uint32_t i) const { return offsets_.empty() ? i : offsets_[i]; }
  /// Where character i ends, with the marks that belong to it (the key around an emoji digit).
  std::uint32_t end_of(std::uint32_t i) const;

 private:
  std::string_view original_;
  std::string_view chars_;
  List<char> storage_;
  List<std::uint32_t> offsets_;  // empty for ASCII
};

/// Code points in a text (an invalid byte is one).
std::uint32_t count_code_points(std::string_view text);

bool is_ascii(std::string_view text);

}  // namespace cloister::detect
