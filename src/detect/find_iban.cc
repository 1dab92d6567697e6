// IBAN (ISO 13616-1): country, length and structure of the SWIFT registry, check by ISO 7064 MOD 97-10.
#include <array>
#include <cstdint>
#include <string_view>

#include "detect/analysis.h"
#include "detect/chars.h"
#include "detect/check_digits.h"

namespace cloister::detect {
namespace {

struct Country {
  char code[3];
  std::uint8_t length;
  /// After country and check digits: counts with n (digits), a (letters) or c (both).
  std::string_view structure;
};

constexpr Country kCountries[] = {
    {"AD", 24, "8n12c"},    {"AE", 23, "19n"},     {"AL", 28, "8n16c"},    {"AT", 20, "16n"},
    {"AZ", 28, "4a20c"},    {"BA", 20, "16n"},     {"BE", 16, "12n"},      {"BG", 22, "4a6n8c"},
    {"BH", 22, "4a14c"},    {"BI", 27, "23n"},     {"BR", 29, "23n1a1c"},  {"BY", 28, "4c4n16c"},
    {"CH", 21, "5n12c"},    {"CR", 22, "18n"},     {"CY", 28, "8n16c"},    {"CZ", 24, "20n"},
    {"DE", 22, "18n"},      {"DJ", 27, "23n"},     {"DK", 18, "14n"},      {"DO", 28, "4c20n"},
    {"EE", 20, "16n"},      {"EG", 29, "25n"},     {"ES", 24, "20n"},      {"FI", 18, "14n"},
    {"FK", 18, "2a12n"},    {"FO", 18, "14n"},     {"FR", 27, "10n11c2n"}, {"GB", 22, "4a14n"},
    {"GE", 22, "2a16n"},    {"GI", 23, "4a15c"},   {"GL", 18, "14n"},      {"GR", 27, "7n16c"},
    {"GT", 28, "24c"},      {"HR", 21, "17n"},     {"HU", 28, "24n"},      {"IE", 22, "4a14n"},
    {"IL", 23, "19n"},      {"IQ", 23, "4a15n"},   {"IS", 26, "22n"},      {"IT", 27, "1a10n12c"},
    {"JO", 30, "4a4n18c"},  {"KW", 30, "4a22c"},   {"KZ", 20, "3n13c"},    {"LB", 28, "4n20c"},
    {"LC", 32, "4a24c"},    {"LI", 21, "5n12c"},   {"LT", 20, "16n"},      {"LU", 20, "3n13c"},
    {"LV", 21, "4a13c"},    {"LY", 25, "21n"},     {"MC", 27, "10n11c2n"}, {"MD", 24, "20c"},
    {"ME", 22, "18n"},      {"MK", 19, "3n10c2n"}, {"MN", 20, "16n"},      {"MR", 27, "23n"},
    {"MT", 31, "4a5n18c"},  {"MU", 30, "4a19n3a"}, {"NI", 28, "4a20n"},    {"NL", 18, "4a10n"},
    {"NO", 15, "11n"},      {"OM", 23, "3n16c"},   {"PK", 24, "4a16c"},    {"PL", 28, "24n"},
    {"PS", 29, "4a21c"},    {"PT", 25, "21n"},     {"QA", 29, "4a21c"},    {"RO", 24, "4a16c"},
    {"RS", 22, "18n"},      {"RU", 33, "14n15c"},  {"SA", 24, "2n18c"},    {"SC", 31, "4a20n3a"},
    {"SD", 18, "14n"},      {"SE", 24, "20n"},     {"SI", 19, "15n"},      {"SK", 24, "20n"},
    {"SM", 27, "1a10n12c"}, {"SO", 23, "19n"},     {"ST", 25, "21n"},      {"SV", 28, "4a20n"},
    {"TL", 23, "19n"},      {"TN", 24, "20n"},     {"TR", 26, "6n16c"},    {"UA", 29, "6n19c"},
    {"VA", 22, "18n"},      {"VG", 24, "4a16n"},   {"XK", 20, "16n"},      {"YE", 30, "4a4n18c"},
};

constexpr int kLongest = 34;
constexpr int kMostParts = 6;
constexpr int kMostSkippedTokens = 14;

const Country* country_of(char first, char second) {
  for (const Country& country : kCountries) {
    if (country.code[0] == first && country.code[1] == second) return &country;
  }
  return nullptr;
}

char as_digit(char c) {
  switch (c) {
    case 'O':
    case 'Q':
      return '0';
    case 'I':
    case 'L':
      return '1';
    case 'Z':
      return '2';
    case 'S':
      return '5';
    case 'B':
      return '8';
    default:
      return is_digit(c) ? c : '\0';
  }
}

struct Part {
  std::uint32_t begin;
  std::uint32_t end;
};

struct Collected {
  std::array<char, kLongest> characters{};
  int count = 0;
  std::array<Part, kMostParts> parts{};
  int part_count = 0;
  bool spelt = false;
  bool look_alikes = false;
};

bool fits_structure(const Country& country, Collected& iban) {
  int i = 4;
  for (const int k : {2, 3}) {
    const char digit = as_digit(iban.characters[static_cast<std::size_t>(k)]);
    if (digit == 0) return false;
    iban.characters[static_cast<std::size_t>(k)] = digit;
  }
  int run = 0;
  for (const char kind : country.structure) {
    if (is_digit(kind)) {
      run = run * 10 + kind - '0';
      continue;
    }
    for (; run > 0; --run, ++i) {
      char& c = iban.characters[static_cast<std::size_t>(i)];
      if (kind == 'a' && !is(c, kUpper)) return false;
      if (kind != 'n' || is_digit(c)) continue;
      const char digit = as_digit(c);
      if (digit == 0) return false;
      c = digit;
      iban.look_alikes = true;
    }
  }
  return true;
}

bool check(const Collected& iban) {
  int rest = 0;
  for (int i = 0; i < iban.count; ++i) {
    const int value = value_of(iban.characters[static_cast<std::size_t>((i + 4) % iban.count)]);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest == 1;
}

// Gathers the characters of an IBAN token by token; between its parts there may be marks, line breaks and, after a
// line break, words that say that more comes.
class Collector {
 public:
  Collector(const Analysis& a, std::uint32_t token, std::uint32_t begin, int length)
      : a_(a), token_(token), begin_(begin), length_(length) {}

  bool run(Collected& out) {
    open(out, begin_);
    while (out.count < length_) {
      if (token_ >= a_.tokens.size()) return false;
      const Token& token = a_.tokens[token_];
      if (token.kind == Kind::mark || token.kind == Kind::other) {
        if (++marks_ > 3) return false;
        ++token_;
        continue;
      }
      if (is_filler(token, out)) {
        if (!skip_words(out)) return false;
        continue;
      }
      marks_ = 0;
      take(token, out);
      begin_ = token.end;
      ++token_;
    }
    // Nothing may go on in the same chunk but a label.
    return out.count == length_;
  }

 private:
  void open(Collected& out, std::uint32_t begin) const {
    out.parts[static_cast<std::size_t>(out.part_count++)] = {begin, begin};
  }

  bool is_spelt(const Token& token) const {
    return token.meaning == Concept::digit && token.size() > 1 && a_.tokens.chunks[token.chunk].tokens == 1;
  }

  // A word that is no piece of the value: it is longer than a group, or it begins a line and is a known word.
  bool is_filler(const Token& token, const Collected& out) const {
    if (token.kind != Kind::word || out.count < 4 || token.size() == 1 || is_spelt(token)) return false;
    if (a_.tokens.chunks[token.chunk].tokens > 1) return false;
    const bool upper = is(a_.text[token.begin], kUpper) && is(a_.text[token.end - 1], kUpper);
    return token.size() > 6 || (!upper && token.gap != Gap::none && (token.meaning != Concept::none || out.count > 8));
  }

  bool skip_words(Collected& out) {
    bool line = false;
    for (int skipped = 0; skipped < kMostSkippedTokens && token_ < a_.tokens.size(); ++skipped, ++token_) {
      const Token& token = a_.tokens[token_];
      line = line || token.gap >= Gap::line;
      const bool value = token.kind == Kind::number || is_spelt(token) ||
                         (token.kind == Kind::word && a_.tokens.chunks[token.chunk].tokens > 1);
      if (!value) continue;
      if (out.part_count == kMostParts) return false;
      open(out, token.begin);
      return true;
    }
    return false;
  }

  void take(const Token& token, Collected& out) const {
    Part& part = out.parts[static_cast<std::size_t>(out.part_count - 1)];
    if (is_spelt(token)) {
      out.characters[static_cast<std::size_t>(out.count++)] = static_cast<char>('0' + token.parameter);
      out.spelt = true;
      part.end = token.end;
      return;
    }
    for (std::uint32_t i = token.begin < begin_ && part.end == part.begin ? begin_ : token.begin; i < token.end; ++i) {
      if (out.count == length_) {
        ++out.count;  // too long
        return;
      }
      out.characters[static_cast<std::size_t>(out.count++)] = to_upper(a_.text[i]);
      part.end = i + 1;
    }
  }

  const Analysis& a_;
  std::uint32_t token_;
  std::uint32_t begin_;
  int length_;
  int marks_ = 0;
};

// Where in a word an IBAN may begin: at its start, or its last two letters after the word "iban".
std::uint32_t start_in(const Analysis& a, const Token& token) {
  if (token.size() == 2) return token.begin;
  const std::uint32_t next = token.chunk + 1;
  if (token.size() == 1 && next < a.tokens.chunks.size()) {  // "D E 8 9"
    const Chunk& after = a.tokens.chunks[next];
    if (after.size() == 1 && after.begin - token.end == 1 && is_letter(a.text[after.begin])) return token.begin;
  }
  if (token.size() == 6 && a.is_at(token.begin, "iban")) return token.begin + 4;
  return token.end;
}

bool digits_follow(const Analysis& a, std::uint32_t token) {
  for (std::uint32_t i = token + 1; i < a.tokens.size() && i < token + 4; ++i) {
    const Token& next = a.tokens[i];
    if (next.kind == Kind::number || next.meaning == Concept::digit) return true;
    if (next.kind == Kind::word) {
      const char c = to_upper(a.text[next.begin]);
      return next.size() <= 2 && (c == 'O' || c == 'I' || c == 'S' || c == 'B' || c == 'L');
    }
  }
  return false;
}

// Hexadecimal digests pass the check now and then: without a name an IBAN has capitals, or is grouped by fours.
bool is_believable(const Analysis& a, std::uint32_t token, const Country& country, const Collected& iban) {
  const Context context(a.text, a.tokens, token, token + 1);
  if (context.distance({Concept::iban, Concept::account, Concept::account_word, Concept::bank}) <= 12) return true;
  const Chunk& first = a.tokens.chunks[a.tokens[token].chunk];
  const Part& whole = iban.parts[0];
  if (first.size() == 4 || first.size() == 1) return true;
  for (std::uint32_t i = whole.begin + 2; i < whole.end; ++i) {
    if (is(a.text[i], kLower) && country.structure.contains('c')) return false;
  }
  return first.size() == 2 || first.size() >= 8;
}

}  // namespace

void find_ibans(Analysis& a) {
  for (std::uint32_t i = 0; i < a.tokens.size(); ++i) {
    const Token& token = a.tokens[i];
    if (token.kind != Kind::word || (token.size() > 2 && token.size() != 6)) continue;
    const std::uint32_t begin = start_in(a, token);
    if (begin == token.end) continue;
    const bool spread = token.size() == 1;
    const std::uint32_t second = spread ? a.tokens[i + 1].begin : begin + 1;
    if (!digits_follow(a, spread ? i + 1 : i)) continue;
    const Country* country = country_of(to_upper(a.text[begin]), to_upper(a.text[second]));
    if (country == nullptr) continue;
    Collected iban;
    if (!Collector(a, i, begin, country->length).run(iban)) continue;
    if (!fits_structure(*country, iban) || !check(iban) || !is_believable(a, i, *country, iban)) continue;
    for (int part = 0; part < iban.part_count; ++part) {
      const Part& where = iban.parts[static_cast<std::size_t>(part)];
      Candidate& found = a.add(Type::iban, std::string_view(country->code, 2), where.begin, where.end, 98);
      found.evidence.length = static_cast<std::uint16_t>(iban.count);
      found.evidence.add(Clue::check_digit);
      found.evidence.add(Clue::prefix);
      if (iban.spelt) found.evidence.add(Clue::spelt);
      if (iban.look_alikes) found.evidence.add(Clue::look_alikes);
      if (iban.part_count > 1) found.evidence.add(Clue::parts);
    }
  }
}

}  // namespace cloister::detect
