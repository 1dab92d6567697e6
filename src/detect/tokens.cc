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
      " one two six cvv cvc exp pin ssn tel dob pwd csc may jan feb mar apr jun jul aug sep oct nov dec ip st nd rd "
      "th is es ist est ";
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

// "passw0rd", "p@ssword", "pa$$word", "p*ssword": the end of the word if at least one of its letters is disguised.
std::uint32_t disguised_password(std::string_view chars, std::uint32_t begin) {
  constexpr std::string_view kWord = "password";
  constexpr std::string_view kDisguises = "@4$5*03";
  std::uint32_t i = 0;
  bool disguised = false;
  for (; i < kWord.size() && begin + i < chars.size(); ++i) {
    const char c = chars[begin + i];
    if (to_lower(c) == kWord[i]) continue;
    if (i == 0 || !kDisguises.contains(c)) break;
    disguised = true;
  }
  if (!disguised || (i != 4 && i != kWord.size())) return begin;
  return begin + i < chars.size() && is_alnum(chars[begin + i]) ? begin : begin + i;
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
  longest = 0;
  marks_[0] = marks_[1] = 0;
  split(text);
  look_up(text);
}

void Tokens::split(const Folded& text) {
  const std::string_view chars = text.chars();
  const std::uint32_t size = text.size();
  Gap gap = Gap::blank_line;
  for (std::uint32_t i = 0; i < size;) {
    const std::uint8_t kind = kClasses[static_cast<unsigned char>(chars[i])];
    if ((chars[i] | 0x20) == 'p' && add_disguised(chars, i, gap)) {
      i = list.back().end;
      gap = Gap::none;
    } else if ((kind & kAlnum) != 0) {
      i = split_chunk(text, i, gap);
      gap = Gap::none;
    } else if ((kind & kSpace) != 0) {
      const std::uint32_t begin = i;
      int lines = 0;
      for (; i < size && is(chars[i], kSpace); ++i) lines += chars[i] == '\n' ? 1 : 0;
      const Gap seen = lines > 1 ? Gap::blank_line : lines == 1 ? Gap::line : i - begin > 1 ? Gap::wide : Gap::space;
      gap = std::max(gap, seen);
    } else {
      if ((kind & kPunct) != 0)
        marks_[static_cast<unsigned char>(chars[i]) >> 6] |= std::uint64_t{1} << (chars[i] & 63);
      list.push_back({i, i + 1, 0, (kind & kPunct) != 0 ? Kind::mark : Kind::other, gap, Concept::none, 0, 0});
      ++i;
      gap = Gap::none;
    }
  }
}

bool Tokens::add_disguised(std::string_view chars, std::uint32_t begin, Gap gap) {
  if (begin > 0 && is_alnum(chars[begin - 1])) return false;
  const std::uint32_t end = disguised_password(chars, begin);
  if (end == begin) return false;
  WordHash hash;
  for (const char c : std::string_view("password")) hash.add(c);
  const auto chunk = static_cast<std::uint32_t>(chunks.size());
  chunks.push_back({begin, end, static_cast<std::uint32_t>(list.size()), 1, kLetter});
  // The marks in it are letters here, but elsewhere they may begin a value.
  for (const char c : chars.substr(begin, end - begin)) {
    if (is(c, kPunct)) marks_[static_cast<unsigned char>(c) >> 6] |= std::uint64_t{1} << (c & 63);
  }
  list.push_back({begin, end, chunk, Kind::word, gap, Concept::none, 0, Lexicon::get().find(hash.value())});
  return true;
}

// Words are looked up while their letters are read.
std::uint32_t Tokens::split_chunk(const Folded& text, std::uint32_t i, Gap gap) {
  const Lexicon& lexicon = Lexicon::get();
  const std::string_view chars = text.chars();
  const std::uint32_t size = text.size();
  const std::uint32_t begin = i;
  const auto chunk = static_cast<std::uint32_t>(chunks.size());
  const auto first = static_cast<std::uint32_t>(list.size());
  std::uint8_t classes = 0;
  while (i < size && is_alnum(chars[i])) {
    const std::uint32_t start = i;
    Token token{start, start, chunk, Kind::number, gap, Concept::none, 0, 0};
    if (is_digit(chars[i])) {
      while (i < size && is_digit(chars[i])) ++i;
      classes |= kDigit;
    } else {
      token.kind = Kind::word;
      WordHash hash;
      WordHash stem;  // what stands before an apostrophe
      for (; i < size; ++i) {
        const std::uint8_t kind = kClasses[static_cast<unsigned char>(chars[i])];
        if ((kind & kLetter) != 0) {
          classes |= kind;
          hash.add(static_cast<char>(chars[i] | 0x20));
        } else if (!joins_word(text, start, i)) {
          break;
        } else {
          stem = hash;
        }
      }
      if (i - start <= kLongestWord) {
        token.phrase = lexicon.find(hash.value());
        // "birthday's": as "birthday", unless the whole is a word of its own.
        if (token.phrase == 0 && i - start > 3 && chars[i - 2] == '\'') token.phrase = lexicon.find(stem.value());
      }
    }
    token.end = i;
    list.push_back(token);
    gap = Gap::none;
  }
  if (list.size() - first > 1 && is_mixed_word(text, begin, i)) {
    list.resize(first + 1);
    list.back().kind = Kind::word;
    list.back().end = i;
    list.back().phrase = lexicon.find(hash_of(text, list.back()));
    classes = kLetter;
  }
  longest = std::max(longest, i - begin);
  chunks.push_back({begin, i, first, static_cast<std::uint32_t>(list.size()) - first, classes});
  return i;
}

// The word that may continue a phrase: directly after, or after one mark that joins words ("api_key", "d.o.b").
std::uint32_t Tokens::next_word(const Folded& text, std::uint32_t i) const {
  std::uint32_t next = i + 1;
  if (next < size() && list[next].kind == Kind::mark && list[next].gap <= Gap::space) {
    const char mark = text[list[next].begin];
    if (mark == '_' || mark == '-' || mark == '.' || mark == '\'' || mark == '/' || mark == '&' || mark == '@') ++next;
  }
  if (next >= size() || list[next].kind != Kind::word || list[next].gap >= Gap::line) return size();
  return next;
}

void Tokens::look_up(const Folded& text) {
  const Lexicon& lexicon = Lexicon::get();
  for (std::uint32_t i = 0; i < size(); ++i) {
    if (list[i].phrase == 0 || list[i].meaning != Concept::none) continue;
    if (!may_mean(text, list[i], chunks[list[i].chunk])) continue;
    const Lexicon::Range range = lexicon.starting_with(list[i].phrase);
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
