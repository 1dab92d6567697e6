// Words, numbers and marks of a folded text, with the meaning of words.
#pragma once

#include <cstdint>

#include "detect/concept.h"
#include "detect/folded.h"
#include "detect/list.h"

namespace cloister::detect {

enum class Kind : std::uint8_t { word, number, mark, other };

/// What stands before a token.
enum class Gap : std::uint8_t { none, space, wide, line, blank_line };

struct Token {
  std::uint32_t begin;  // in the folded text
  std::uint32_t end;
  std::uint32_t chunk;  // for words and numbers
  Kind kind;
  Gap gap;
  Concept meaning;
  std::uint8_t parameter;
  std::uint16_t phrase;  // the first phrase of the lexicon that begins with the word, plus one

  std::uint32_t size() const { return end - begin; }
};

/// Letters and digits without anything between: one or more tokens.
struct Chunk {
  std::uint32_t begin;
  std::uint32_t end;
  std::uint32_t first_token;
  std::uint32_t tokens;
  std::uint8_t classes;  // of its characters

  std::uint32_t size() const { return end - begin; }
};

struct Tokens {
  List<Token> list;
  List<Chunk> chunks;
  std::uint32_t longest = 0;  // chunk

  /// Splits and looks up the words.
  void read(const Folded& text);

  /// Whether a mark occurs: most searches need one.
  bool has_mark(char mark) const { return (marks_[static_cast<unsigned char>(mark) >> 6] >> (mark & 63) & 1) != 0; }

  const Token& operator[](std::size_t i) const { return list[i]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(list.size()); }

 private:
  void split(const Folded& text);
  bool add_disguised(std::string_view chars, std::uint32_t begin, Gap gap);
  std::uint32_t split_chunk(const Folded& text, std::uint32_t begin, Gap gap);
  void look_up(const Folded& text);
  std::uint32_t next_word(const Folded& text, std::uint32_t i) const;

  std::uint64_t marks_[2] = {};
};

}  // namespace cloister::detect
