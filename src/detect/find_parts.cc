// A number in several places: halves in two messages, "the first eight are … and the rest …".
#include <algorithm>
#include <cstdint>

#include "detect/check_digits.h"
#include "detect/issuers.h"
#include "detect/window.h"

namespace cloister::detect {
namespace {

constexpr int kMostParts = 8;
constexpr std::uint32_t kMostTokensBetween = 30;
constexpr int kMostWordsBetween = 16;
constexpr int kLongestNumber = 19;

// Atoms without a break between them.
struct Run {
  std::uint32_t first;
  std::uint32_t end;
  int digits;
};

class Parts {
 public:
  explicit Parts(Analysis& a) : a_(a) {}

  void find() {
    list_runs();
    for (std::uint32_t i = 0; i + 1 < runs_.size(); ++i) {
      if (is_possible(runs_[i])) try_from(i);
    }
  }

 private:
  const Atom& atom(std::uint32_t i) const { return a_.numbers.atoms[i]; }

  void list_runs() {
    const auto& atoms = a_.numbers.atoms;
    for (std::uint32_t i = 0; i < atoms.size(); ++i) {
      if (i == 0 || atoms[i].join == kBreak || atoms[i].join == ':') runs_.push_back({i, i, 0});
      runs_.back().end = i + 1;
      runs_.back().digits = std::min(runs_.back().digits + atoms[i].count, 1000);
    }
  }

  bool is_possible(const Run& run) const {
    if (run.digits > 16 || run.end - run.first > 16) return false;
    return !atom(run.first).glued_left && !atom(run.end - 1).glued_right && !is_count(run);
  }

  // "8 digits", "the first 4": a number of numbers.
  bool is_count(const Run& run) const {
    if (run.digits > 2 || run.end - run.first != 1) return false;
    const std::uint32_t next = atom(run.first).end_token;
    if (next >= a_.tokens.size() || a_.tokens[next].gap >= Gap::line) return false;
    // "part 1: 536".
    if (run.digits == 1 && a_.tokens[next].kind == Kind::mark && a_.text[a_.tokens[next].begin] == ':') return true;
    const Concept meaning = a_.tokens[next].meaning;
    return meaning == Concept::part || meaning == Concept::copula || a_.tokens[next].kind == Kind::word;
  }

  struct Between {
    bool possible = false;
    bool says_part = false;
  };
  Between between(const Run& left, const Run& right) const {
    const std::uint32_t first = atom(left.end - 1).end_token;
    const std::uint32_t end = atom(right.first).first_token;
    if (end - first > kMostTokensBetween) return {};
    bool line = a_.tokens[end].gap >= Gap::line;
    bool known = true;
    bool part = false;
    int words = 0;
    for (std::uint32_t i = first; i < end; ++i) {
      const Token& token = a_.tokens[i];
      line = line || token.gap >= Gap::line;
      if (token.kind != Kind::word || token.meaning == Concept::continued) continue;
      ++words;
      switch (token.meaning) {
        case Concept::part:
        case Concept::connector:
          part = true;
          break;
        case Concept::copula:
        case Concept::mine:
        case Concept::card:
        case Concept::ssn:
        case Concept::digit:
          break;
        case Concept::order:
        case Concept::tracking:
        case Concept::phone:
        case Concept::account:
        case Concept::pin:
        case Concept::cvv:
        case Concept::expiry:
        case Concept::birth:
        case Concept::price:
          return {};
        default:
          known = false;
      }
    }
    return {words <= kMostWordsBetween && (line || known), part || words == 0};
  }

  bool fills_line(const Run& run) const {
    const std::uint32_t end = atom(run.end - 1).end_token;
    return a_.tokens[atom(run.first).first_token].gap >= Gap::line &&
           (end >= a_.tokens.size() || a_.tokens[end].gap >= Gap::line);
  }

  void try_from(std::uint32_t start) {
    count_ = 0;
    length_ = 0;
    bool says_part = false;
    bool lines = true;
    for (std::uint32_t i = start; i < runs_.size() && count_ < kMostParts; ++i) {
      const Run& run = runs_[i];
      if (count_ > 0) {
        if (is_count(run) && !fills_line(run)) {
          if (i - start > 2U * static_cast<unsigned>(count_) + 1) return;
          continue;
        }
        const Between gap = between(runs_[parts_[count_ - 1]], run);
        if (!gap.possible || !is_possible(run)) return;
        says_part = says_part || gap.says_part;
      }
      if (length_ + run.digits > kLongestNumber) return;
      append(run);
      parts_[count_++] = i;
      lines = lines && fills_line(run);
      if (count_ >= 2 && (take_card(says_part, lines) || take_ssn())) return;
    }
  }

  void append(const Run& run) {
    for (std::uint32_t i = run.first; i < run.end; ++i) {
      for (std::uint32_t k = 0; k < atom(i).count; ++k) number_[length_++] = a_.numbers.digits[atom(i).digits + k];
    }
  }

  Context context() const {
    const Run& run = runs_[parts_[0]];
    return {a_.text, a_.tokens, atom(run.first).first_token, atom(run.end - 1).end_token};
  }

  bool take_card(bool says_part, bool lines) {
    if (length_ < 13 || !luhn(number_, length_) || all_same(number_, length_)) return false;
    const Issuer* issuer = issuer_of({number_, static_cast<std::size_t>(length_)});
    if (issuer == nullptr) return false;
    const Context around = context();
    const int label = around.distance({Concept::card, Concept::cvv, Concept::expiry});
    if (around.harmless() < label) return false;
    const bool meant = label <= 16 || says_part || lines || a_.mentions(Concept::card);
    if (!meant || (!issuer->strong && label > 16)) return false;
    add(Type::credit_card, issuer->name, label <= 16 ? 94 : 84);
    return true;
  }

  bool take_ssn() {
    if (length_ != 9 || !a_.mentions(Concept::ssn) || number_[0] == '9') return false;
    const Context around = context();
    if (around.distance(Concept::ssn) > 12 || around.harmless() < around.distance(Concept::ssn)) return false;
    const int group = two_digits(number_ + 3);
    if (group == 0 || all_same(number_, 9)) return false;
    add(Type::us_ssn, "", 88);
    return true;
  }

  void add(Type type, std::string_view subtype, int score) {
    for (int i = 0; i < count_; ++i) {
      const Run& run = runs_[parts_[i]];
      Candidate& found = a_.add(type, subtype, atom(run.first).begin, atom(run.end - 1).end, score);
      found.evidence.length = static_cast<std::uint16_t>(length_);
      found.evidence.add(Clue::parts);
      if (type == Type::credit_card) found.evidence.add(Clue::check_digit);
    }
  }

  Analysis& a_;
  List<Run> runs_;
  std::uint32_t parts_[kMostParts] = {};
  int count_ = 0;
  char number_[kLongestNumber] = {};
  int length_ = 0;
};

}  // namespace

void find_parts(Analysis& a) { Parts(a).find(); }

}  // namespace cloister::detect
