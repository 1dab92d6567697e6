// What the words around a value say about it.
#pragma once

#include <cstdint>

#include "detect/tokens.h"

namespace cloister::detect {

/// Farther than anything counts.
inline constexpr int kFar = 99;

/// The labels around tokens [first, end). Distances: one per word, none for ':' and the like, more across other
/// numbers, ends of sentences and lines. Bounded: a few dozen tokens are looked at.
class Context {
 public:
  Context(const Folded& text, const Tokens& tokens, std::uint32_t first, std::uint32_t end);

  struct Near {
    Concept meaning;
    std::uint8_t parameter;
    std::uint8_t distance;
    bool before;
    std::uint32_t token;
  };
  /// The nearest of one meaning, or null.
  const Near* find(Concept meaning) const;
  int distance(Concept meaning) const;
  int distance(ConceptSet meanings) const;
  int before(Concept meaning) const;
  /// Distance of the nearest label of a harmless number.
  int harmless() const;

  const Near* begin() const { return near_; }
  const Near* end() const { return near_ + count_; }

 private:
  void look_back(const Folded& text, const Tokens& tokens, std::uint32_t first);
  void look_ahead(const Folded& text, const Tokens& tokens, std::uint32_t end);
  void add(const Token& token, int distance, bool is_before, std::uint32_t index);

  static constexpr int kMost = 24;
  Near near_[kMost];
  int count_ = 0;
};

}  // namespace cloister::detect
