// On what a finding rests. The scan notes bits; sentences are made of them only when somebody wants to read them.
#pragma once

#include <cstdint>

namespace cloister::detect {

enum class Clue : std::uint16_t {
  check_digit = 1 << 0,  // its own check digits are right
  prefix = 1 << 1,       // begins as issuers, countries or providers begin theirs
  format = 1 << 2,       // grouped as such a value is written
  label_before = 1 << 3,
  label_after = 1 << 4,
  spelt = 1 << 5,        // digits said in words
  look_alikes = 1 << 6,  // letters that stand for digits, or digits of other scripts
  parts = 1 << 7,        // put together from several places
  real_date = 1 << 8,
  random = 1 << 9,        // too irregular for a word
  neighbour = 1 << 10,    // beside another finding that belongs to it
  written_out = 1 << 11,  // "at", "dot"
};

struct Evidence {
  std::uint16_t clues = 0;
  /// Digits, or characters where the value has letters.
  std::uint16_t length = 0;

  void add(Clue clue) { clues = static_cast<std::uint16_t>(clues | static_cast<std::uint16_t>(clue)); }
  bool has(Clue clue) const { return (clues & static_cast<std::uint16_t>(clue)) != 0; }
};

}  // namespace cloister::detect
