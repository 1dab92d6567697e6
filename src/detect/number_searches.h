// The searches among windows of digits. Each looks at one window and adds what it takes it for.
#pragma once

#include "detect/window.h"

namespace cloister::detect {

void find_card(Analysis& a, const Window& window);
void find_ssn(Analysis& a, const Window& window);
void find_phone(Analysis& a, const Window& window);
void find_bank_account(Analysis& a, const Window& window);
void find_national_number(Analysis& a, const Window& window);

/// The document that the labels around say the number belongs to: whether `document` may be it, and how near.
/// kFar if nothing says so.
int distance_of_document(const Context& context, std::uint8_t document);

}  // namespace cloister::detect
