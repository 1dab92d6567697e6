#include "detect/lexicon.h"

#include <algorithm>

#include "detect/national_id.h"
#include "detect/sorting.h"

namespace cloister::detect {
namespace {

bool before(const Phrase& a, const Phrase& b) {
  if (a.words[0] != b.words[0]) return a.words[0] < b.words[0];
  if (a.count != b.count) return a.count > b.count;
  return a.order < b.order;
}

bool same_words(const Phrase& a, const Phrase& b) {
  return a.count == b.count && std::equal(a.words, a.words + a.count, b.words);
}

}  // namespace

const Lexicon& Lexicon::get() {
  static const Lexicon lexicon;
  return lexicon;
}

Lexicon::Lexicon() {
  const LexiconTable table = lexicon_table();
  for (std::size_t i = 0; i < table.count; ++i) {
    const LexiconLine& line = table.lines[i];
    add(line.concept_id, line.parameter, line.phrases);
  }
  for (std::uint8_t i = 1; i < documents().count; ++i) {
    add(Concept::national_id, i, documents().list[i].labels);
  }
  index();
}

void Lexicon::add(Concept concept_id, std::uint8_t parameter, std::string_view list) {
  while (!list.empty()) {
    const std::string_view phrase = list.substr(0, list.find('|'));
    list.remove_prefix(std::min(list.size(), phrase.size() + 1));
    Phrase made{{}, 0, concept_id, parameter, static_cast<std::uint16_t>(phrases_.size())};
    WordHash hash;
    for (const char c : phrase) {
      if (c != ' ') {
        hash.add(c);
      } else if (made.count < kMaxPhraseWords - 1) {
        made.words[made.count++] = hash.value();
        hash = {};
      }
    }
    made.words[made.count++] = hash.value();
    phrases_.push_back(made);
  }
}

void Lexicon::index() {
  sort_by<before>(phrases_);
  for (std::size_t i = 0; i < phrases_.size(); ++i) {
    const Phrase& a = phrases_[i];
    for (std::size_t k = i + 1; k < phrases_.size() && phrases_[k].words[0] == a.words[0]; ++k) {
      const Phrase& b = phrases_[k];
      if (a.concept_id != Concept::national_id || b.concept_id != a.concept_id || !same_words(a, b)) continue;
      shared_[a.parameter][b.parameter] = shared_[b.parameter][a.parameter] = true;
    }
  }
  slots_.resize(kSlots);
  for (std::size_t i = 0; i < phrases_.size(); ++i) {
    if (i > 0 && phrases_[i].words[0] == phrases_[i - 1].words[0]) continue;
    std::size_t slot = phrases_[i].words[0] % kSlots;
    while (slots_[slot].phrase != 0) slot = (slot + 1) % kSlots;
    slots_[slot] = {tag_of(phrases_[i].words[0]), static_cast<std::uint16_t>(i + 1)};
  }
}

Lexicon::Range Lexicon::starting_with(std::uint16_t phrase) const {
  const Phrase* first = &phrases_[phrase - 1U];
  const Phrase* const limit = phrases_.data() + phrases_.size();
  const Phrase* last = first;
  while (last != limit && last->words[0] == first->words[0]) ++last;
  return {first, last};
}

}  // namespace cloister::detect
