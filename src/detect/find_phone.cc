#include <algorithm>

#include "detect/chars.h"
#include "detect/number_searches.h"

namespace cloister::detect {
namespace {

// ITU-T E.164 country codes: one digit, two digits; all others in use have three.
constexpr std::string_view kTwoDigitCodes =
    "20 27 28 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 "
    "90 91 92 93 94 95 98";
constexpr std::string_view kThreeDigitFamilies = "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99";

bool contains_pair(std::string_view list, const char* d) {
  for (std::size_t i = 0; i + 1 < list.size(); i += 3) {
    if (list[i] == d[0] && list[i + 1] == d[1]) return true;
  }
  return false;
}

bool is_north_american(const char* d) { return d[0] >= '2' && d[3] >= '2' && !(d[1] == '9' && d[0] == '3'); }

// Digits after "+" or "00": country code and a national number of possible length (E.164: 15 in all).
bool is_international(std::string_view d) {
  if (d.size() < 8 || d.size() > 15) return false;
  if (d[0] == '1') return d.size() == 11 && is_north_american(d.data() + 1);
  if (d[0] == '7') return d.size() == 11;
  if (contains_pair(kTwoDigitCodes, d.data())) return d.size() >= 9;
  return contains_pair(kThreeDigitFamilies, d.data());
}

bool has_parenthesis_before(const Window& w) { return w.begin() > 0 && w.analysis().text[w.begin() - 1] == '('; }

enum class Form { none, plain, shaped, typical, international };

Form ten_digits(const Window& w) {
  const char* d = w.data();
  if (d[0] == '0') {
    if (w.is_grouped({2, 2, 2, 2, 2}) && d[1] != '0') return Form::typical;  // France
    if (w.is_grouped({4, 3, 3}) && d[1] == '4') return Form::typical;        // Australia, mobile
    if (w.is_grouped({2, 4, 4}) && d[1] != '0') return Form::typical;        // Australia, Japan
    if (d[1] == '0') return Form::plain;
    if (w.is_grouped({4, 6}) || w.is_grouped({3, 7}) || w.is_grouped({5, 5}) || w.is_grouped({3, 3, 4}))
      return Form::shaped;
    return Form::plain;
  }
  if (w.is_grouped({3, 3, 4}) && is_north_american(d)) {
    return has_parenthesis_before(w) || w.separators()[1] != ' ' ? Form::typical : Form::shaped;
  }
  if (w.is_grouped({2, 4, 4}) && has_parenthesis_before(w)) return Form::typical;  // Brazil, fixed line
  if (w.is_grouped({5, 5}) && d[0] >= '6') return Form::shaped;                    // India
  if (w.is_grouped({3, 7}) && d[0] == '3') return Form::shaped;                    // Italy, mobile
  return Form::plain;
}

Form eleven_digits(const Window& w) {
  const char* d = w.data();
  if (d[0] == '1' && is_north_american(d + 1)) {
    if (w.is_grouped({1, 3, 3, 4}) && w.separators()[1] != '.') return Form::typical;
    return w.is_grouped({1, 10}) ? Form::shaped : Form::plain;
  }
  if (d[0] == '0' && d[1] != '0') {
    const bool mobile = d[1] == '7';
    if (w.groups() == 1) return mobile ? Form::shaped : Form::plain;
    if (w.is_grouped({5, 6}) || w.is_grouped({4, 3, 4}) || w.is_grouped({3, 4, 4}) || w.is_grouped({5, 3, 3}) ||
        w.is_grouped({4, 7}) || w.is_grouped({3, 8}) || w.is_grouped({4, 4, 3}) || w.is_grouped({4, 2, 2, 3}))
      return Form::typical;
    return w.groups() <= 4 && w.is_uniform() ? Form::shaped : Form::plain;
  }
  if (w.is_grouped({2, 5, 4}) && d[2] == '9') return Form::typical;                 // Brazil, mobile
  if (w.is_grouped({3, 4, 4}) && d[0] == '1' && d[1] >= '3') return Form::typical;  // China, mobile
  return Form::plain;
}

Form form_of(const Window& w) {
  const char* d = w.data();
  switch (w.length()) {
    case 7:
      return w.is_grouped({3, 4}) && d[0] >= '2' ? Form::shaped : Form::plain;
    case 9:
      if (w.is_grouped({3, 2, 2, 2}) && d[0] >= '6') return Form::typical;  // Spain
      if (w.is_grouped({3, 3, 3}) && d[0] >= '6') return Form::shaped;
      return Form::plain;
    case 10:
      return ten_digits(w);
    case 11:
      return eleven_digits(w);
    case 12:
      if (d[0] == '0' && d[1] == '1' && d[2] >= '5' && d[2] <= '7' && w.groups() <= 3 && w.groups() > 1)
        return Form::typical;  // Germany, mobile
      return Form::plain;
    default:
      return w.length() <= 13 ? Form::plain : Form::none;
  }
}

// "+" directly before, or the word for it.
bool has_plus(const Analysis& a, const Window& w) {
  std::uint32_t i = w.begin();
  while (i > 0 && (a.text[i - 1] == '(' || a.text[i - 1] == ' ')) --i;
  if (i > 0 && a.text[i - 1] == '+') return i < 2 || !is_digit(a.text[i - 2]);
  return i >= 4 && a.is_at(i - 4, "plus") && w.is_spelt();
}

struct Extension {
  std::uint32_t end;
  bool found;
};

// "ext. 12", "x12", "extension 12", "Durchwahl 12".
Extension extension_after(const Analysis& a, const Window& w) {
  std::uint32_t i = w.last().end_token;
  if (i < a.tokens.size() && a.tokens[i].kind == Kind::mark && a.text[a.tokens[i].begin] == ',') ++i;
  if (i >= a.tokens.size() || a.tokens[i].kind != Kind::word || a.tokens[i].gap > Gap::wide) return {0, false};
  if (!a.is_one_of(a.tokens[i], " ext x extension extn durchwahl dw poste anexo ramal interno extensao xt "))
    return {0, false};
  ++i;
  while (i < a.tokens.size() && a.tokens[i].kind == Kind::mark && a.tokens[i].size() == 1 &&
         std::string_view(".:#").contains(a.text[a.tokens[i].begin])) {
    ++i;
  }
  if (i >= a.tokens.size() || a.tokens[i].kind != Kind::number || a.tokens[i].size() > 6) return {0, false};
  return {a.tokens[i].end, true};
}

// An address of a machine with its port, or a time.
bool has_colon(const Window& w) {
  const std::string_view separators(w.separators(), static_cast<std::size_t>(w.groups()));
  return separators.substr(1).contains(':');
}

int judge_national(const Analysis& a, const Window& w, Form form) {
  if (form == Form::none || w.is_glued() || has_colon(w)) return 0;
  if (form == Form::plain && !a.mentions({Concept::phone, Concept::call})) return 0;
  const Context context = w.context();
  const int label = context.distance({Concept::phone, Concept::call});
  const int other = std::min({context.harmless(), context.distance(Concept::price), context.distance(Concept::account),
                              context.distance({Concept::ssn, Concept::national_id, Concept::routing, Concept::card}),
                              context.distance({Concept::passport, Concept::licence, Concept::birth, Concept::iban}),
                              context.distance({Concept::sort_code, Concept::time, Concept::version})});
  if (other < label && other <= 6) return 0;
  if (w.is_cut() && !(w.groups() == 1 && label <= 2)) return 0;
  if (label <= 8) {
    if (form == Form::plain) {
      const bool ragged = w.groups() > 3 && !w.is_spelt() && !w.is_uniform();
      return w.length() < 7 || (ragged && label > 4)               ? 0
             : context.distance(Concept::phone) <= 8 || label <= 4 ? 80
                                                                   : 70;
    }
    return 90;
  }
  if (w.has_name_part() || w.has_line()) return 0;
  if (form == Form::typical) return 82;
  if (form == Form::shaped && w.length() >= 10) return 66;
  return 0;
}

}  // namespace

void find_phone(Analysis& a, const Window& w) {
  if (w.length() < 7 || w.length() > 17) return;
  std::string_view digits = w.digits();
  bool plus = w.join_before() != '+' ? has_plus(a, w) : true;
  const bool zeros =
      !plus && digits.starts_with("00") && (w.sizes()[0] >= 2 || w.is_spelt()) && w.length() >= 11 && digits[2] != '0';
  int score = 0;
  std::uint32_t begin = w.begin();
  if ((plus && is_international(digits)) || (zeros && is_international(digits.substr(2)))) {
    const Context context = w.context();
    const int harmless = std::min(context.harmless(), context.distance({Concept::account, Concept::routing}));
    const int label = context.distance({Concept::phone, Concept::call});
    // "+44 (0)20" has a zero more than the number.
    score = !plus && w.is_cut() ? 0 : zeros && label > 8 && w.groups() == 1 ? 0 : zeros && harmless < label ? 0 : 94;
    if (w.has_line() && label > 8) score = 0;
    if (plus) {
      while (begin > 0 && a.text[begin - 1] != '+' && !is_letter(a.text[begin - 1])) --begin;
      begin = begin > 0 && a.text[begin - 1] == '+' ? begin - 1 : begin >= 4 ? begin - 4 : 0;
    }
  } else if (!plus && w.length() <= 13) {
    score = judge_national(a, w, form_of(w));
  }
  if (score == 0 || a.in_url(w.begin(), w.end())) return;
  if (begin == w.begin() && has_parenthesis_before(w)) --begin;
  const Extension extension = extension_after(a, w);
  Candidate& phone = a.add(Type::phone, "", begin, extension.found ? extension.end : w.end(), score);
  w.note(phone.evidence);
  phone.evidence.add(score >= 94 ? Clue::prefix : Clue::format);
  // A longer reading of the same digits is the better one.
  phone.score += std::min(w.length() / 4, 4);
}

}  // namespace cloister::detect
