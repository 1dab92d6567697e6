#include "detect/number_searches.h"

namespace cloister::detect {

// Each atom begins at most kMostGroups windows of at most kMostDigits digits, so the work is linear in the text.
void find_in_numbers(Analysis& a) {
  for (std::uint32_t i = 0; i < a.numbers.atoms.size(); ++i) {
    if (a.numbers.atoms[i].count > kMostDigits || a.is_masked(a.numbers.atoms[i].begin)) continue;
    Window window(a, i);
    do {
      if (window.length() < 4) continue;
      find_bank_account(a, window);
      if (window.length() < 7) continue;
      find_phone(a, window);
      find_ssn(a, window);
      find_national_number(a, window);
      find_card(a, window);
    } while (window.extend());
  }
}

}  // namespace cloister::detect
