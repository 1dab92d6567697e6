// What words mean for the engine. A phrase of the lexicon has one concept, and a parameter for some of them.
#pragma once

#include <cstdint>
#include <initializer_list>

namespace cloister::detect {

enum class Concept : std::uint8_t {
  none,
  continued,  // a later word of a phrase
  // Labels of values.
  card,
  cvv,
  cvv_place,  // "on the back"
  expiry,
  ssn,
  iban,
  account,       // "account number", "Kontonummer"
  account_word,  // "account", "Konto": says less
  routing,       // ABA, BSB, Bankleitzahl, transit
  sort_code,
  bank,
  national_id,  // parameter: index of a document (detect/national_id.h), 0 for any
  passport,
  licence,
  birth,
  email,
  phone,
  call,      // "call me", "reach me"
  ip,        // parameter: 1 for machines that merely have one
  password,  // parameter: 1 for "changed it to", which is also said of other things
  pin,
  code,       // "code"
  code_sent,  // "verification code", "OTP"
  secret_answer,
  login,  // parameter: 1 for commands that take a password as an option
  api_key,
  token,
  wallet,
  // Labels of harmless numbers.
  order,
  tracking,
  product,
  version,
  price,
  time,
  hash,
  ending,     // "ending in", "last four digits"
  code_kind,  // "error", "promo", "postal": what kind of harmless code
  // Grammar.
  copula,
  maybe_copula,  // "e", which is "is" with an accent and "and" without
  negation,
  digit,      // parameter: value
  number,     // parameter: 10 to 99, said in one word
  tens,       // parameter: 20, 30, … that a digit may follow
  repeat,     // parameter: 2 or 3
  connector,  // "and", "then", "dash": may stand between digits of one value
  part,       // "first", "half", "rest": speaks of pieces of a value
  at_word,
  dot_word,
  dash_word,
  underscore_word,
  month,  // parameter: 1 to 12
  mine,
  send,    // "sent", "texted": makes a code a code that was sent
  use,     // "use", "try", "enter"
  little,  // articles, prepositions, pronouns
  common,  // never a password: adjectives, verbs, types of programming languages
  kCount,
};

static_assert(static_cast<unsigned>(Concept::kCount) <= 64, "ConceptSet has a bit for each");

/// Some of them, as one number: a list of them would be written to the stack at each use.
struct ConceptSet {
  std::uint64_t bits = 0;

  consteval ConceptSet(std::initializer_list<Concept> list) {
    for (const Concept meaning : list) bits |= std::uint64_t{1} << static_cast<unsigned>(meaning);
  }
  constexpr bool contains(Concept meaning) const { return (bits >> static_cast<unsigned>(meaning) & 1) != 0; }
};

}  // namespace cloister::detect
