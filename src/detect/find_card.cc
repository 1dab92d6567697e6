#include <algorithm>

#include "detect/check_digits.h"
#include "detect/issuers.h"
#include "detect/number_searches.h"

namespace cloister::detect {
namespace {

// As printed on the plastic.
bool is_printed_shape(const Window& w) {
  return w.is_grouped({4, 4, 4, 4}) || w.is_grouped({4, 6, 5}) || w.is_grouped({4, 6, 4}) ||
         w.is_grouped({4, 4, 4, 4, 3}) || w.is_grouped({6, 13});
}

// The same group size throughout (the last may be shorter), the same separator throughout.
bool is_regular(const Window& w) {
  bool singles = w.groups() > 1;
  for (int i = 0; i < w.groups(); ++i) singles = singles && w.sizes()[i] == 1;
  if (singles) return true;
  if (!w.is_uniform() && !w.is_spelt()) return false;
  for (int i = 1; i < w.groups(); ++i) {
    const bool last = i + 1 == w.groups();
    if (last ? w.sizes()[i] > w.sizes()[0] : w.sizes()[i] != w.sizes()[0]) return w.is_spelt();
  }
  return true;
}

// "use this one 4111…": the word before is no digit of the number.
bool follows_a_word(const Window& w) {
  const Atom* before = w.previous();
  return before != nullptr && before->spelt && before->join == kBreak && before->count == 1 && w.length() >= 14 &&
         (!w.tight_after() || w.join_after() == kBreak);
}

bool has_colon(const Window& w) {
  for (int i = 1; i < w.groups(); ++i) {
    if (w.separators()[i] == ':') return true;
  }
  return false;
}

// "4111… 12/27": a month and a year follow.
bool has_expiry_behind(const Window& w) {
  const Atom* month = w.after();
  if (month == nullptr || month->join == kBreak || month->count > 2) return false;
  const Numbers& numbers = w.analysis().numbers;
  const Atom* year = month + 1;
  if (year == numbers.atoms.data() + numbers.atoms.size() || (year->join != '/' && year->join != '-')) return false;
  const char* m = &numbers.digits[month->digits];
  const int value = month->count == 2 ? two_digits(m) : m[0] - '0';
  const char* y = &numbers.digits[year->digits] + (year->count == 4 ? 2 : 0);
  return value >= 1 && value <= 12 && (year->count == 2 || year->count == 4) && two_digits(y) >= 20 &&
         two_digits(y) < 50;
}

// "x = 4111111111111111;": a line of a program.
bool is_statement(const Window& w) {
  const Folded& text = w.analysis().text;
  const char before = w.begin() > 0 ? text[w.begin() - 1] : ' ';
  if (before == '[' || before == '{' || (before == '"' && w.begin() > 1 && text[w.begin() - 2] == '(')) return true;
  return w.end() < text.size() && text[w.end()] == ';' && (w.end() + 1 == text.size() || text[w.end() + 1] == '\n');
}

// "2.718281828459045".
bool is_fraction(const Window& w) {
  return w.groups() == 2 && (w.separators()[1] == '.' || w.separators()[1] == ',') && w.last().tight &&
         w.sizes()[0] <= 3;
}

struct Verdict {
  int score = 0;  // 0: not a card
  bool label = false;
};

Verdict judge(const Window& w, const Issuer* issuer) {
  const Context context = w.context();
  const int detail = context.distance({Concept::cvv, Concept::expiry});
  const int named = std::min(context.distance(Concept::card), detail == kFar ? kFar : detail + 2);
  const int label = has_expiry_behind(w) ? std::min(named, 3) : named;
  const int harmless = context.harmless();
  const bool printed = is_printed_shape(w);
  const bool alone = w.groups() == 1;
  // "the card on my subscription to 4111 …, it expires …": what belongs to a card says more than another name.
  const bool complete = printed && issuer != nullptr && issuer->strong && detail <= 8;
  if (harmless < label && !complete && harmless <= (printed ? 4 : 8)) return {};
  if (w.is_glued() && !w.joined_by_words()) return {};
  if (w.is_cut() && !follows_a_word(w) && !(label <= 6 && printed)) {
    const bool part_of_row = alone || !printed;
    if (part_of_row && !(label <= 4 && !w.tight_before())) return {};
  }
  if ((is_fraction(w) || has_colon(w)) && label > 4) return {};
  if (issuer == nullptr) return label <= 4 && w.length() >= 14 ? Verdict{55, true} : Verdict{};
  if (label <= 16) return {issuer->strong || printed ? 98 : label <= 6 ? 85 : 0, true};
  if (w.has_name_part() || is_statement(w)) return {};
  if (printed && (issuer->strong || w.length() == 19)) return {92, false};
  const bool row = !alone && is_regular(w);
  if (!issuer->strong) return {(printed || row) && (w.length() == 16 || w.length() == 14) ? 68 : 0, false};
  if (alone) return {85, false};
  if (row) return {w.is_spelt() || w.has_line() ? 80 : 75, false};
  return {w.groups() <= 6 && !w.has_line() && !has_colon(w) && w.join_before() == kBreak && w.join_after() == kBreak
              ? 65
              : 0,
          false};
}

}  // namespace

void find_card(Analysis& a, const Window& w) {
  if (w.length() < 12 || w.length() > 19) return;
  const std::string_view digits = w.digits();
  if (!luhn(digits.data(), w.length()) || all_same(digits.data(), w.length())) return;
  const Issuer* issuer = issuer_of(digits);
  if (issuer == nullptr && !a.mentions({Concept::card, Concept::cvv, Concept::expiry})) return;
  if (digits[0] == '0') return;
  const Verdict verdict = judge(w, issuer);
  if (verdict.score == 0 || a.in_url(w.begin(), w.end())) return;
  Candidate& card = a.add(Type::credit_card, issuer != nullptr ? issuer->name : "", w.begin(), w.end(), verdict.score);
  w.note(card.evidence);
  card.evidence.add(Clue::check_digit);
  if (issuer != nullptr) card.evidence.add(Clue::prefix);
  if (is_printed_shape(w)) card.evidence.add(Clue::format);
  if (verdict.label) card.evidence.add(Clue::label_before);
}

}  // namespace cloister::detect
