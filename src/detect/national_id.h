// Personal numbers of states: how each is written, what it is called, and its check digits.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace cloister::detect {

/// When a document's number counts although nothing near it says what it is.
enum class Alone : std::uint8_t {
  never,
  in_shape,  // if grouped in the document's own way
  always,
};

struct Document {
  /// "DE_TAX_ID"; lives for ever.
  std::string_view name;
  /// What people call it: phrases of the lexicon, separated by '|'.
  std::string_view labels;
  /// One character per character of the number: D digit, L letter, A either.
  std::string_view pattern;
  /// Group lengths with their separators, as "3.3.3-2"; empty when it is written without.
  std::string_view shape;
  /// Whether characters of the pattern, in upper case, make a possible number. Never null.
  bool (*check)(const char* characters);
  Alone alone;
  /// Whether `check` has a check digit; without one only the document's own label counts, not "ID number".
  bool checked;
};

struct Documents {
  const Document* list;
  std::uint8_t count;
};
/// Entry 0 is a placeholder: the lexicon uses 0 for labels that fit any document.
Documents documents();

/// The documents (indexes) whose numbers have this many characters: digits alone, or with letters.
std::span<const std::uint8_t> documents_of(std::size_t length, bool with_letters);

/// Whether the number of a shape is grouped as it says. `groups` are lengths, `separators` the characters between.
bool has_shape(std::string_view shape, const std::uint8_t* groups, const char* separators, int count);

}  // namespace cloister::detect
