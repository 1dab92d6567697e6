#include <algorithm>

#include "detect/check_digits.h"
#include "detect/number_searches.h"

namespace cloister::detect {
namespace {

enum class Number { impossible, social_security, taxpayer };

// SSA: no area 000, 666 or 9xx, no group 00, no serial 0000. IRS: taxpayer numbers have area 9xx and these groups.
Number number_of(const char* d) {
  const int group = two_digits(d + 3);
  const bool no_serial = d[5] == '0' && d[6] == '0' && d[7] == '0' && d[8] == '0';
  const int area = (d[0] - '0') * 100 + two_digits(d + 1);
  if (group == 0 || no_serial || area == 0 || area == 666 || all_same(d, 9)) return Number::impossible;
  if (area < 900) return Number::social_security;
  const bool taxpayer = (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group <= 92) ||
                        (group >= 94 && group <= 99);
  return taxpayer ? Number::taxpayer : Number::impossible;
}

// "Taxpayer ID" may be the number itself; the name of another state's document is not.
int distance_of_other_id(const Context& context) {
  const Context::Near* id = context.find(Concept::national_id);
  return id == nullptr || id->parameter == 0 ? kFar : id->distance;
}

bool other_document_is_nearer(const Context& context, int label) {
  return std::min(distance_of_other_id(context), context.distance({Concept::passport, Concept::licence, Concept::phone,
                                                                   Concept::account, Concept::routing})) < label;
}

int judge(const Window& w) {
  const Context context = w.context();
  const int label = context.distance(Concept::ssn);
  const int harmless = context.harmless();
  if (harmless < label || w.is_glued()) return 0;
  if (other_document_is_nearer(context, label)) return 0;
  const bool shaped = w.is_grouped({3, 2, 4}) && w.is_uniform();
  if (label <= 10) return shaped ? 98 : w.is_cut() && label > 4 ? 0 : 92;
  if (!shaped || w.is_cut() || w.has_name_part()) return 0;
  const char separator = w.separators()[1];
  if (separator == '-') return context.distance(Concept::national_id) <= 6 ? 99 : 88;
  const bool quiet = w.join_before() == kBreak && w.join_after() == kBreak;
  if (context.distance({Concept::price, Concept::time, Concept::version}) <= 2) return 0;
  return quiet && (separator == ' ' || separator == '.' || separator == '_' || separator == '/') ? 72 : 0;
}

}  // namespace

void find_ssn(Analysis& a, const Window& w) {
  if (w.length() != 9) return;
  const Number number = number_of(w.data());
  if (number == Number::impossible) return;
  const bool shaped = w.is_grouped({3, 2, 4});
  if (!shaped && !a.mentions(Concept::ssn)) return;
  int score = judge(w);
  if (score == 0 || a.in_url(w.begin(), w.end())) return;
  const bool social = number == Number::social_security;
  Candidate& found =
      a.add(social ? Type::us_ssn : Type::national_id, social ? "" : "US_ITIN", w.begin(), w.end(), score);
  w.note(found.evidence);
  found.evidence.add(Clue::prefix);
  if (shaped) found.evidence.add(Clue::format);
  if (score > 90) found.evidence.add(Clue::label_before);
}

}  // namespace cloister::detect
