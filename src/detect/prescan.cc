#include "detect/prescan.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "detect/chars.h"
#include "detect/lexicon.h"
#include "detect/national_id.h"

namespace cloister::detect {
namespace {

// A word is known by its first letters.
constexpr int kLetters = 6;
constexpr std::uint32_t kSlots = 1 << 15;
constexpr int kLongMixed = 8;  // with digits: a passport
constexpr int kLongWord = 16;  // longer ones may be keys
// Digits of which no word says anything: a social security number; with letters a British insurance number; with a name
// a code on a card.
constexpr int kLeast = 9;
constexpr int kLeastWithLetters = 6;
constexpr int kLeastNamed = 3;
constexpr int kWordCounts = 2;
// Addresses of machines have fewer digits, but marks between them.
constexpr int kLeastDots = 3;
// Words that may stand among the digits of one value without being known.
constexpr int kShortWord = 2;

enum : std::uint8_t {
  kCalls = 1,  // a full look at once
  kDigitWord = 2,
  kAt = 4,
  kDot = 8,
  kLabel = 16,     // names a value
  kContext = 32,   // names a harmless number
  kGrammar = 128,  // too frequent to stand for a phrase
  kChange = 64,    // "changed it to"
};

std::uint8_t meaning_of(const LexiconLine& line) {
  switch (line.concept_id) {
    case Concept::password:
      return line.parameter == 1 ? kChange : kCalls;
    case Concept::secret_answer:
    case Concept::login:
      return kCalls;
    // Their values have as many digits as no other word is needed for, or a mark of their own.
    case Concept::iban:
    case Concept::bank:
    case Concept::email:
    case Concept::wallet:
      return kContext;
    case Concept::digit:
    case Concept::number:
    case Concept::tens:
    case Concept::repeat:
      return kDigitWord;
    case Concept::at_word:
      return kAt;
    case Concept::dot_word:
      return kDot;
    default:
      if (line.concept_id >= Concept::copula && line.concept_id < Concept::common) return kGrammar;
      // Amounts, times and versions count only in their own line.
      if (line.concept_id >= Concept::version && line.concept_id <= Concept::time) return 0;
      if (line.concept_id >= Concept::order && line.concept_id <= Concept::code_kind) return kContext;
      return line.concept_id <= Concept::wallet ? kLabel : 0;
  }
}

std::uint64_t first_letters(std::string_view word) {
  std::uint64_t letters = 0;
  for (const char c : word.substr(0, kLetters)) letters = letters << 8 | static_cast<unsigned char>(c);
  return letters;
}

// By the hash of its first letters, what a word may be.
class Triggers {
 public:
  static const Triggers& get() {
    static const Triggers triggers;
    return triggers;
  }
  std::uint8_t of(std::uint64_t letters) const {
    const std::uint64_t hash = hash_of(letters);
    const std::uint8_t tag = tag_of(hash);
    std::uint64_t slot = hash >> 49;
    while (table_[slot].meaning != 0 && table_[slot].tag != tag) slot = (slot + 1) % kSlots;
    return table_[slot].meaning;
  }

 private:
  Triggers() {
    // Words before phrases: one that holds a word of the same meaning needs no other.
    for (const bool phrases : {false, true}) {
      const LexiconTable lexicon = lexicon_table();
      for (std::size_t i = 0; i < lexicon.count; ++i)
        add(lexicon.lines[i].phrases, meaning_of(lexicon.lines[i]), phrases);
      for (std::size_t i = 1; i < documents().count; ++i) add(documents().list[i].labels, kLabel, phrases);
    }
  }

  void add(std::string_view list, std::uint8_t meaning, bool phrases) {
    while (meaning != 0 && !list.empty()) {
      const std::string_view phrase = list.substr(0, list.find('|'));
      list.remove_prefix(std::min(list.size(), phrase.size() + 1));
      if (phrase.contains(' ') == phrases) add_phrase(phrase, meaning);
    }
  }

  // All words of a phrase are in a text that holds it; the longest is the rarest.
  void add_phrase(std::string_view phrase, std::uint8_t meaning) {
    std::string_view longest;  // that is no grammar
    std::string_view any;
    while (!phrase.empty()) {
      const std::string_view word = phrase.substr(0, phrase.find(' '));
      phrase.remove_prefix(std::min(phrase.size(), word.size() + 1));
      if ((of(first_letters(word)) & meaning) != 0) return;
      if (word.size() > any.size()) any = word;
      if (word.size() >= longest.size() && (of(first_letters(word)) & kGrammar) == 0) longest = word;
    }
    put(first_letters(longest.empty() ? any : longest), meaning);
  }

  // Open addressing.
  struct Slot {
    std::uint8_t tag = 0;
    std::uint8_t meaning = 0;
  };
  static std::uint64_t hash_of(std::uint64_t letters) { return letters * 0x9e3779b97f4a7c15; }
  static std::uint8_t tag_of(std::uint64_t hash) { return static_cast<std::uint8_t>(hash >> 40); }

  void put(std::uint64_t letters, std::uint8_t meaning) {
    const std::uint8_t tag = tag_of(hash_of(letters));
    std::uint64_t slot = hash_of(letters) >> 49;
    while (table_[slot].meaning != 0 && table_[slot].tag != tag) slot = (slot + 1) % kSlots;
    table_[slot].tag = tag;
    table_[slot].meaning |= meaning;
  }

  std::array<Slot, kSlots> table_{};
};

// The byte after 0xc3 as a lower-case letter: the only script beside ASCII that is frequent and means nothing here.
char latin(unsigned char second) { return to_lower(fold(static_cast<char32_t>(0xc0 + (second & 0x3f)))); }

// Bytes of a dash, a quotation mark, the ellipsis, the euro sign, "¿" or "¡": what keyboards put into ordinary text.
int plain_mark(const char* p, const char* end) {
  const auto byte = [&](int i) { return static_cast<unsigned char>(p[i]); };
  if (byte(0) == 0xc2 && end - p > 1 && (byte(1) == 0xbf || byte(1) == 0xa1)) return 2;
  if (byte(0) != 0xe2 || end - p < 3) return 0;
  const bool plain = (byte(1) == 0x80 && ((byte(2) >= 0x93 && byte(2) <= 0x9e) || byte(2) == 0xa6)) ||
                     (byte(1) == 0x82 && byte(2) == 0xac);
  return plain ? 3 : 0;
}

class Glancing {
 public:
  explicit Glancing(std::string_view text) : begin_(text.data()), p_(text.data()), end_(p_ + text.size()) {}

  Glance run() {
    while (p_ != end_ && !seen_.sure) {
      const auto byte = static_cast<unsigned char>(*p_);
      if ((kClasses[byte] & kLetter) != 0) {
        if (!read_plain_word()) read_word();
      } else if (byte >= 0x80 || (kClasses[byte] & kDigit) != 0) {
        read_word();
      } else {
        if ((kClasses[byte] & kPunct) != 0) read_mark();
        ++p_;
      }
    }
    end_run();
    return seen_;
  }

 private:
  char next() const { return p_ + 1 != end_ ? p_[1] : ' '; }

  void read_mark() {
    switch (*p_) {
      case '@':
        seen_.sure = true;
        break;
      case '(':  // "(a)"
        seen_.sure = end_ - p_ > 2 && to_lower(p_[1]) == 'a' && p_[2] == ')';
        break;
      case '<':  // the machine-readable line of a passport
      case '$':  // "pa$$word"
        seen_.sure = next() == *p_;
        break;
      case '*':  // "p*ssword"
        seen_.sure = p_ != begin_ && is_letter(p_[-1]) && is_letter(next());
        break;
      case '-':  // what private keys begin with
        seen_.sure = end_ - p_ > 4 && std::string_view(p_, 5) == "-----";
        break;
      case '.':
        if (is_letter(next())) seen_.words |= kDot;
        if (is_digit(next()) && p_ != begin_ && is_digit(p_[-1])) seen_.sure = ++dots_ >= kLeastDots;
        break;
      case ':':
        if (is_alnum(next()) || next() == ':') seen_.sure = ++colons_ >= kLeastDots;
        break;
      default:
        break;
    }
  }

  // Letters of ASCII and nothing else: nearly every word.
  bool read_plain_word() {
    const char* word_end = p_ + 1;
    while (word_end != end_ && is_letter(*word_end)) ++word_end;
    if (word_end != end_ && (is_digit(*word_end) || static_cast<unsigned char>(*word_end) >= 0x80)) return false;
    const auto size = word_end - p_;
    std::uint64_t letters = 0;
    for (const char* c = p_; c != p_ + std::min<std::ptrdiff_t>(size, kLetters); ++c)
      letters = letters << 8 | static_cast<unsigned char>(*c | 0x20);
    p_ = word_end;
    take_word(letters, static_cast<int>(size), size);
    return true;
  }

  void read_word() {
    std::uint64_t letters = 0;
    int count = 0;
    const char* const begin = p_;
    for (; p_ != end_; ++p_) {
      const auto byte = static_cast<unsigned char>(*p_);
      char letter = *p_;
      if (byte >= 0x80) {
        if (const int size = plain_mark(p_, end_); size > 0) {
          if (p_ == begin) p_ += size;
          break;
        }
        if (byte != 0xc3 || p_ + 1 == end_) {
          seen_.sure = true;
          return;
        }
        letter = latin(static_cast<unsigned char>(*++p_));
      } else if ((kClasses[byte] & kDigit) != 0) {
        count_digits(1);
        continue;
      } else if ((kClasses[byte] & kLetter) == 0) {
        break;
      }
      if (count < kLetters) letters = letters << 8 | static_cast<unsigned char>(letter | 0x20);
      ++count;
    }
    if (count > 0) take_word(letters, count, p_ - begin);
  }

  void take_word(std::uint64_t letters, int count, std::ptrdiff_t size) {
    if (size >= kLongWord || (size >= kLongMixed && count < size)) seen_.sure = true;
    const std::uint8_t meaning = triggers_.of(letters);
    if (count < size || (count <= kShortWord && (meaning & kGrammar) == 0))
      lettered_ = true;
    else if ((meaning & (kDigitWord | kGrammar | kAt | kDot)) == 0)
      end_run();
    seen_.words |= static_cast<std::uint8_t>(meaning & ~(kDigitWord | kGrammar));
    if ((meaning & kCalls) != 0) seen_.sure = true;
    if ((meaning & kDigitWord) != 0) count_digits(kWordCounts);
  }

  void count_digits(int more) { digits_ = std::min(digits_ + more, 255); }

  // A word that does not belong into a value ends a row of digits.
  void end_run() {
    if (digits_ >= kLeast || (lettered_ && digits_ >= kLeastWithLetters)) seen_.sure = true;
    seen_.has_number = seen_.has_number || digits_ == 1 || digits_ > kWordCounts;
    seen_.digits = std::max(seen_.digits, static_cast<std::uint8_t>(digits_));
    digits_ = 0;
    lettered_ = false;
  }

  const char* begin_;
  const char* p_;
  const char* end_;
  const Triggers& triggers_ = Triggers::get();
  int digits_ = 0;  // in this row
  bool lettered_ = false;
  int dots_ = 0;
  int colons_ = 0;
  Glance seen_;
};

}  // namespace

bool Glance::may_hold_anything() const {
  if (sure || digits >= kLeast) return true;
  if ((words & kLabel) != 0 && digits >= kLeastNamed) return true;
  if ((words & kChange) != 0 && digits > 0) return true;
  return (words & kAt) != 0 && (words & kDot) != 0;
}

bool Glance::names_value() const { return sure || has_number || (words & ~kContext) != 0; }

void Glance::add(const Glance& other) {
  sure = sure || other.sure;
  has_number = has_number || other.has_number;
  digits = static_cast<std::uint8_t>(std::min(digits + other.digits, 255));
  words |= other.words;
}

Glance glance_at(std::string_view text) { return Glancing(text).run(); }

}  // namespace cloister::detect
