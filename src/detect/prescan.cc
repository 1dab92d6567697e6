#include "detect/prescan.h"

#include <array>
#include <cstdint>

#include "detect/chars.h"
#include "detect/lexicon.h"

namespace cloister::detect {
namespace {

// A word is known by its first letters.
constexpr int kLetters = 6;
constexpr std::uint32_t kBits = 1 << 15;
constexpr int kLongMixed = 8;  // with digits: a passport
constexpr int kLongWord = 16;  // longer ones may be keys
// Three digits, two digits in words, or a word and two digits: fewer are no value.
constexpr int kLeast = 6;
constexpr int kDigitCounts = 2;
constexpr int kWordCounts = 3;

enum : std::uint8_t { kCalls = 1, kDigitWord = 2, kAt = 4, kDot = 8 };

std::uint32_t slot_of(std::uint64_t letters) {
  return static_cast<std::uint32_t>((letters * 0x9e3779b97f4a7c15) >> 49);
}

std::uint8_t meaning_of(Concept meaning) {
  switch (meaning) {
    case Concept::password:
    case Concept::secret_answer:
    case Concept::login:
      return kCalls;
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
      return 0;
  }
}

// By the hash of its first letters, what a word may be.
class Triggers {
 public:
  static const Triggers& get() {
    static const Triggers triggers;
    return triggers;
  }
  std::uint8_t of(std::uint64_t letters) const { return table_[slot_of(letters)]; }

 private:
  Triggers() {
    const LexiconTable lexicon = lexicon_table();
    for (std::size_t i = 0; i < lexicon.count; ++i) {
      const std::uint8_t meaning = meaning_of(lexicon.lines[i].concept_id);
      if (meaning != 0) add(lexicon.lines[i].phrases, meaning);
    }
  }
  void add(std::string_view phrases, std::uint8_t meaning) {
    std::uint64_t letters = 0;
    int count = 0;
    bool first = true;
    for (const char c : phrases) {
      if (c == '|' || c == ' ') {
        if (first) table_[slot_of(letters)] |= meaning;
        letters = 0;
        count = 0;
        first = c == '|';
      } else if (count < kLetters) {
        letters = letters << 8 | static_cast<unsigned char>(c);
        ++count;
      }
    }
    if (first) table_[slot_of(letters)] |= meaning;
  }

  std::array<std::uint8_t, kBits> table_{};
};

// The byte after 0xc3 as a lower-case letter: the only script beside ASCII that is frequent and means nothing here.
char latin(unsigned char second) { return to_lower(fold(static_cast<char32_t>(0xc0 + (second & 0x3f)))); }

// Dashes, quotation marks, the ellipsis and the euro sign: what keyboards put into ordinary text.
bool is_plain_mark(std::string_view rest) {
  if (rest.size() < 3) return false;
  const auto second = static_cast<unsigned char>(rest[1]);
  const auto third = static_cast<unsigned char>(rest[2]);
  return (second == 0x80 && ((third >= 0x93 && third <= 0x9e) || third == 0xa6)) || (second == 0x82 && third == 0xac);
}

}  // namespace

bool may_hold_anything(std::string_view text) {
  const Triggers& triggers = Triggers::get();
  const char* p = text.data();
  const char* const end = p + text.size();
  int digits = 0;
  std::uint8_t seen = 0;
  while (p != end) {
    const std::uint8_t kind = kClasses[static_cast<unsigned char>(*p)];
    if ((kind & (kLetter | kDigit)) == 0 && static_cast<unsigned char>(*p) < 0x80) {
      if (*p == '@' || (*p == '(' && end - p > 2 && p[1] == 'a' && p[2] == ')')) return true;
      if (*p == '.' && p + 1 != end && is_letter(p[1])) {
        seen |= kDot;
        if ((seen & kAt) != 0) return true;
      }
      if (*p == '<' && p + 1 != end && p[1] == '<') return true;
      ++p;
      continue;
    }
    std::uint64_t letters = 0;
    int count = 0;
    const char* const begin = p;
    for (; p != end; ++p) {
      auto byte = static_cast<unsigned char>(*p);
      char letter = *p;
      if (byte >= 0x80) {
        if (byte == 0xc3 && p + 1 != end) {
          letter = latin(static_cast<unsigned char>(*++p));
        } else if (byte == 0xe2 && is_plain_mark({p, static_cast<std::size_t>(end - p)})) {
          if (count > 0) break;
          p += 3;
          break;
        } else if (byte == 0xc2 && p + 1 != end &&
                   (static_cast<unsigned char>(p[1]) == 0xbf || static_cast<unsigned char>(p[1]) == 0xa1)) {
          if (count > 0) break;
          p += 2;
          break;
        } else {
          return true;
        }
      } else if ((kClasses[byte] & kDigit) != 0) {
        if ((digits += kDigitCounts) >= kLeast) return true;
        continue;
      } else if ((kClasses[byte] & kLetter) == 0) {
        break;
      }
      if (count < kLetters) letters = letters << 8 | static_cast<unsigned char>(letter | 0x20);
      ++count;
    }
    if (count == 0) continue;
    if (p - begin >= kLongWord || (p - begin >= kLongMixed && count < p - begin)) return true;
    const std::uint8_t meaning = triggers.of(letters);
    if (meaning == 0) continue;
    if ((meaning & kCalls) != 0) return true;
    if ((meaning & kDigitWord) != 0 && (digits += kWordCounts) >= kLeast) return true;
    seen |= meaning;
    if ((seen & kAt) != 0 && (seen & kDot) != 0) return true;
  }
  return false;
}

}  // namespace cloister::detect
