// The words and phrases that the engine knows, in six languages, folded to ASCII lower case.
#pragma once

#include <cstdint>
#include <string_view>

#include "detect/concept.h"
#include "detect/list.h"

namespace cloister::detect {

/// Words are compared by 64-bit hashes of their folded letters.
class WordHash {
 public:
  void add(char letter) { state_ = (state_ ^ static_cast<unsigned char>(letter)) * 0x100000001b3; }
  std::uint64_t value() const { return state_ ^ state_ >> 29; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325;
};

inline constexpr int kMaxPhraseWords = 6;
inline constexpr int kMaxDocuments = 96;

struct Phrase {
  std::uint64_t words[kMaxPhraseWords];
  std::uint8_t count;
  Concept concept_id;
  std::uint8_t parameter;
  std::uint16_t order;  // of phrases that are the same, the first in the table counts
};

class Lexicon {
 public:
  /// Built once; safe from several threads.
  static const Lexicon& get();

  /// The phrases that begin with the word, longest first; empty for an unknown word.
  struct Range {
    const Phrase* begin;
    const Phrase* end;
  };
  Range starting_with(std::uint16_t phrase) const;
  /// What starting_with takes; 0 for an unknown word.
  std::uint16_t find(std::uint64_t word) const {
    for (std::size_t slot = word % kSlots; slots_[slot].phrase != 0; slot = (slot + 1) % kSlots) {
      if (slots_[slot].tag == tag_of(word) && phrases_[slots_[slot].phrase - 1U].words[0] == word)
        return slots_[slot].phrase;
    }
    return 0;
  }

  /// Whether two national documents share a label ("NIF" is Spanish and Portuguese).
  bool share_label(std::uint8_t document, std::uint8_t other) const { return shared_[document][other]; }

 private:
  static constexpr std::size_t kSlots = 4096;
  static std::uint16_t tag_of(std::uint64_t word) { return static_cast<std::uint16_t>(word >> 40); }
  struct Slot {
    std::uint16_t tag;
    std::uint16_t phrase;  // index of the first phrase of a word, plus one
  };

  Lexicon();
  void add(Concept concept_id, std::uint8_t parameter, std::string_view phrases);
  void index();

  List<Phrase> phrases_;  // sorted by first word, longest first
  bool shared_[kMaxDocuments][kMaxDocuments] = {};
  List<Slot> slots_;  // open addressing
};

/// One line of the table: phrases separated by '|'.
struct LexiconLine {
  Concept concept_id;
  std::uint8_t parameter;
  std::string_view phrases;
};
/// The table (detect/lexicon_words.cc).
struct LexiconTable {
  const LexiconLine* lines;
  std::size_t count;
};
LexiconTable lexicon_table();

}  // namespace cloister::detect
