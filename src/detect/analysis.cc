#include "detect/analysis.h"

#include "detect/chars.h"

namespace cloister::detect {

void Analysis::read(std::string_view original) {
  found.clear();
  text.assign(original);
  tokens.read(text);
  numbers.read(text, tokens);
  meanings = 0;
  for (const Token& token : tokens.list) meanings |= std::uint64_t{1} << static_cast<unsigned>(token.meaning);
}

Candidate& Analysis::add(Type type, std::string_view subtype, std::uint32_t begin, std::uint32_t end, int score) {
  found.push_back({type, subtype, begin, end, score, {}});
  return found.back();
}

Analysis::Stretch Analysis::stretch_around(std::uint32_t begin, std::uint32_t end) const {
  const std::uint32_t lowest = begin > kLongestStretch ? begin - kLongestStretch : 0;
  const std::uint32_t highest = end + kLongestStretch < text.size() ? end + kLongestStretch : text.size();
  while (begin > lowest && !is(text[begin - 1], kSpace)) --begin;
  while (end < highest && !is(text[end], kSpace)) ++end;
  return {begin, end};
}

bool Analysis::in_url(std::uint32_t begin, std::uint32_t end) const {
  const Stretch stretch = stretch_around(begin, end);
  const std::string_view before = chars(stretch.begin, begin);
  return before.contains("://") || before.starts_with("www.");
}

bool Analysis::is_masked(std::uint32_t begin) const {
  if (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '-')) --begin;
  if (begin < 2) return false;
  const char mark = text[begin - 1];
  return (mark == '*' || mark == '#' || mark == 'x' || mark == 'X') && text[begin - 2] == mark;
}

std::uint32_t Analysis::after_phrase(std::uint32_t token) const {
  ++token;
  while (token < tokens.size() && tokens[token].meaning == Concept::continued) ++token;
  return token;
}

bool Analysis::is_one_of(std::uint32_t begin, std::uint32_t end, std::string_view words) const {
  char word[32];
  const std::uint32_t size = end - begin;
  if (size == 0 || size > 28) return false;
  word[0] = ' ';
  for (std::uint32_t i = 0; i < size; ++i) word[i + 1] = to_lower(text[begin + i]);
  word[size + 1] = ' ';
  return words.contains(std::string_view(word, size + 2));
}

bool Analysis::is_at(std::uint32_t position, std::string_view lower) const {
  if (position + lower.size() > text.size()) return false;
  for (std::size_t i = 0; i < lower.size(); ++i) {
    if (to_lower(text[position + i]) != lower[i]) return false;
  }
  return true;
}

}  // namespace cloister::detect
