// The verification code and the expiry date of a card: short numbers that count only beside their name or their card.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "detect/chars.h"
#include "detect/check_digits.h"
#include "detect/sorting.h"
#include "detect/window.h"

namespace cloister::detect {
namespace {

constexpr int kFirstYear = 20;
constexpr int kLastYear = 49;

bool ends_before(const Candidate& x, const Candidate& y) { return x.end < y.end; }

class Details {
 public:
  explicit Details(Analysis& a) : a_(a) {
    for (const Candidate& found : a.found) {
      if (found.type == Type::credit_card) cards_.push_back(found);
    }
    sort_by<ends_before>(cards_);
  }

  void find() {
    if (!cards_.empty() || a_.mentions({Concept::expiry, Concept::cvv})) find_expiries();
    if (!cards_.empty() || a_.mentions({Concept::cvv, Concept::cvv_place})) find_codes();
  }

 private:
  struct Short {
    std::uint32_t first;  // atom
    std::uint32_t last;
    int length;
  };

  const Atom& atom(std::uint32_t i) const { return a_.numbers.atoms[i]; }
  std::uint32_t atoms() const { return static_cast<std::uint32_t>(a_.numbers.atoms.size()); }
  int number(std::uint32_t i) const {
    int value = 0;
    for (std::uint32_t k = 0; k < atom(i).count && k < 6; ++k)
      value = value * 10 + a_.numbers.digits[atom(i).digits + k] - '0';
    return value;
  }

  // A card that ends shortly before a position, with no words between but labels.
  const Candidate* card_before(std::uint32_t position, std::uint32_t reach) const {
    auto it = std::upper_bound(cards_.begin(), cards_.end(), position,
                               [](std::uint32_t p, const Candidate& card) { return p < card.end; });
    if (it == cards_.begin()) return nullptr;
    --it;
    return position - it->end <= reach ? &*it : nullptr;
  }
  bool in_card(std::uint32_t position) const {
    const auto it = std::upper_bound(cards_.begin(), cards_.end(), position,
                                     [](std::uint32_t p, const Candidate& card) { return p < card.end; });
    return it != cards_.end() && it->begin <= position;
  }
  bool knows_cards() const { return !cards_.empty() || a_.mentions({Concept::card, Concept::cvv}); }

  void find_expiries() {
    for (std::uint32_t i = 0; i < atoms(); ++i) {
      if (in_card(atom(i).begin)) continue;
      if (std::uint32_t last = expiry_at(i); last != atoms() && is_expiry(i, last)) {
        std::uint32_t begin = atom(i).begin;
        const std::uint32_t token = atom(i).first_token;
        if (i == last && token > 0 && a_.tokens[token - 1].meaning == Concept::month)
          begin = a_.tokens[token - 1].begin;
        Candidate& found = a_.add(Type::card_expiry, "", begin, atom(last).end, 90);
        found.evidence.add(Clue::real_date);
        found.evidence.add(card_before(atom(i).begin, 24) != nullptr ? Clue::neighbour : Clue::label_before);
        expiries_.push_back(atom(last).end);
      }
    }
  }

  static bool is_month(int month) { return month >= 1 && month <= 12; }
  static bool is_year(int year, int count) {
    return count == 2 ? year >= kFirstYear && year <= kLastYear
                      : count == 4 && year >= 2000 + kFirstYear && year <= 2000 + kLastYear;
  }

  // The last atom of a month and year that begin here.
  std::uint32_t expiry_at(std::uint32_t i) const {
    if (atom(i).glued_left ||
        (atom(i).join != kBreak && atom(i).tight && atom(i).join != ':' && !in_card(atom(i - 1).begin)))
      return atoms();
    if (i + 1 < atoms() && atom(i).count <= 2 && is_month(number(i)) && is_year(number(i + 1), atom(i + 1).count)) {
      const Atom& year = atom(i + 1);
      const bool joined = year.join == '/' || year.join == '-' || year.join == ' ' || year.join == '.' ||
                          year.join == '|' || year.join == '\\' || year.join == kByMarks ||
                          (year.join == kByWord && (year.spelt || atom(i).spelt));
      const bool goes_on =
          i + 2 < atoms() && atom(i + 2).join == year.join && atom(i + 2).tight && year.join != ' ' && year.join != '|';
      if (joined && (!goes_on || is_row(i, i + 2)) && !year.glued_right) return i + 1;
    }
    // ISO 8601.
    if (i + 1 < atoms() && is_year(number(i), 4) && atom(i).count == 4 && atom(i + 1).count == 2 &&
        atom(i + 1).join == '-' && is_month(number(i + 1)) && !(i + 2 < atoms() && atom(i + 2).join == '-'))
      return i + 1;
    const std::uint32_t token = atom(i).first_token;
    const bool named = token > 0 && a_.tokens[token - 1].meaning == Concept::month;
    if (named && is_year(number(i), atom(i).count)) return i;
    if (atom(i).count == 4 && is_month(number(i) / 100) && is_year(number(i) % 100, 2)) return i;
    if (atom(i).count == 6 && is_month(number(i) / 10000) && is_year(number(i) % 10000, 4)) return i;
    return atoms();
  }

  // Directly behind a card, and a code of three or four digits comes last.
  bool is_row(std::uint32_t date, std::uint32_t code) const {
    const Candidate* card = card_before(atom(date).begin, 3);
    return card != nullptr && date > 0 && atom(date - 1).end == card->end && code < atoms() &&
           (atom(code).count == 3 || atom(code).count == 4) && atom(code).join != kBreak &&
           (code + 1 == atoms() || atom(code + 1).join == kBreak);
  }

  bool is_expiry(std::uint32_t i, std::uint32_t last) const {
    std::uint32_t first_token = atom(i).first_token;
    const bool named = first_token > 0 && a_.tokens[first_token - 1].meaning == Concept::month;
    if (i == last && named) --first_token;
    const bool bare = i == last && !named;
    const Context context(a_.text, a_.tokens, first_token, atom(last).end_token);
    const int before = context.before(Concept::expiry);
    const int label = std::min(before, context.distance(Concept::expiry) + 1);
    const int other = std::min(context.harmless(),
                               context.distance({Concept::passport, Concept::licence, Concept::birth, Concept::password,
                                                 Concept::token, Concept::api_key, Concept::version, Concept::cvv}));
    if (const Candidate* card = card_before(atom(i).begin, 12)) {
      bool words = false;
      for (std::uint32_t k = first_token; k > 0 && a_.tokens[k - 1].begin >= card->end; --k) {
        const Token& token = a_.tokens[k - 1];
        words = words ||
                (token.kind == Kind::word && token.meaning != Concept::expiry && token.meaning != Concept::connector);
      }
      if (!words && (!bare || label <= 3 || is_row(i, last + 1))) return true;
    }
    if (bare) return before <= 5 && knows_cards() && other >= before;
    if (named_day(i, last)) return false;
    if (label <= 6 && knows_cards()) return other > 2 || before <= 2;
    if (named || !is_card_word(context) || is_of_goods(context)) return false;
    return label <= 3 && other > label + 4 &&
           !a_.mentions({Concept::order, Concept::product, Concept::passport, Concept::licence, Concept::token});
  }

  // "expires 22 January 2023": a day stands before the month.
  bool named_day(std::uint32_t i, std::uint32_t last) const {
    const std::uint32_t token = atom(i).first_token;
    return i == last && token > 1 && a_.tokens[token - 1].meaning == Concept::month &&
           a_.tokens[token - 2].kind == Kind::number;
  }

  // Words that are printed on cards; offers and contracts merely expire.
  bool is_card_word(const Context& context) const {
    const Context::Near* near = context.find(Concept::expiry);
    if (near == nullptr) return false;
    const std::uint32_t at = a_.tokens[near->token].begin;
    for (const std::string_view word :
         {"exp ", "exp:", "exp.", "exp/", "exp date", "expiry", "expiration", "valid thru", "good thru", "caducidad",
          "vencimiento", "ablaufdatum", "verfallsdatum", "scadenza", "mm"}) {
      if (a_.is_at(at, word)) return true;
    }
    return false;
  }

  // "milk exp 03/24": a noun that is no card's stands directly before.
  bool is_of_goods(const Context& context) const {
    const std::uint32_t label = context.find(Concept::expiry)->token;
    if (label == 0 || a_.tokens[label].gap >= Gap::line) return false;
    const Token& before = a_.tokens[label - 1];
    return before.kind == Kind::word && before.meaning == Concept::none;
  }

  void find_codes() {
    for (std::uint32_t i = 0; i < a_.tokens.size(); ++i) {
      const Concept meaning = a_.tokens[i].meaning;
      if (meaning == Concept::cvv) {
        if (!after_label(i, 9, Clue::label_before)) before_label(i, 6);
      } else if (meaning == Concept::cvv_place && knows_place(i)) {
        if (!after_label(i, 5, Clue::label_before)) before_label(i, 5);
      }
    }
    for (std::uint32_t i = 0; i < atoms(); ++i) beside_card(i);
  }

  bool knows_place(std::uint32_t label) const {
    if (!cards_.empty()) return true;
    const Context context(a_.text, a_.tokens, label, label + 1);
    return context.distance({Concept::card, Concept::cvv, Concept::part, Concept::expiry}) <= 8;
  }

  std::uint32_t atom_from(std::uint32_t token) const {
    const auto& list = a_.numbers.atoms;
    return static_cast<std::uint32_t>(
        std::lower_bound(list.begin(), list.end(), token,
                         [](const Atom& x, std::uint32_t t) { return x.first_token < t; }) -
        list.begin());
  }

  // "3 digits", "the three numbers on": a count, not a value.
  bool is_count(std::uint32_t i) const {
    const std::uint32_t next = atom(i).end_token;
    return atom(i).count == 1 && next < a_.tokens.size() &&
           (a_.tokens[next].meaning == Concept::part || a_.tokens[next].kind == Kind::mark ||
            (a_.tokens[next].kind == Kind::word && a_.is_at(a_.tokens[next].begin, "digit"))) &&
           (i + 1 >= atoms() || atom(i + 1).join == kBreak);
  }

  // All that is joined from this atom on, if it is three or four digits.
  Short short_at(std::uint32_t i) const {
    Short value{i, i, atom(i).count};
    if (atom(i).glued_left || atom(i).count > 4 || a_.is_masked(atom(i).begin)) return {i, i, 0};
    while (value.length < 4 && value.last + 1 < atoms() && atom(value.last + 1).join != kBreak) {
      const Atom& next = atom(value.last + 1);
      if (value.length >= 3 && (next.count > 1 || !next.spelt)) break;
      if (next.count > 2 || next.line) break;
      ++value.last;
      value.length += next.count;
    }
    const bool goes_on = value.last + 1 < atoms() && atom(value.last + 1).join != kBreak &&
                         atom(value.last + 1).tight && atom(value.last + 1).join != ',' &&
                         atom(value.last + 1).join != '.';
    if (goes_on || atom(value.last).glued_right) return {i, i, 0};
    return value;
  }

  void add(const Short& value, Clue clue, int score) {
    const std::uint32_t begin = atom(value.first).begin;
    if (in_card(begin) || std::find(codes_.begin(), codes_.end(), begin) != codes_.end()) return;
    codes_.push_back(begin);
    Candidate& found = a_.add(Type::cvv, "", begin, atom(value.last).end, score);
    found.evidence.length = static_cast<std::uint16_t>(value.length);
    found.evidence.add(clue);
  }

  bool is_taken(std::uint32_t position) const {
    return std::any_of(
        a_.found.begin() + static_cast<std::ptrdiff_t>(first_expiry_), a_.found.end(),
        [&](const Candidate& c) { return c.type == Type::card_expiry && c.begin <= position && position < c.end; });
  }

  bool after_label(std::uint32_t label, int reach, Clue clue) {
    int words = 0;
    int lines = 0;
    std::uint32_t i = atom_from(label + 1);
    for (std::uint32_t t = label + 1; t < a_.tokens.size() && words <= reach && t < label + 24; ++t) {
      const Token& token = a_.tokens[t];
      if (token.gap >= Gap::line && ++lines > 3) return false;
      if (token.meaning == Concept::expiry || token.meaning == Concept::negation) return false;
      while (i < atoms() && atom(i).first_token < t) ++i;
      if (i < atoms() && atom(i).first_token == t) {
        if (is_count(i)) continue;
        if (is_taken(atom(i).begin) || in_card(atom(i).begin)) return false;
        const Short value = short_at(i);
        if (value.length != 3 && value.length != 4) return false;
        add(value, clue, words <= 5 ? 94 : 82);
        return true;
      }
      if (token.kind == Kind::word && token.meaning != Concept::continued) ++words;
      if (token.kind == Kind::mark && a_.text[token.begin] == '?' && lines == 0 && t + 1 < a_.tokens.size() &&
          a_.tokens[t + 1].gap < Gap::line)
        words += 3;
    }
    return false;
  }

  void before_label(std::uint32_t label, int reach) {
    int words = 0;
    for (std::uint32_t t = label; t > 0 && words <= reach;) {
      --t;
      const Token& token = a_.tokens[t];
      if (a_.tokens[t + 1].gap >= Gap::line) return;
      const std::uint32_t i = atom_from(t);
      const std::uint32_t index = i < atoms() && atom(i).first_token == t ? i : atoms();
      if (index != atoms()) {
        if (is_count(index) || in_card(atom(index).begin)) return;
        std::uint32_t first = index;
        while (first > 0 && atom(first).join != kBreak && atom(first).count == 1 && index - first < 3) --first;
        for (; first <= index; ++first) {
          const Short value = short_at(first);
          if ((value.length == 3 || value.length == 4) && value.last == index && !is_taken(atom(first).begin)) {
            add(value, Clue::label_after, 84);
            return;
          }
        }
        return;
      }
      if (token.kind == Kind::word && token.meaning != Concept::continued) ++words;
      if (token.kind == Kind::mark && std::string_view(".?!;").contains(a_.text[token.begin])) return;
    }
  }

  // "… 12/27 código 123".
  bool only_code_words(std::uint32_t i) const {
    const std::uint32_t first = atom(i - 1).end_token;
    if (atom(i).first_token - first > 3) return false;
    for (std::uint32_t k = first; k < atom(i).first_token; ++k) {
      const Token& token = a_.tokens[k];
      const bool known = token.meaning == Concept::code || token.meaning == Concept::cvv ||
                         a_.is_at(token.begin, "crypto") || a_.is_at(token.begin, "security") ||
                         token.meaning == Concept::connector || token.meaning == Concept::maybe_copula;
      if (token.kind == Kind::word && !known) return false;
    }
    return true;
  }

  // Number, date, code in a row, as people copy them from the plastic.
  void beside_card(std::uint32_t i) {
    if (atom(i).count != 3 && atom(i).count != 4) return;
    if (in_card(atom(i).begin) || is_taken(atom(i).begin) || i == 0) return;
    if (atom(i).join == kBreak && !only_code_words(i)) return;
    const std::uint32_t before = atom(i - 1).end;
    const bool after_date =
        std::binary_search(expiries_.begin(), expiries_.end(), before) && card_before(atom(i).begin, 32) != nullptr;
    const Candidate* card = card_before(atom(i).begin, atom(i).join == kBreak ? 16 : 3);
    const bool after_card =
        card != nullptr && card->end == before && atom(i).count == (card->subtype == "AMEX" ? 4 : 3);
    const bool ends = i + 1 >= atoms() || atom(i + 1).join == kBreak || !atom(i + 1).tight || !after_date;
    if ((after_date || after_card) && ends && !atom(i).glued_right) add({i, i, atom(i).count}, Clue::neighbour, 80);
  }

  Analysis& a_;
  List<Candidate> cards_;
  List<std::uint32_t> expiries_;
  List<std::uint32_t> codes_;
  std::size_t first_expiry_ = a_.found.size();
};

}  // namespace

void find_card_details(Analysis& a) { Details(a).find(); }

}  // namespace cloister::detect
