// Digits however they are written, as atoms, and what stands between them.
#pragma once

#include <cstdint>

#include "detect/list.h"
#include "detect/tokens.h"

namespace cloister::detect {

/// What joins an atom to the one before. Values below are characters: the mark between, ' ' or '\n'.
inline constexpr char kBreak = 0;     // nothing of one value goes on here
inline constexpr char kByWord = 'w';  // "and", "dash", a single letter
inline constexpr char kBySymbol = '?';
inline constexpr char kByMarks = '&';  // several marks

/// Digits that stand together: a number, a digit in words, or a number with look-alike letters.
struct Atom {
  std::uint32_t begin;  // in the folded text
  std::uint32_t end;
  std::uint32_t first_token;
  std::uint32_t end_token;
  std::uint32_t digits;  // where they are in Numbers::digits
  std::uint16_t count;
  char join;
  bool line : 1;   // a line break stands before it
  bool tight : 1;  // a mark without spaces stands before it
  bool spelt : 1;
  bool look_alike : 1;  // letters for digits
  bool folded : 1;      // digits of another script
  bool glued_left : 1;  // letters that are no label touch it
  bool glued_right : 1;
};

struct Numbers {
  List<Atom> atoms;
  List<char> digits;

  void read(const Folded& text, const Tokens& tokens);

 private:
  void add(const Folded& text, const Tokens& tokens, std::uint32_t first, std::uint32_t end);
  std::uint32_t read_number(const Folded& text, const Tokens& tokens, std::uint32_t i);
  std::uint32_t read_look_alike(const Folded& text, const Tokens& tokens, std::uint32_t i);
  std::uint32_t read_words(const Folded& text, const Tokens& tokens, std::uint32_t i);
  void join(const Folded& text, const Tokens& tokens);
};

}  // namespace cloister::detect
