#include "detect/tokens.h"

#include <algorithm>

#include "detect/chars.h"
#include "detect/lexicon.h"

namespace cloister::detect {
namespace {

constexpr std::uint32_t kLongestWord = 40;

// Words with digits in them, which are no values.
constexpr std::string_view kMixedWords[] = {"cvv2",   "cvc2", "2fa",    "u2f",    "ipv4",  "ipv6", "sha1",  "sha256",
                                            "sha512", "md5",  "base64", "oauth2", "http2", "x509", "ec2",   "s3",
                                            "k8s",    "utf8", "mp3",    "mp4",    "h264",  "3ds",  "win10", "win11",
                                            "x86",    "x64",  "i18n",   "b2b",    "p2p",   "web3", "utf16", "es6"};

bool is_mixed_word(const Folded& text, std::uint32_t begin, std::uint32_t end) {
  const std::uint32_t size = end - begin;
  if (size > 6 || size < 2) return false;
  for (const std::string_view word : kMixedWords) {
    if (word.size() != size) continue;
    std::uint32_t i = 0;
    while (i < size && to_lower(text[begin + i]) == word[i]) ++i;
    if (i == size) return true;
  }
  return false;
}

// A label may touch its value ("cvv123"); in longer mixtures of letters and digits words are accidents.
bool may_mean(const Folded& text, const Token& token, const Chunk& chunk) {
  if (chunk.tokens == 1) return true;
  if (chunk.tokens > 4) return false;
  if (token.size() >= 4) return true;
  constexpr std::string_view kGlued =
      " cvv cvc exp pin ssn tel dob pwd csc may jan feb mar apr jun jul aug sep oct nov dec ip st nd rd th ";
  char word[6] = {' ', ' ', ' ', ' ', ' ', ' '};
  for (std::uint32_t i = 0; i < token.size(); ++i) word[i + 1] = to_lower(text[token.begin + i]);
  return kGlued.contains(std::string_view(word, token.size() + 2));
}

// "driver's", "can't": the apostrophe is part of the word; "dell'ordine", "d'identité": it is not.
bool joins_word(const Folded& text, std::uint32_t begin, std::uint32_t i) {
  if (text[i] != '\'' || i - begin < 2) return false;
  std::uint32_t after = i + 1;
  while (after < text.size() && after < i + 4 && is_letter(text[after])) ++after;
  const std::uint32_t letters = after - i - 1;
  return letters == 1 || letters == 2;
}

std::uint64_t hash_of(const Folded& text, const Token& token) {
  WordHash hash;
  for (std::uint32_t i = token.begin; i < token.end; ++i) {
    if (text[i] != '\'') hash.add(to_lower(text[i]));
  }
  return hash.value();
}

}  // namespace

void Tokens::read(const Folded& text) {
  list.clear();
  chunks.clear();
  split(text);
  look_up(text);
}

void Tokens::split(const Folded& text) {
  const std::uint32_t size = text.size();
  Gap gap = Gap::blank_line;
  for (std::uint32_t i = 0; i < size;) {
    const std::uint8_t kind = kClasses[static_cast<unsigned char>(text[i])];
    const std::uint32_t begin = i;
    if ((kind & kSpace) != 0) {
      int lines = 0;
      for (; i < size && is(text[i], kSpace); ++i) lines += text[i] == '\n' ? 1 : 0;
      const Gap seen = lines > 1 ? Gap::blank_line : lines == 1 ? Gap::line : i - begin > 1 ? Gap::wide : Gap::space;
      gap = std::max(gap, seen);
      continue;
    }
    if ((kind & kAlnum) == 0) {
      list.push_back({begin, ++i, 0, (kind & kPunct) != 0 ? Kind::mark : Kind::other, gap, Concept::none, 0});
      gap = Gap::none;
      continue;
    }
    const auto chunk = static_cast<std::uint32_t>(chunks.size());
    chunks.push_back({begin, begin, static_cast<std::uint32_t>(list.size()), 0, 0});
    std::uint8_t classes = 0;
    std::uint32_t whole = i;
    while (whole < size && whole - begin < 8 && is_alnum(text[whole])) ++whole;
    if (is_mixed_word(text, begin, whole)) {
      list.push_back({begin, whole, chunk, Kind::word, gap, Concept::none, 0});
      gap = Gap::none;
      i = whole;
      classes = kLetter;
    }
    while (i < size && is_alnum(text[i])) {
      const std::uint32_t start = i;
      const bool number = is_digit(text[i]);
      const std::uint8_t wanted = number ? std::uint8_t{kDigit} : kLetter;
      for (; i < size && (is(text[i], wanted) || (!number && joins_word(text, start, i))); ++i) {
        classes |= kClasses[static_cast<unsigned char>(text[i])];
      }
      list.push_back({start, i, chunk, number ? Kind::number : Kind::word, gap, Concept::none, 0});
      gap = Gap::none;
    }
    Chunk& made = chunks.back();
    made.end = i;
    made.tokens = static_cast<std::uint32_t>(list.size()) - made.first_token;
    made.classes = classes;
  }
}

// The word that may continue a phrase: directly after, or after one mark that joins words ("api_key", "d.o.b").
std::uint32_t Tokens::next_word(const Folded& text, std::uint32_t i) const {
  std::uint32_t next = i + 1;
  if (next < size() && list[next].kind == Kind::mark && list[next].gap <= Gap::space) {
    const char mark = text[list[next].begin];
    if (mark == '_' || mark == '-' || mark == '.' || mark == '\'' || mark == '/' || mark == '&') ++next;
  }
  if (next >= size() || list[next].kind != Kind::word || list[next].gap >= Gap::line) return size();
  return next;
}

void Tokens::look_up(const Folded& text) {
  const Lexicon& lexicon = Lexicon::get();
  for (std::uint32_t i = 0; i < size(); ++i) {
    if (list[i].kind != Kind::word || list[i].meaning != Concept::none || list[i].size() > kLongestWord) continue;
    if (!may_mean(text, list[i], chunks[list[i].chunk])) continue;
    const Lexicon::Range range = lexicon.starting_with(hash_of(text, list[i]));
    for (const Phrase* phrase = range.begin; phrase != range.end; ++phrase) {
      std::uint32_t last = i;
      bool matches = true;
      for (int word = 1; matches && word < phrase->count; ++word) {
        last = next_word(text, last);
        matches = last < size() && hash_of(text, list[last]) == phrase->words[word];
      }
      if (!matches) continue;
      for (std::uint32_t k = i + 1; k <= last; ++k) list[k].meaning = Concept::continued;
      list[i].meaning = phrase->concept_id;
      list[i].parameter = phrase->parameter;
      break;
    }
  }
}

}  // namespace cloister::detect
