// What one look at a text knows: the text in its forms, and what has been found so far.
#pragma once

#include <cstdint>
#include <string_view>

#include "detect/context.h"
#include "detect/finding.h"
#include "detect/list.h"
#include "detect/numbers.h"
#include "detect/tokens.h"

namespace cloister::detect {

/// A possible finding, with offsets in the folded text.
struct Candidate {
  Type type;
  std::string_view subtype;
  std::uint32_t begin;
  std::uint32_t end;
  /// Confidence in percent.
  int score;
  Evidence evidence;
};

struct Analysis {
  Folded text;
  Tokens tokens;
  Numbers numbers;
  List<Candidate> found;
  std::uint64_t meanings = 0;  // one bit for each Concept that occurs

  void read(std::string_view original);

  bool mentions(Concept meaning) const { return (meanings >> static_cast<unsigned>(meaning) & 1) != 0; }
  bool mentions(ConceptSet some) const { return (meanings & some.bits) != 0; }
  Candidate& add(Type type, std::string_view subtype, std::uint32_t begin, std::uint32_t end, int score);

  /// The stretch without spaces around a position, at most kLongestStretch characters each way.
  struct Stretch {
    std::uint32_t begin;
    std::uint32_t end;
  };
  Stretch stretch_around(std::uint32_t begin, std::uint32_t end) const;
  /// Whether the position is inside an address such as https://…
  bool in_url(std::uint32_t begin, std::uint32_t end) const;
  /// Whether stars or crosses stand before: what is left of a number that somebody masked.
  bool is_masked(std::uint32_t begin) const;
  /// Whether the text at a position is this, letters in lower case.
  bool is_at(std::uint32_t position, std::string_view lower) const;
  /// Whether a stretch is one of these words, which are in lower case with a space before and after each.
  bool is_one_of(std::uint32_t begin, std::uint32_t end, std::string_view words) const;
  bool is_one_of(const Token& token, std::string_view words) const { return is_one_of(token.begin, token.end, words); }
  /// Whether a token is one of these marks; false behind the end.
  bool is_mark(std::uint32_t token, std::string_view marks) const {
    return token < tokens.size() && tokens[token].kind == Kind::mark && marks.contains(text[tokens[token].begin]);
  }
  /// The token after the phrase that begins at one.
  std::uint32_t after_phrase(std::uint32_t token) const;
  std::string_view chars(std::uint32_t begin, std::uint32_t end) const {
    return text.chars().substr(begin, end - begin);
  }
};

inline constexpr std::uint32_t kLongestStretch = 256;

// The searches, each in its own file. They run in this order; later ones see what earlier ones found.
void find_keys(Analysis& a);
void find_wallets(Analysis& a);
void find_emails(Analysis& a);
void find_addresses(Analysis& a);  // IP
void find_ibans(Analysis& a);
void find_in_numbers(Analysis& a);
void find_documents(Analysis& a);  // with letters: national ids, passports, licences
void find_parts(Analysis& a);      // values in several places
void find_dates(Analysis& a);      // of birth
void find_card_details(Analysis& a);
void find_bank_details(Analysis& a);
void find_secrets(Analysis& a);  // in words
void find_codes(Analysis& a);    // PINs, codes that were sent

/// Leaves the surest of what overlaps, so that masking all findings leaves no digit of a card, IBAN or number.
void resolve(Analysis& a);

}  // namespace cloister::detect
