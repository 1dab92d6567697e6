// Dates of birth: a date that exists, beside a word for birth.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "detect/chars.h"
#include "detect/check_digits.h"
#include "detect/window.h"

namespace cloister::detect {
namespace {

constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2035;
constexpr int kRecentYear = 2015;

struct Date {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t first_token = 0;
  std::uint32_t end_token = 0;
  bool recent = false;
  bool bare = false;  // digits without marks: needs its label close by
  bool found() const { return end != 0; }
};

class Dates {
 public:
  explicit Dates(const Analysis& a) : a_(a) {}

  /// A date whose first number is this atom.
  Date at(std::uint32_t index) const {
    if (Date date = three_numbers(index); date.found()) return date;
    if (Date date = with_month_name(index); date.found()) return date;
    return one_number(index);
  }

 private:
  const Atom& atom(std::uint32_t i) const { return a_.numbers.atoms[i]; }
  std::uint32_t atoms() const { return static_cast<std::uint32_t>(a_.numbers.atoms.size()); }
  int value(std::uint32_t i) const {
    int value = 0;
    for (std::uint32_t k = 0; k < atom(i).count && k < 5; ++k)
      value = value * 10 + a_.numbers.digits[atom(i).digits + k] - '0';
    return value;
  }
  static bool is_year(int value, int count) {
    return count == 2 || (count == 4 && value >= kFirstYear && value <= kLastYear);
  }
  bool is_recent(std::uint32_t i) const { return atom(i).count == 4 && value(i) >= kRecentYear; }
  Date span(std::uint32_t first, std::uint32_t last) const {
    const bool recent = is_recent(first) || is_recent(last);
    return {atom(first).begin, atom(last).end, atom(first).first_token, atom(last).end_token, recent, false};
  }

  // Day, month, year in the three orders in use.
  static bool is_some_order(int x, int nx, int y, int ny, int z, int nz) {
    if (nx == 4) return ny <= 2 && nz <= 2 && is_year(x, 4) && is_date(0, y, z);
    if (nx > 2 || ny > 2 || (nz != 4 && nz != 2) || !is_year(z, nz)) return false;
    return is_date(0, y, x) || is_date(0, x, y) || (nz == 2 && is_date(0, y, z));
  }

  Date three_numbers(std::uint32_t i) const {
    if (i + 2 >= atoms()) return {};
    const char join = atom(i + 1).join;
    if (join == kBreak || atom(i + 2).join != join || atom(i + 2).line || atom(i + 1).line) return {};
    if (atom(i + 3 < atoms() ? i + 3 : i).join == join && i + 3 < atoms() && atom(i + 3).tight) return {};
    if (join == kByWord || join == ':' || join == '+') return {};
    if (!is_some_order(value(i), atom(i).count, value(i + 1), atom(i + 1).count, value(i + 2), atom(i + 2).count))
      return {};
    if (atom(i + 2).glued_right && a_.text[atom(i + 2).end] != 'T') return {};
    return span(i, i + 2);
  }

  bool is_little_word(std::uint32_t token) const {
    const Token& t = a_.tokens[token];
    if (t.kind == Kind::mark) return std::string_view(",.-/'").contains(a_.text[t.begin]);
    return a_.is_one_of(t, " de of del st nd rd th do the er di ");
  }

  // The next token that is not "of", "th" or a comma.
  std::uint32_t skip(std::uint32_t token) const {
    for (int i = 0; i < 3 && token < a_.tokens.size() && is_little_word(token); ++i) ++token;
    return token;
  }
  std::uint32_t atom_at(std::uint32_t token) const {
    const auto& list = a_.numbers.atoms;
    const auto it = std::lower_bound(list.begin(), list.end(), token,
                                     [](const Atom& x, std::uint32_t t) { return x.first_token < t; });
    return it != list.end() && it->first_token == token ? static_cast<std::uint32_t>(it - list.begin()) : atoms();
  }

  // The year that stands at a token: one number, or two as "nineteen eighty-five". Returns the last atom.
  std::uint32_t year_at(std::uint32_t token) const {
    if (token >= a_.tokens.size() || a_.tokens[token].gap >= Gap::line) return atoms();
    const std::uint32_t i = atom_at(token);
    if (i == atoms()) return i;
    if (atom(i).count == 2 && atom(i).spelt && (value(i) == 19 || value(i) == 20) && i + 1 < atoms() &&
        atom(i + 1).spelt && atom(i + 1).count == 2)
      return i + 1;
    return is_year(value(i), atom(i).count) ? i : atoms();
  }

  Date with_month_name(std::uint32_t i) const {
    if (atom(i).count > 2 || value(i) < 1 || value(i) > 31) return {};
    const std::uint32_t month = skip(atom(i).end_token);
    if (month < a_.tokens.size() && a_.tokens[month].meaning == Concept::month) {
      const std::uint32_t year = year_at(skip(month + 1));
      return year == atoms() ? Date{} : span(i, year);
    }
    std::uint32_t before = atom(i).first_token;
    while (before > 0 && atom(i).first_token - before < 2 && is_little_word(before - 1)) --before;
    if (before == 0 || a_.tokens[before - 1].meaning != Concept::month) return {};
    const std::uint32_t year = year_at(skip(atom(i).end_token));
    if (year == atoms()) return {};
    Date date = span(i, year);
    date.first_token = before - 1;
    date.begin = a_.tokens[before - 1].begin;
    return date;
  }

  Date one_number(std::uint32_t i) const {
    if (atom(i).count != 8 && atom(i).count != 6) return {};
    const char* d = &a_.numbers.digits[atom(i).digits];
    const auto year = [](const char* y) { return two_digits(y) * 100 + two_digits(y + 2); };
    bool good = false;
    if (atom(i).count == 8) {
      good = (is_year(year(d), 4) && is_date(0, two_digits(d + 4), two_digits(d + 6))) ||
             (is_year(year(d + 4), 4) &&
              (is_date(0, two_digits(d + 2), two_digits(d)) || is_date(0, two_digits(d), two_digits(d + 2))));
    } else {
      good = is_date(0, two_digits(d + 2), two_digits(d)) || is_date(0, two_digits(d + 2), two_digits(d + 4)) ||
             is_date(0, two_digits(d), two_digits(d + 2));
    }
    if (!good) return {};
    Date date = span(i, i);
    date.bare = true;
    return date;
  }

  const Analysis& a_;
};

int judge(const Analysis& a, const Date& date) {
  const Context context(a.text, a.tokens, date.first_token, date.end_token);
  const int before = context.before(Concept::birth);
  const int label = std::min(before, context.distance(Concept::birth));
  const int other =
      std::min(context.harmless(), context.distance({Concept::expiry, Concept::passport, Concept::licence}));
  if (date.bare) return before <= 3 ? 88 : 0;
  if (other < label && other <= 4) return 0;
  // "on 12/03/2025 for her birthday", "birthday of my dad on 12 May 2025": a party, not a birth.
  if (date.recent && (before > label || label > 3)) return 0;
  if (label <= 4) return 95;
  return label <= 9 ? 86 : 0;
}

}  // namespace

void find_dates(Analysis& a) {
  if (!a.mentions(Concept::birth)) return;
  const Dates dates(a);
  for (std::uint32_t i = 0; i < a.numbers.atoms.size(); ++i) {
    const Date date = dates.at(i);
    if (!date.found()) continue;
    const int score = judge(a, date);
    if (score == 0) continue;
    Candidate& found = a.add(Type::date_of_birth, "", date.begin, date.end, score);
    found.evidence.add(Clue::real_date);
    found.evidence.add(Clue::label_before);
  }
}

}  // namespace cloister::detect
