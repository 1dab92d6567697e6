// Documents with letters in their numbers, and passports and driving licences, which have no check digit that people
// write and so count only beside their name.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "detect/chars.h"
#include "detect/check_digits.h"
#include "detect/national_id.h"
#include "detect/number_searches.h"

namespace cloister::detect {
namespace {

constexpr int kMostCharacters = 20;
constexpr int kMostChunks = 8;
constexpr int kLeastDigits = 4;

// Chunks that follow each other with at most a space or one mark between, as one row of capitals and digits.
struct Row {
  std::array<char, kMostCharacters> characters{};
  int length = 0;
  std::array<std::uint8_t, kMostChunks> sizes{};
  std::array<char, kMostChunks> separators{};
  int chunks = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t first_token = 0;
  std::uint32_t end_token = 0;
  int digits = 0;
};

char separator_before(const Analysis& a, const Chunk& before, const Chunk& chunk) {
  const std::uint32_t marks = chunk.first_token - before.first_token - before.tokens;
  if (chunk.begin - before.end > 3 || marks > 1) return 0;
  if (a.tokens[chunk.first_token].gap >= Gap::line) return 0;
  if (marks == 0) return ' ';
  const char mark = a.text[a.tokens[chunk.first_token - 1].begin];
  return std::string_view("-./_(+").contains(mark) ? mark : '\0';
}

bool take(const Analysis& a, const Chunk& chunk, char separator, Row& row) {
  if (row.chunks == kMostChunks || row.length + static_cast<int>(chunk.size()) > kMostCharacters) return false;
  for (std::uint32_t i = chunk.begin; i < chunk.end; ++i) {
    if (!is_alnum(a.text[i])) return false;  // an apostrophe
    row.characters[static_cast<std::size_t>(row.length++)] = to_upper(a.text[i]);
    row.digits += is_digit(a.text[i]) ? 1 : 0;
  }
  const auto group = static_cast<std::size_t>(row.chunks++);
  row.sizes[group] = static_cast<std::uint8_t>(chunk.size());
  row.separators[group] = separator;
  row.end = chunk.end;
  row.end_token = chunk.first_token + chunk.tokens;
  return true;
}

bool fits(std::string_view pattern, const Row& row) {
  if (static_cast<int>(pattern.size()) != row.length) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = row.characters[i];
    if (pattern[i] == 'D' ? !is_digit(c) : pattern[i] == 'L' && !is_letter(c)) return false;
  }
  return true;
}

bool is_named_part(const Analysis& a, const Row& row) {
  const char before = row.begin > 0 ? a.text[row.begin - 1] : ' ';
  const char after = row.end < a.text.size() ? a.text[row.end] : ' ';
  const bool goes_on =
      (after == '-' || after == '_' || after == '/') && row.end + 1 < a.text.size() && is_alnum(a.text[row.end + 1]);
  return before == '#' || before == '_' || before == '-' || before == '/' || before == '@' || goes_on;
}

int judge(const Analysis& a, const Document& document, std::uint8_t index, const Row& row) {
  const bool shaped = row.chunks == 1 || has_shape(document.shape, row.sizes.data(), row.separators.data(), row.chunks);
  const Context context(a.text, a.tokens, row.first_token, row.end_token);
  const int label = distance_of_document(context, index);
  const int other = std::min(
      context.harmless(), context.distance({Concept::passport, Concept::licence, Concept::code_sent, Concept::wallet}));
  // "Codice fiscale per la fattura: …": letters and a check digit are not a bill's number by accident.
  const bool strong = document.checked && label <= 8 && row.length - row.digits >= 6;
  if (other < label && !strong) return 0;
  if (label <= 10) return shaped ? 97 : 90;
  if (document.alone == Alone::never || is_named_part(a, row)) return 0;
  if (document.alone == Alone::in_shape && (row.chunks == 1 || !shaped)) return 0;
  bool uniform = true;
  for (int i = 2; i < row.chunks; ++i)
    uniform = uniform && row.separators[static_cast<std::size_t>(i)] == row.separators[1];
  if (!uniform && !shaped) return 0;
  // The check letter alone lets one in 23 pass.
  return document.checked ? 86 : 78;
}

// "MORGA657054SM9IJ": five letters of the name, the date of birth with a digit of the year at each end, initials,
// DVLA's check characters.
bool is_british_licence(const Row& row) {
  if (!fits("LAAAADDDDDDLAALL", row) && !fits("LAAAADDDDDDLADLL", row)) return false;
  const char* d = row.characters.data() + 5;
  const int month = two_digits(d + 1) % 50;
  const int day = two_digits(d + 3);
  for (int i = 1; i < 5; ++i) {
    const char c = row.characters[static_cast<std::size_t>(i)];
    if (is_digit(c) && c != '9') return false;
  }
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

void look_up(Analysis& a, const Row& row) {
  for (const std::uint8_t i : documents_of(static_cast<std::size_t>(row.length), true)) {
    const Document& document = documents().list[i];
    if (!fits(document.pattern, row) || !document.check(row.characters.data())) continue;
    const int score = judge(a, document, i, row);
    if (score == 0 || a.in_url(row.begin, row.end)) continue;
    std::uint32_t end = row.end;
    if (row.separators[static_cast<std::size_t>(row.chunks - 1)] == '(' && end < a.text.size() && a.text[end] == ')')
      ++end;
    Candidate& found = a.add(Type::national_id, document.name, row.begin, end, score);
    found.evidence.length = static_cast<std::uint16_t>(row.length);
    if (document.checked) found.evidence.add(Clue::check_digit);
    found.evidence.add(score >= 90 ? Clue::label_before : Clue::format);
  }
  if (row.length == 16 && is_british_licence(row) && !is_named_part(a, row)) {
    Candidate& found = a.add(Type::driving_licence, "UK", row.begin, row.end, 90);
    found.evidence.length = 16;
    found.evidence.add(Clue::format);
  }
}

bool may_begin(const Analysis& a, std::uint32_t index) {
  const auto& chunks = a.tokens.chunks;
  const Chunk& chunk = chunks[index];
  if ((chunk.classes & kDigit) != 0) return true;
  if (chunk.size() > 6) return false;
  std::uint8_t near = 0;
  for (std::uint32_t i = index + 1; i < chunks.size() && i <= index + 2; ++i) near |= chunks[i].classes;
  if ((near & kDigit) == 0) return false;
  for (std::uint32_t next = index + 1; next < a.tokens.chunks.size() && next <= index + 2; ++next) {
    const Chunk& after = a.tokens.chunks[next];
    if (separator_before(a, a.tokens.chunks[next - 1], after) == 0) return false;
    if ((after.classes & kDigit) != 0) return true;
    if (after.size() > 3) return false;
  }
  return false;
}

void find_from(Analysis& a, std::uint32_t index) {
  Row row;
  const Chunk& first = a.tokens.chunks[index];
  row.begin = first.begin;
  row.first_token = first.first_token;
  if (!take(a, first, 0, row)) return;
  while (true) {
    if (row.length >= 8 && row.digits >= kLeastDigits) look_up(a, row);
    if (++index >= a.tokens.chunks.size()) return;
    const Chunk& next = a.tokens.chunks[index];
    const char separator = separator_before(a, a.tokens.chunks[index - 1], next);
    if (separator == 0 || !take(a, next, separator, row)) return;
  }
}

// --- passports and licences ---

struct Paper {
  Type type;
  Concept label;
  int least_digits;
  int most_characters;
};

// A value beside a label: a chunk with enough digits, and the groups that continue it.
bool read_value(const Analysis& a, std::uint32_t index, Row& row) {
  const Chunk& first = a.tokens.chunks[index];
  row = {};
  row.begin = first.begin;
  row.first_token = first.first_token;
  if (!take(a, first, 0, row)) return false;
  while (++index < a.tokens.chunks.size()) {
    const Chunk& next = a.tokens.chunks[index];
    const char separator = separator_before(a, a.tokens.chunks[index - 1], next);
    if (separator != '-' && separator != ' ') break;
    const bool digits = (next.classes & kDigit) != 0;
    const bool letters = next.size() <= 2 && (next.classes & kLower) == 0;
    if (!digits && !(letters && separator == '-')) break;
    if (separator == ' ' && (row.digits >= 7 || (row.chunks > 0 && row.length >= 9))) break;
    if (!take(a, next, separator, row)) break;
  }
  return true;
}

bool is_value(const Row& row, const Paper& kind) {
  // Germany and others mix letters and digits.
  const bool mixed =
      kind.type == Type::passport && row.chunks == 1 && row.length >= 8 && row.length <= 9 && row.digits >= 2;
  if ((row.digits < kind.least_digits && !mixed) || row.length < 6 || row.length > kind.most_characters) return false;
  const bool date = row.chunks == 3 && row.digits == row.length && row.length == 8;
  return !date;
}

void look_behind_label(Analysis& a, std::uint32_t label, const Paper& kind) {
  int words = 0;
  for (std::uint32_t i = label + 1; i < a.tokens.size() && i < label + 14; ++i) {
    const Token& token = a.tokens[i];
    if (token.gap == Gap::blank_line || token.meaning == Concept::expiry) return;
    if (token.kind == Kind::mark) {
      const char mark = a.text[token.begin];
      const bool ends = (mark == '.' && i + 1 < a.tokens.size() && a.tokens[i + 1].gap != Gap::none && words > 1);
      const bool asked = mark == '?' && i + 1 < a.tokens.size() && a.tokens[i + 1].gap >= Gap::line;
      if ((mark == '?' && !asked) || mark == ';' || ends) return;
      continue;
    }
    if (token.kind == Kind::other || token.meaning == Concept::continued) continue;
    const std::uint32_t chunk = token.chunk;
    if (token.kind == Kind::word && a.tokens.chunks[chunk].tokens == 1) {
      const bool upper = token.size() <= 3 && is(a.text[token.begin], kUpper) && is(a.text[token.end - 1], kUpper);
      const bool next_digits = chunk + 1 < a.tokens.chunks.size() &&
                               (a.tokens.chunks[chunk + 1].classes & kDigit) != 0 &&
                               a.tokens.chunks[chunk + 1].begin - token.end <= 1;
      if (!(upper && next_digits)) {
        if (++words > 6) return;
        if (token.meaning != Concept::none && token.meaning <= Concept::code && token.meaning != kind.label) {
          if (token.meaning != Concept::national_id) return;  // another value's label
        }
        continue;
      }
    }
    Row row;
    if (!read_value(a, chunk, row) || !is_value(row, kind)) return;
    if (a.in_url(row.begin, row.end)) return;
    Candidate& found = a.add(kind.type, "", row.begin, row.end, words <= 3 ? 93 : 85);
    found.evidence.length = static_cast<std::uint16_t>(row.length);
    found.evidence.add(Clue::label_before);
    return;
  }
}

// "X1234567 is my passport number".
void look_before_label(Analysis& a, std::uint32_t label, const Paper& kind) {
  for (std::uint32_t i = label, words = 0; i > 0 && words < 5; ++words) {
    const Token& token = a.tokens[--i];
    if (token.gap >= Gap::line) break;
    if (token.kind == Kind::mark && std::string_view(".?!;").contains(a.text[token.begin])) return;
    if (token.kind != Kind::number && !(token.kind == Kind::word && a.tokens.chunks[token.chunk].tokens > 1)) continue;
    Row row;
    if (!read_value(a, token.chunk, row) || row.digits + 1 < row.length - 2 || !is_value(row, kind)) return;
    if (row.end_token > label) return;
    const Context context(a.text, a.tokens, row.first_token, row.end_token);
    if (context.harmless() < 4 || context.distance({Concept::phone, Concept::birth}) < 3) return;
    Candidate& found = a.add(kind.type, "", row.begin, row.end, 80);
    found.evidence.length = static_cast<std::uint16_t>(row.length);
    found.evidence.add(Clue::label_after);
    return;
  }
}

// Two lines of 44, or three of 30: "P<UTO…", then number, nationality, dates and check digits (ICAO 9303).
void find_machine_readable(Analysis& a) {
  const std::string_view chars = a.text.chars();
  for (std::size_t at = chars.find("<<"); at != std::string_view::npos; at = chars.find("<<", at)) {
    const auto stretch = a.stretch_around(static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at));
    at = std::max<std::size_t>(stretch.end, at + 2);
    const std::string_view line = chars.substr(stretch.begin, stretch.end - stretch.begin);
    const bool all =
        std::all_of(line.begin(), line.end(), [](char c) { return c == '<' || is_digit(c) || is(c, kUpper); });
    if (!all || line.size() < 28 || line.size() > 46) continue;
    Candidate& found = a.add(Type::passport, "MRZ", stretch.begin, stretch.end, 95);
    found.evidence.length = static_cast<std::uint16_t>(line.size());
    found.evidence.add(Clue::format);
  }
}

}  // namespace

void find_documents(Analysis& a) {
  for (std::uint32_t i = 0; a.numbers.digits.size() >= kLeastDigits && i < a.tokens.chunks.size(); ++i) {
    if (may_begin(a, i)) find_from(a, i);
  }
  constexpr Paper kPassport{Type::passport, Concept::passport, 5, 12};
  constexpr Paper kLicence{Type::driving_licence, Concept::licence, 4, 20};
  if (a.mentions({Concept::passport, Concept::licence})) {
    for (std::uint32_t i = 0; i < a.tokens.size(); ++i) {
      const Concept meaning = a.tokens[i].meaning;
      if (meaning != Concept::passport && meaning != Concept::licence) continue;
      const Paper& kind = meaning == Concept::passport ? kPassport : kLicence;
      const std::size_t before = a.found.size();
      look_behind_label(a, i, kind);
      if (a.found.size() == before) look_before_label(a, i, kind);
    }
  }
  if (a.tokens.has_mark('<')) find_machine_readable(a);
}

}  // namespace cloister::detect
