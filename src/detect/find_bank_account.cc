#include <algorithm>

#include "detect/check_digits.h"
#include "detect/number_searches.h"

namespace cloister::detect {
namespace {

// ABA routing transit number: weights 3, 7, 1; the first two digits are a Federal Reserve district or a thrift's.
bool is_aba(const char* d) {
  const int district = two_digits(d);
  const bool known =
      district <= 12 || (district >= 21 && district <= 32) || (district >= 61 && district <= 72) || district == 80;
  return known && weighted<3, 7, 1, 3, 7, 1, 3, 7, 1>(d) % 10 == 0 && !all_same(d, 9);
}

// Banco de México, CLABE: weights 3, 7, 1 with each product taken modulo 10.
bool is_clabe(const char* d) {
  int sum = 0;
  for (int i = 0; i < 17; ++i) sum += (d[i] - '0') * (i % 3 == 0 ? 3 : i % 3 == 1 ? 7 : 1) % 10;
  return (10 - sum % 10) % 10 == d[17] - '0';
}

// Código Cuenta Cliente: two check digits over bank and branch, and over the account.
bool is_spanish(const char* d) {
  const auto check = [](int sum) {
    const int rest = 11 - sum % 11;
    return rest == 11 ? 0 : rest == 10 ? 1 : rest;
  };
  return check(weighted<4, 8, 5, 10, 9, 7, 3, 6>(d)) == d[8] - '0' &&
         check(weighted<1, 2, 4, 8, 5, 10, 9, 7, 3, 6>(d + 10)) == d[9] - '0';
}

bool is_portuguese(const char* d) { return 98 - mod_97(d, 19) * 100 % 97 == two_digits(d + 19); }

struct Judgement {
  std::string_view subtype;
  int score = 0;
  bool checked = false;
};

// Whether "account" means one at a bank.
bool is_banking(const Window& w, const Context& context) {
  return context.distance(Concept::bank) <= 6 ||
         w.analysis().mentions({Concept::routing, Concept::sort_code, Concept::iban});
}

Judgement judge(const Window& w) {
  const Context context = w.context();
  const int account = std::min(context.distance(Concept::account),
                               is_banking(w, context) ? context.distance(Concept::account_word) : kFar);
  const int sort = context.distance(Concept::sort_code);
  const int routing = context.distance(Concept::routing);
  const int iban = context.distance(Concept::iban);
  const int other = std::min({context.harmless(), context.distance({Concept::phone, Concept::call, Concept::card}),
                              context.distance({Concept::ssn, Concept::national_id, Concept::passport}),
                              context.distance({Concept::birth, Concept::password, Concept::pin, Concept::cvv}),
                              context.distance({Concept::licence, Concept::price, Concept::expiry, Concept::time})});
  const int nearest = std::min({account, sort, routing, iban});
  if (w.is_glued() || other < nearest) return {};
  const int length = w.length();
  if (length == 18 && is_clabe(w.data()) && account <= 10) return {"MX_CLABE", 95, true};
  if (length == 20 && is_spanish(w.data()) && (w.is_grouped({4, 4, 2, 10}) || account <= 10))
    return {"ES_CCC", 93, true};
  if (length == 21 && is_portuguese(w.data()) && account <= 10) return {"PT_NIB", 93, true};
  if (length == 9 && routing <= 8 && is_aba(w.data())) return {"US_ROUTING", 93, true};
  if (length == 6 && sort <= 6 && sort <= account + 2) return {"UK_SORT_CODE", 90, false};
  if (length == 6 && routing <= 6 && w.is_grouped({3, 3})) return {"AU_BSB", 88, false};
  const int code = context.before(Concept::routing);
  if (length >= 4 && length <= 10 && code <= 3 && code < account && !w.has_name_part() && !w.is_cut())
    return {"BANK_CODE", 80, false};
  if (w.is_cut()) return {};
  if (length >= 6 && length <= 20 && account <= 7) return {"", account <= 3 ? 86 : 76, false};
  return {};
}

}  // namespace

void find_bank_account(Analysis& a, const Window& w) {
  if (w.length() < 4 || w.length() > 21) return;
  const bool spanish = w.length() == 20 && w.is_grouped({4, 4, 2, 10});
  if (!spanish && !a.mentions({Concept::account, Concept::account_word, Concept::sort_code, Concept::routing})) return;
  const Judgement judgement = judge(w);
  if (judgement.score == 0 || a.in_url(w.begin(), w.end())) return;
  Candidate& found = a.add(Type::bank_account, judgement.subtype, w.begin(), w.end(), judgement.score);
  w.note(found.evidence);
  found.evidence.add(judgement.checked ? Clue::check_digit : Clue::label_before);
  found.score += std::min(w.length() / 4, 4);
}

}  // namespace cloister::detect
