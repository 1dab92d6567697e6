#include <algorithm>

#include "detect/check_digits.h"
#include "detect/lexicon.h"
#include "detect/national_id.h"
#include "detect/number_searches.h"

namespace cloister::detect {

int distance_of_document(const Context& context, std::uint8_t document) {
  const bool checked = documents().list[document].checked;
  const std::size_t pattern_length = documents().list[document].pattern.size();
  int least = kFar;
  for (const Context::Near& near : context) {
    int distance = kFar;
    if (near.meaning == Concept::national_id) {
      const bool own = near.parameter == document || Lexicon::get().share_label(near.parameter, document);
      // "ID number" fits all; a label of another document may be a translation of this one's.
      if (own)
        distance = near.distance;
      else if (checked && near.parameter == 0)
        distance = near.distance + 2;
      else if (checked && near.distance <= 3)
        distance = near.distance + 4;
      if (!near.before && near.distance > 4) distance = kFar;
    } else if (checked && near.meaning == Concept::ssn && pattern_length != 9) {
      // "Social security number" is what people call their own state's number, but nine digits are the American one.
      distance = near.distance + 4;
    }
    least = std::min(least, distance);
  }
  return least;
}

namespace {

// "2023 2024 2025".
bool all_years(const Window& w) {
  const char* digits = w.data();
  for (int i = 0; i < w.groups(); digits += w.sizes()[i++]) {
    if (w.sizes()[i] != 4 || (two_digits(digits) != 19 && two_digits(digits) != 20)) return false;
  }
  return true;
}

int judge(const Document& document, std::uint8_t index, const Window& w) {
  const bool shaped = !document.shape.empty() && has_shape(document.shape, w.sizes(), w.separators(), w.groups());
  const bool alone = document.alone == Alone::always || (document.alone == Alone::in_shape && shaped);
  const Analysis& a = w.analysis();
  if (!alone && !a.mentions({Concept::national_id, Concept::ssn})) return 0;
  const Context context = w.context();
  const int label = distance_of_document(context, index);
  const int other = std::min(context.harmless(),
                             context.distance({Concept::phone, Concept::account, Concept::routing, Concept::card,
                                               Concept::cvv, Concept::passport, Concept::licence, Concept::call}));
  if (w.is_glued() || other < label) return 0;
  if (w.is_cut() && label > 4) return 0;
  // A document's own label is nearer than one that fits all.
  if (label <= 10) return (shaped ? 98 : 95) - (label > 6 ? 9 : label / 2) + (w.is_uniform() ? 0 : -6);
  if (!alone || w.has_name_part() || w.has_line() || all_years(w)) return 0;
  return w.is_uniform() || shaped ? (shaped ? 88 : 80) : 0;
}

}  // namespace

void find_national_number(Analysis& a, const Window& w) {
  for (const std::uint8_t i : documents_of(static_cast<std::size_t>(w.length()), false)) {
    const Document& document = documents().list[i];
    if (!document.check(w.data())) continue;
    const int score = judge(document, i, w);
    if (score == 0 || a.in_url(w.begin(), w.end())) continue;
    Candidate& found = a.add(Type::national_id, document.name, w.begin(), w.end(), score);
    w.note(found.evidence);
    if (document.checked) found.evidence.add(Clue::check_digit);
    if (score > 88)
      found.evidence.add(Clue::label_before);
    else
      found.evidence.add(Clue::format);
  }
}

}  // namespace cloister::detect
