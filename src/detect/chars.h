// Character classes, and the folding of code points: what people write instead of an ASCII character.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cloister::detect {

/// What a code point folds to besides an ASCII character.
inline constexpr char kDropped = 0;         // not seen by a reader: zero width, bidirectional control, combining mark
inline constexpr char kOtherLetter = 0x1e;  // a letter without Latin counterpart
inline constexpr char kOtherSymbol = 0x1f;  // anything else, and bytes that are not UTF-8

enum : std::uint8_t {
  kDigit = 1,
  kLower = 2,
  kUpper = 4,
  kSpace = 8,
  kPunct = 16,
};
inline constexpr std::uint8_t kLetter = kLower | kUpper;
inline constexpr std::uint8_t kAlnum = kLetter | kDigit;

consteval std::array<std::uint8_t, 256> make_classes() {
  std::array<std::uint8_t, 256> table{};
  for (unsigned c = 0x21; c < 0x7f; ++c) table[c] = kPunct;
  for (unsigned c = '0'; c <= '9'; ++c) table[c] = kDigit;
  for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = kLower;
  for (unsigned c = 'A'; c <= 'Z'; ++c) table[c] = kUpper;
  for (unsigned c : {0x20U, 0x09U, 0x0aU, 0x0bU, 0x0cU, 0x0dU}) table[c] = kSpace;
  return table;
}
inline constexpr std::array<std::uint8_t, 256> kClasses = make_classes();

constexpr bool is(char c, std::uint8_t classes) { return (kClasses[static_cast<unsigned char>(c)] & classes) != 0; }
constexpr bool is_digit(char c) { return is(c, kDigit); }
constexpr bool is_letter(char c) { return is(c, kLetter); }
constexpr bool is_alnum(char c) { return is(c, kAlnum); }
constexpr char to_upper(char c) { return is(c, kLower) ? static_cast<char>(c - 32) : c; }
constexpr char to_lower(char c) { return is(c, kUpper) ? static_cast<char>(c + 32) : c; }

/// The ASCII character that the code point stands for, or one of the three above. Covers: digits of all scripts in
/// use, circled and mathematical digits; full-width forms; Latin letters with marks; mathematical and circled letters;
/// Cyrillic and Greek letters that look Latin; dashes, dots, spaces and quotation marks of all kinds.
char fold(char32_t code_point);

struct Decoded {
  char32_t code_point;
  std::uint32_t size;  // bytes, 1 for a byte that is not part of valid UTF-8
};
/// The first code point of a text that is not empty. RFC 3629; what is invalid yields U+FFFD for one byte, except that
/// a surrogate in three bytes is one item, as JSON can smuggle it in.
Decoded decode(std::string_view text);

}  // namespace cloister::detect
