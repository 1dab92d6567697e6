// Check digit methods shared by cards and national documents. `d` points to ASCII digits.
#pragma once

#include <cstdint>
#include <span>

namespace cloister::detect {

constexpr int value_of(char c) { return c <= '9' ? c - '0' : c - 'A' + 10; }  // 0-9, A-Z

/// ISO/IEC 7812-1 annex B.
bool luhn(const char* d, int count);
/// Luhn over letters too (A = 10 … as in ICAO documents and the Portuguese card).
bool luhn_alnum(const char* d, int count);
/// ISO 7064 MOD 11,10.
bool mod_11_10(const char* d, int count);
/// Verhoeff (1969), dihedral group of order ten.
bool verhoeff(const char* d, int count);
/// ISO 7064 MOD 97-10 over digits.
int mod_97(const char* d, int count);
/// Sum of digit times weight, one digit per weight.
int weighted(const char* d, std::span<const std::int16_t> weights);
template <std::int16_t... weights>
int weighted(const char* d) {
  static constexpr std::int16_t kWeights[] = {weights...};
  return weighted(d, kWeights);
}

int two_digits(const char* d);
/// A day that exists; year with century, or 0 when the century is unknown (29 February is then allowed).
bool is_date(int year, int month, int day);
bool all_same(const char* d, int count);

}  // namespace cloister::detect
