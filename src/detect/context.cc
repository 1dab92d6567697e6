#include "detect/context.h"

#include <algorithm>

#include "detect/chars.h"

namespace cloister::detect {
namespace {

constexpr int kReachBefore = 18;
constexpr int kReachAfter = 8;
constexpr int kMostTokens = 48;
// A label that is followed by a number of its own says less about the next one.
constexpr int kTaken = 4;

int cost_of_gap(Gap gap) { return gap == Gap::blank_line ? 4 : gap == Gap::line ? 2 : 0; }

int cost_of_mark(const Folded& text, const Tokens& tokens, std::uint32_t i) {
  const bool ends = i + 1 == tokens.size() || tokens[i + 1].gap != Gap::none;
  switch (text[tokens[i].begin]) {
    case '?':
      // "PIN?" at the end of a line asks for what the next one holds.
      if (i + 1 < tokens.size() && tokens[i + 1].gap == Gap::line) return 0;
      [[fallthrough]];
    case '.':
    case '!':
    case ';':
      return ends ? 3 : 0;
    case ',':
      return 1;
    default:
      return 0;
  }
}

bool is_value(const Token& token) { return token.kind == Kind::number && token.size() >= 3; }

}  // namespace

Context::Context(const Folded& text, const Tokens& tokens, std::uint32_t first, std::uint32_t end) {
  look_back(text, tokens, first);
  look_ahead(text, tokens, end);
}

void Context::add(const Token& token, int distance, bool is_before, std::uint32_t index) {
  if (token.meaning == Concept::none || token.meaning == Concept::continued || count_ == kMost) return;
  near_[count_++] = {token.meaning, token.parameter, static_cast<std::uint8_t>(std::min(distance, kFar)), is_before,
                     index};
}

void Context::look_back(const Folded& text, const Tokens& tokens, std::uint32_t first) {
  int distance = 1;
  int since_value = kFar;
  for (int looked = 0; looked < kMostTokens && first > 0; ++looked) {
    distance += cost_of_gap(tokens[first].gap);
    if (distance > kReachBefore) return;
    --first;
    const Token& token = tokens[first];
    if (token.kind == Kind::word) {
      if (token.meaning != Concept::continued) {
        add(token, distance + (since_value <= 2 ? kTaken : 0), true, first);
        ++distance;
        ++since_value;
      }
    } else if (token.kind == Kind::number) {
      if (is_value(token)) {
        distance += 2;
        since_value = 0;
      }
    } else if (token.kind == Kind::mark) {
      distance += cost_of_mark(text, tokens, first);
    }
  }
}

void Context::look_ahead(const Folded& text, const Tokens& tokens, std::uint32_t end) {
  int distance = 2;
  for (int looked = 0; looked < kMostTokens && end < tokens.size(); ++looked, ++end) {
    const Token& token = tokens[end];
    distance += cost_of_gap(token.gap);
    if (token.kind == Kind::mark) {
      distance += cost_of_mark(text, tokens, end);
    } else if (token.kind == Kind::number) {
      if (is_value(token)) distance += 4;
    } else if (token.kind == Kind::word && token.meaning != Concept::continued) {
      add(token, distance, false, end);
      ++distance;
    }
    if (distance > kReachAfter) return;
  }
}

const Context::Near* Context::find(Concept meaning) const {
  const Near* best = nullptr;
  for (const Near& near : *this) {
    if (near.meaning == meaning && (best == nullptr || near.distance < best->distance)) best = &near;
  }
  return best;
}

int Context::distance(Concept meaning) const {
  const Near* near = find(meaning);
  return near != nullptr ? near->distance : kFar;
}

int Context::distance(ConceptSet meanings) const {
  int least = kFar;
  for (const Near& near : *this) {
    if (meanings.contains(near.meaning)) least = std::min<int>(least, near.distance);
  }
  return least;
}

int Context::before(Concept meaning) const {
  int least = kFar;
  for (const Near& near : *this) {
    if (near.meaning == meaning && near.before) least = std::min<int>(least, near.distance);
  }
  return least;
}

int Context::harmless() const { return distance({Concept::order, Concept::tracking, Concept::product, Concept::hash}); }

}  // namespace cloister::detect
