// What the sensitive-data engine reports: a stretch of text, what it is, how sure, why, and what would make it wrong.
//
// This module uses the C++ standard library only, no exceptions, no RTTI, no locale and no regular expressions, because
// the same sources are compiled to WebAssembly for the browser.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "detect/evidence.h"

namespace cloister::detect {

enum class Type : std::uint8_t {
  credit_card,
  cvv,
  card_expiry,
  us_ssn,
  iban,
  bank_account,
  national_id,
  passport,
  driving_licence,
  date_of_birth,
  email,
  phone,
  ip_address,
  password,
  api_key,
  crypto_wallet,
};
inline constexpr std::size_t kTypes = 16;

/// As on the wire, in configuration and on the command line: "CREDIT_CARD", …
std::string_view name_of(Type type);

/// One finding. Offsets are those of the original text, half open, on code point boundaries. A byte that is not part
/// of valid UTF-8 counts as one code point.
struct Finding {
  Type type;
  /// Issuer, country's document, provider ("VISA", "DE_TAX_ID", "STRIPE"), or empty. Lives as long as the program.
  std::string_view subtype;
  std::uint32_t start;
  std::uint32_t end;
  std::uint32_t start_code_point;
  std::uint32_t end_code_point;
  /// 0 to 1.
  float confidence;
  Evidence evidence;
};

/// One clause list for people: "16 digits, Visa prefix, check digit right". Never holds text of the message.
std::string reason(const Finding& finding);

/// What would make the finding wrong, as one sentence.
std::string_view doubt(const Finding& finding);

}  // namespace cloister::detect
