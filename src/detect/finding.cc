#include "detect/finding.h"

#include <cstdint>

namespace cloister::detect {
namespace {

struct Names {
  std::string_view name;
  /// What its characters are called.
  std::string_view unit;
  std::string_view doubt;
};

constexpr Names kNames[kTypes] = {
    {"CREDIT_CARD", "digits",
     "One number in ten passes the check digit, so an order or parcel number may look like this."},
    {"CVV", "digits", "Any three or four digits look like this; only the words around them say so."},
    {"CARD_EXPIRY", "", "It may be the end of an offer, a subscription or a document."},
    {"US_SSN", "digits", "There is no check digit; a customer or part number may be grouped alike."},
    {"IBAN", "characters", "One string in 97 passes the check, and few have the structure of the country."},
    {"BANK_ACCOUNT", "digits", "It may be a customer account, or a bank's public number."},
    {"NATIONAL_ID", "characters", "An article or customer number may have the same form and pass the check."},
    {"PASSPORT", "characters", "There is no check digit; another document may have been meant."},
    {"DRIVING_LICENCE", "characters", "There is no check digit; another document may have been meant."},
    {"DATE_OF_BIRTH", "", "The date may be that of something else in the same sentence."},
    {"EMAIL", "characters", "It may be a public address of a company."},
    {"PHONE", "digits", "It may be a public number, or an order number that is grouped alike."},
    {"IP_ADDRESS", "", "It may be a version number or an example."},
    {"PASSWORD", "", "The sentence may speak of a password without saying it."},
    {"API_KEY", "characters", "It may be an example, or an identifier that need not be secret."},
    {"CRYPTO_WALLET", "characters", "It may be a public address of a company."},
};

constexpr struct {
  Clue clue;
  std::string_view text;
} kClues[] = {
    {Clue::prefix, "a prefix that is given out"},  {Clue::check_digit, "check digits right"},
    {Clue::format, "written as one is written"},   {Clue::label_before, "the words around say so"},
    {Clue::label_after, "the words after say so"}, {Clue::neighbour, "beside a card number"},
    {Clue::real_date, "a possible date"},          {Clue::random, "too irregular for words"},
    {Clue::spelt, "digits said in words"},         {Clue::look_alikes, "characters that look like others"},
    {Clue::written_out, "signs written as words"}, {Clue::parts, "put together from parts"},
};

void append(std::string& to, std::string_view part) {
  if (!to.empty()) to += ", ";
  to += part;
}

std::string decimal(unsigned value) {
  char digits[8];
  int count = 0;
  do digits[count++] = static_cast<char>('0' + value % 10);
  while ((value /= 10) != 0);
  std::string out;
  while (count > 0) out += digits[--count];
  return out;
}

// "VISA" → "Visa"; names of documents stay as they are.
std::string issuer_name(std::string_view subtype) {
  std::string out(subtype);
  for (std::size_t i = 1; i < out.size(); ++i) {
    if (out[i] >= 'A' && out[i] <= 'Z') out[i] = static_cast<char>(out[i] + 32);
  }
  return out;
}

const Names& names_of(Type type) { return kNames[static_cast<std::size_t>(type)]; }

}  // namespace

std::string_view name_of(Type type) { return names_of(type).name; }
std::string_view doubt(const Finding& finding) { return names_of(finding.type).doubt; }

std::string reason(const Finding& finding) {
  std::string out;
  if (finding.evidence.length > 0 && !names_of(finding.type).unit.empty()) {
    out = decimal(finding.evidence.length) + " " + std::string(names_of(finding.type).unit);
  }
  const bool card = finding.type == Type::credit_card;
  if (!finding.subtype.empty() && !card) append(out, finding.subtype);
  for (const auto& [clue, text] : kClues) {
    if (!finding.evidence.has(clue)) continue;
    if (card && clue == Clue::prefix)
      append(out, issuer_name(finding.subtype) + " prefix");
    else if (card && clue == Clue::check_digit)
      append(out, "check digit right");
    else
      append(out, text);
  }
  return out;
}

}  // namespace cloister::detect
