// Sources: each state's publication of the number's structure; where a state publishes none, the structure that its
// administrations validate. Check digits of numbers given out before a reform are not guessed.
#include "detect/national_id.h"

#include <iterator>

#include "detect/chars.h"
#include "detect/check_digits.h"

namespace cloister::detect {
namespace {

constexpr int digit(char c) { return c - '0'; }

// A date written with two digits of the year: the century is not known.
bool yymmdd(const char* d) { return is_date(0, two_digits(d + 2), two_digits(d + 4)); }
bool ddmmyy(const char* d) { return is_date(0, two_digits(d + 2), two_digits(d)); }

bool any(const char*) { return true; }

bool uk_nino(const char* s) {
  constexpr std::string_view kNever = "DFIQUV";
  if (s[8] > 'D') return false;
  if (s[0] == 'Q' && s[1] == 'Q') return true;  // the prefix of official examples
  if (kNever.contains(s[0]) || kNever.contains(s[1]) || s[1] == 'O') return false;
  for (const std::string_view bad : {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}) {
    if (bad[0] == s[0] && bad[1] == s[1]) return false;
  }
  return true;
}

bool uk_nhs(const char* d) {
  const int check = 11 - weighted<10, 9, 8, 7, 6, 5, 4, 3, 2>(d) % 11;
  return check != 10 && check % 11 == digit(d[9]) && !all_same(d, 10);
}

bool de_tax_id(const char* d) {
  if (d[0] == '0' || !mod_11_10(d, 11)) return false;
  int counts[10] = {};
  for (int i = 0; i < 10; ++i) ++counts[digit(d[i])];
  int repeated = 0;
  for (const int count : counts) {
    if (count > 3) return false;
    if (count > 1) ++repeated;
  }
  return repeated == 1;
}

// Weights 7, 3, 1 with letters as 10 to 35 (ICAO 9303 part 3, section 4.9).
bool icao(const char* s, int count) {
  constexpr int kWeights[] = {7, 3, 1};
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += value_of(s[i]) * kWeights[i % 3];
  return is_digit(s[count]) && sum % 10 == digit(s[count]);
}
bool de_identity_card(const char* s) { return is_letter(s[0]) && icao(s, 9); }

bool de_pension(const char* s) {
  const int letter = s[8] - 'A' + 1;
  const int d[] = {digit(s[0]), digit(s[1]), digit(s[2]), digit(s[3]), digit(s[4]), digit(s[5]),
                   digit(s[6]), digit(s[7]), letter / 10, letter % 10, digit(s[9]), digit(s[10])};
  constexpr int kWeights[] = {2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1};
  int sum = 0;
  for (int i = 0; i < 12; ++i) sum += d[i] * kWeights[i] / 10 + d[i] * kWeights[i] % 10;
  return sum % 10 == digit(s[11]) && ddmmyy(s + 2);
}

bool fr_nir(const char* s) {
  if (s[0] != '1' && s[0] != '2' && s[0] != '3' && s[0] != '4' && s[0] != '7' && s[0] != '8') return false;
  const int month = two_digits(s + 3);
  if (!((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50)) return false;
  char d[13];
  for (int i = 0; i < 13; ++i) d[i] = s[i];
  int subtract = 0;
  if (s[6] == 'A' || s[6] == 'B') {
    if (s[5] != '2') return false;
    subtract = s[6] == 'A' ? 1 : 2;
    d[6] = '0';
  } else if (!is_digit(s[6])) {
    return false;
  }
  // Corsica: 1,000,000 or 2,000,000 less; 1,000,000 mod 97 is 27.
  const int rest = (mod_97(d, 13) - subtract * 27 + 97 * 2) % 97;
  return 97 - rest == two_digits(s + 13);
}

constexpr std::string_view kSpanish = "TRWAGMYFPDXBNJZSQVHLCKE";
bool es_letter(int number, char letter) { return kSpanish[static_cast<std::size_t>(number % 23)] == letter; }
int number_of(const char* d, int count) {
  int number = 0;
  for (int i = 0; i < count; ++i) number = number * 10 + digit(d[i]);
  return number;
}
bool es_nif(const char* s) { return es_letter(number_of(s, 8), s[8]) && !all_same(s, 8); }
bool es_nie(const char* s) {
  if (s[0] < 'X' || s[0] > 'Z') return false;
  return es_letter((s[0] - 'X') * 10'000'000 + number_of(s + 1, 7), s[8]);
}

// Decree of 23 December 1976; digits may be replaced by letters where two people would have the same code.
bool it_codice_fiscale(const char* s) {
  constexpr std::uint8_t kOdd[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                   20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  constexpr std::string_view kMonths = "ABCDEHLMPRST";
  constexpr std::string_view kReplaced = "LMNPQRSTUV";
  if (!kMonths.contains(s[8])) return false;
  for (const int i : {6, 7, 9, 10, 12, 13, 14}) {
    if (!is_digit(s[i]) && !kReplaced.contains(s[i])) return false;
  }
  int sum = 0;
  for (int i = 0; i < 15; ++i) {
    const int value = is_digit(s[i]) ? digit(s[i]) : s[i] - 'A';
    sum += i % 2 == 0 ? kOdd[value] : value;
  }
  return s[15] == 'A' + sum % 26;
}

bool mod_11_ninth(const char* d) {
  const int rest = weighted<9, 8, 7, 6, 5, 4, 3, 2>(d) % 11;
  return (rest < 2 ? 0 : 11 - rest) == digit(d[8]);
}
bool pt_nif(const char* d) {
  constexpr std::string_view kFirst = "1235689";
  return kFirst.contains(d[0]) && mod_11_ninth(d) && !all_same(d, 9);
}
bool pt_card(const char* s) { return luhn_alnum(s, 12); }

bool br_cpf(const char* d) {
  if (all_same(d, 11)) return false;
  int first = weighted<10, 9, 8, 7, 6, 5, 4, 3, 2>(d) * 10 % 11 % 10;
  int second = weighted<11, 10, 9, 8, 7, 6, 5, 4, 3, 2>(d) * 10 % 11 % 10;
  return first == digit(d[9]) && second == digit(d[10]);
}

bool ca_sin(const char* d) { return d[0] != '0' && d[0] != '8' && luhn(d, 9) && !all_same(d, 9); }
bool au_tfn(const char* d) { return weighted<1, 4, 3, 7, 5, 8, 6, 9, 10>(d) % 11 == 0 && !all_same(d, 9); }
bool au_medicare(const char* d) {
  return d[0] >= '2' && d[0] <= '6' && weighted<1, 3, 7, 9, 1, 3, 7, 9>(d) % 10 == digit(d[8]);
}
bool nz_ird(const char* d) {
  int expected = (11 - weighted<3, 2, 7, 6, 5, 4, 3, 2>(d) % 11) % 11;
  if (expected == 10) expected = (11 - weighted<7, 4, 3, 2, 5, 2, 7, 6>(d) % 11) % 11;
  return expected == digit(d[8]);
}

bool in_aadhaar(const char* d) { return d[0] >= '2' && verhoeff(d, 12) && !all_same(d, 12); }
bool in_pan(const char* s) { return std::string_view("ABCDEFGHJLPT").contains(s[3]); }
bool in_pan_person(const char* s) { return s[3] == 'P'; }

bool pl_pesel(const char* d) {
  const int month = two_digits(d + 2) % 20;
  if (!is_date(0, month, two_digits(d + 4))) return false;
  return (10 - weighted<1, 3, 7, 9, 1, 3, 7, 9, 1, 3>(d) % 10) % 10 == digit(d[10]);
}

bool se_short(const char* d) {
  const int day = two_digits(d + 4);
  return is_date(0, two_digits(d + 2), day > 60 ? day - 60 : day) && luhn(d, 10);
}
bool se_long(const char* d) {
  const int century = two_digits(d);
  return century >= 18 && century <= 20 && se_short(d + 2);
}

bool no_number(const char* d) {
  const int day = two_digits(d);
  if (!is_date(0, two_digits(d + 2) % 40, day > 40 ? day - 40 : day)) return false;
  const int first = (11 - weighted<3, 7, 6, 1, 8, 9, 4, 5, 2>(d) % 11) % 11;
  const int second = (11 - weighted<5, 4, 3, 2, 7, 6, 5, 4, 3, 2>(d) % 11) % 11;
  return first == digit(d[9]) && second == digit(d[10]);
}

bool dk_cpr(const char* d) { return ddmmyy(d); }
bool is_kennitala(const char* d) {
  const int day = two_digits(d);
  if (!is_date(0, two_digits(d + 2), day > 40 ? day - 40 : day)) return false;
  return (11 - weighted<3, 2, 7, 6, 5, 4, 3, 2>(d) % 11) % 11 == digit(d[8]);
}

bool fi_check(const char* date, const char* serial, char check) {
  constexpr std::string_view kChecks = "0123456789ABCDEFHJKLMNPRSTUVWXY";
  const int number = number_of(date, 6) * 1000 + number_of(serial, 3);
  return ddmmyy(date) && kChecks[static_cast<std::size_t>(number % 31)] == check;
}
bool fi_hetu_dash(const char* s) { return fi_check(s, s + 6, s[9]); }
bool fi_hetu_letter(const char* s) {
  return std::string_view("ABCDEFUVWXY").contains(s[6]) && fi_check(s, s + 7, s[10]);
}

bool nl_bsn(const char* d) {
  return weighted<9, 8, 7, 6, 5, 4, 3, 2, -1>(d) % 11 == 0 && !all_same(d, 9) && !all_same(d, 8);
}

bool be_rrn(const char* d) {
  const int month = two_digits(d + 2);
  if (month % 20 > 12 || two_digits(d + 4) > 31) return false;
  const int check = two_digits(d + 9);
  if (97 - mod_97(d, 9) == check) return true;
  char later[10] = {'2', d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], d[8]};  // born from 2000 on
  return 97 - mod_97(later, 10) == check;
}

bool ch_ahv(const char* d) {
  if (d[0] != '7' || d[1] != '5' || d[2] != '6') return false;
  return (10 - weighted<1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3>(d) % 10) % 10 == digit(d[12]);
}

bool at_svnr(const char* d) {
  const int month = two_digits(d + 6);
  if (d[0] == '0' || month < 1 || month > 15 || two_digits(d + 4) < 1 || two_digits(d + 4) > 31) return false;
  return weighted<3, 7, 9, 0, 5, 8, 4, 2, 1, 6>(d) % 11 == digit(d[3]);
}

bool ie_check(const char* s, int extra) {
  const int sum = weighted<8, 7, 6, 5, 4, 3, 2>(s) + extra * 9;
  return s[7] == "WABCDEFGHIJKLMNOPQRSTUV"[sum % 23];
}
bool ie_ppsn(const char* s) { return ie_check(s, 0); }
bool ie_ppsn_long(const char* s) { return ie_check(s, s[8] == 'W' ? 0 : s[8] - 'A' + 1); }

bool cz_number(const char* d) {
  const int month = two_digits(d + 2) % 50 % 20;
  if (!is_date(0, month, two_digits(d + 4))) return false;
  const int rest = number_of(d, 9) % 11;
  return rest % 10 == digit(d[9]);
}

bool hu_taj(const char* d) { return weighted<3, 7, 3, 7, 3, 7, 3, 7>(d) % 10 == digit(d[8]) && !all_same(d, 9); }

bool ro_cnp(const char* d) {
  if (d[0] == '0' || !yymmdd(d + 1)) return false;
  const int rest = weighted<2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9>(d) % 11;
  return (rest == 10 ? 1 : rest) == digit(d[12]);
}

bool bg_egn(const char* d) {
  const int month = two_digits(d + 2) % 20;
  if (!is_date(0, month, two_digits(d + 4))) return false;
  return weighted<2, 4, 8, 5, 10, 9, 7, 3, 6>(d) % 11 % 10 == digit(d[9]);
}

bool hr_oib(const char* d) { return mod_11_10(d, 11); }
bool jmbg(const char* d) {
  if (!is_date(0, two_digits(d + 2), two_digits(d))) return false;
  const int rest = 11 - weighted<7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2>(d) % 11;
  return (rest > 9 ? 0 : rest) == digit(d[12]);
}

bool baltic(const char* d) {
  if (d[0] < '1' || d[0] > '8' || !yymmdd(d + 1)) return false;
  int check = weighted<1, 2, 3, 4, 5, 6, 7, 8, 9, 1>(d) % 11;
  if (check == 10) check = weighted<3, 4, 5, 6, 7, 8, 9, 1, 2, 3>(d) % 11 % 10;
  return check == digit(d[10]);
}
bool lv_code(const char* d) {
  if (d[0] == '3' && d[1] == '2') return true;
  if (!ddmmyy(d)) return false;
  return (1101 - weighted<1, 6, 3, 7, 9, 10, 5, 8, 4, 2>(d)) % 11 == digit(d[10]);
}

bool gr_amka(const char* d) { return ddmmyy(d) && luhn(d, 11); }
bool gr_afm(const char* d) {
  return weighted<256, 128, 64, 32, 16, 8, 4, 2>(d) % 11 % 10 == digit(d[8]) && !all_same(d, 9);
}
bool lu_number(const char* d) {
  char without[12];
  for (int i = 0; i < 11; ++i) without[i] = d[i];
  without[11] = d[12];
  return is_date(number_of(d, 4), two_digits(d + 4), two_digits(d + 6)) && luhn(d, 12) && verhoeff(without, 12);
}

bool tr_tckn(const char* d) {
  if (d[0] == '0') return false;
  const int odd = digit(d[0]) + digit(d[2]) + digit(d[4]) + digit(d[6]) + digit(d[8]);
  const int even = digit(d[1]) + digit(d[3]) + digit(d[5]) + digit(d[7]);
  const int tenth = ((odd * 7 - even) % 10 + 10) % 10;
  return tenth == digit(d[9]) && (odd + even + tenth) % 10 == digit(d[10]);
}

bool il_id(const char* d) { return luhn(d, 9) && !all_same(d, 9); }
bool za_id(const char* d) { return yymmdd(d) && (d[10] == '0' || d[10] == '1') && luhn(d, 13); }
bool ae_id(const char* d) { return d[0] == '7' && d[1] == '8' && d[2] == '4' && luhn(d, 15); }
bool sa_id(const char* d) { return (d[0] == '1' || d[0] == '2') && luhn(d, 10); }

bool sg_nric(const char* s) {
  const int sum = weighted<2, 7, 6, 5, 4, 3, 2>(s + 1);
  switch (s[0]) {
    case 'S':
      return s[8] == "JZIHGFEDCBA"[sum % 11];
    case 'T':
      return s[8] == "JZIHGFEDCBA"[(sum + 4) % 11];
    case 'F':
      return s[8] == "XWUTRQPNMLK"[sum % 11];
    case 'G':
      return s[8] == "XWUTRQPNMLK"[(sum + 4) % 11];
    case 'M':
      return s[8] == "KLJNPQRTUWX"[10 - (sum + 3) % 11];
    default:
      return false;
  }
}

bool hk_hkid(const char* s) {
  const int sum = 36 * 9 + (s[0] - 'A' + 10) * 8 + weighted<7, 6, 5, 4, 3, 2>(s + 1);
  const int check = (11 - sum % 11) % 11;
  return s[7] == (check == 10 ? 'A' : '0' + check);
}

bool cn_resident(const char* s) {
  if (!is_date(number_of(s + 6, 4), two_digits(s + 10), two_digits(s + 12))) return false;
  if (number_of(s + 6, 4) < 1900 || number_of(s + 6, 4) > 2035) return false;
  const int sum = weighted<7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2>(s);
  return s[17] == "10X98765432"[sum % 11];
}

bool tw_id(const char* s) {
  constexpr std::uint8_t kLetters[] = {10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21,
                                       22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33};
  if (s[1] != '1' && s[1] != '2' && s[1] != '8' && s[1] != '9') return false;
  const int letter = kLetters[s[0] - 'A'];
  return (letter / 10 + letter % 10 * 9 + weighted<8, 7, 6, 5, 4, 3, 2, 1, 1>(s + 1)) % 10 == 0;
}

bool kr_rrn(const char* d) {
  if (!yymmdd(d) || d[6] == '0' || d[6] == '9') return false;
  return (11 - weighted<2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5>(d) % 11) % 10 == digit(d[12]);
}

bool jp_my_number(const char* d) {
  const int rest = weighted<6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2>(d) % 11;
  return (rest <= 1 ? 0 : 11 - rest) == digit(d[11]) && !all_same(d, 12);
}

bool th_id(const char* d) {
  return d[0] != '0' && (11 - weighted<13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2>(d) % 11) % 10 == digit(d[12]);
}

bool my_nric(const char* d) { return yymmdd(d); }
bool id_nik(const char* d) {
  const int day = two_digits(d + 6);
  return is_date(0, two_digits(d + 8), day > 40 ? day - 40 : day) && two_digits(d) >= 11;
}
bool eg_id(const char* d) { return (d[0] == '2' || d[0] == '3') && yymmdd(d + 1); }

// Resolution of 18 June 2008: weights 18 to 2, the letter Ñ between N and O.
bool mx_curp(const char* s) {
  if ((s[10] != 'H' && s[10] != 'M' && s[10] != 'X') || !yymmdd(s + 4)) return false;
  int sum = 0;
  for (int i = 0; i < 17; ++i) {
    const int value = is_digit(s[i]) ? digit(s[i]) : s[i] - 'A' + 10 + (s[i] > 'N' ? 1 : 0);
    sum += value * (18 - i);
  }
  return (10 - sum % 10) % 10 == digit(s[17]);
}
bool mx_rfc(const char* s) { return yymmdd(s + 4); }

bool cl_check(const char* s, int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) sum += digit(s[count - 1 - i]) * (2 + i % 6);
  const int check = 11 - sum % 11;
  return s[count] == (check == 11 ? '0' : check == 10 ? 'K' : static_cast<char>('0' + check));
}
bool cl_rut8(const char* s) { return cl_check(s, 8); }
bool cl_rut7(const char* s) { return cl_check(s, 7); }

bool ar_cuil(const char* d) {
  const int kind = two_digits(d);
  if (kind != 20 && kind != 23 && kind != 24 && kind != 27) return false;
  const int rest = 11 - weighted<5, 4, 3, 2, 7, 6, 5, 4, 3, 2>(d) % 11;
  return (rest == 11 ? 0 : rest == 10 ? 9 : rest) == digit(d[10]);
}
bool uy_ci(const char* d) { return (10 - weighted<2, 9, 8, 7, 6, 3, 4>(d) % 10) % 10 == digit(d[7]); }
bool ec_cedula(const char* d) {
  const int province = two_digits(d);
  return province >= 1 && province <= 24 && d[2] < '6' && luhn(d, 10);
}

bool ua_number(const char* d) {
  return ((weighted<-1, 5, 7, 9, 4, 6, 10, 5, 7>(d) % 11 + 11) % 11) % 10 == digit(d[9]);
}
bool ru_snils(const char* d) {
  const int check = weighted<9, 8, 7, 6, 5, 4, 3, 2, 1>(d) % 101 % 100;
  return check == two_digits(d + 9) && !all_same(d, 9);
}
bool ru_inn(const char* d) {
  return weighted<7, 2, 4, 10, 3, 5, 9, 4, 6, 8>(d) % 11 % 10 == digit(d[10]) &&
         weighted<3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8>(d) % 11 % 10 == digit(d[11]);
}

using enum Alone;

constexpr Document kDocuments[] = {
    {"", "", "", "", any, never, false},
    {"UK_NINO", "nino|ni number|national insurance|national insurance number|nat ins|nat insurance|ni no|ni|n i number",
     "LLDDDDDDL", "2 2 2 2 1", uk_nino, always, false},
    {"UK_NHS", "nhs|nhs number|nhs no", "DDDDDDDDDD", "3 3 4", uk_nhs, never, true},
    {"DE_TAX_ID",
     "steuer id|steuerid|steuer identifikationsnummer|steueridentifikationsnummer|idnr|steuer idnr|"
     "steuernummer|steuernr|tax id germany|german tax id|steuer identnummer|identnummer",
     "DDDDDDDDDDD", "2 3 3 3", de_tax_id, in_shape, true},
    {"DE_PERSONALAUSWEIS", "personalausweis|personalausweisnummer|ausweisnummer|ausweis|perso|ausweisnr", "AAAAAAAAAD",
     "", de_identity_card, never, true},
    {"DE_PENSION_NUMBER",
     "sozialversicherungsnummer|rentenversicherungsnummer|sv nummer|rv nummer|"
     "versicherungsnummer|svnummer",
     "DDDDDDDDLDDD", "2 6 1 3", de_pension, always, true},
    {"FR_NIR",
     "nir|numero de securite sociale|securite sociale|secu|num secu|numero de secu|insee|carte vitale|"
     "numero secu|n de secu",
     "DDDDDDADDDDDDDD", "1 2 2 2 3 3 2", fr_nir, always, true},
    {"ES_NIF", "nif|dni|numero de dni|dni nif|mi dni", "DDDDDDDDL", "8-1", es_nif, always, true},
    {"ES_NIE", "nie|numero de nie|tarjeta de residencia", "LDDDDDDDL", "1-7-1", es_nie, always, true},
    {"IT_CODICE_FISCALE", "codice fiscale|cod fisc|cod fiscale|c f|cf|codicefiscale", "LLLLLLAALAALAAAL", "3 3 5 5",
     it_codice_fiscale, always, true},
    {"PT_NIF", "nif|contribuinte|numero de contribuinte|numero de identificacao fiscal|nif portugal", "DDDDDDDDD",
     "3 3 3", pt_nif, never, true},
    {"PT_CARTAO_CIDADAO", "cartao de cidadao|cartao do cidadao|cartao cidadao|bilhete de identidade", "DDDDDDDDDLLD",
     "8 1 3", pt_card, in_shape, true},
    {"BR_CPF", "cpf|meu cpf|numero do cpf|cpf numero", "DDDDDDDDDDD", "3.3.3-2", br_cpf, in_shape, true},
    {"CA_SIN",
     "sin|sin number|social insurance number|social insurance|sin no|s i n|nas|numero dassurance sociale|"
     "assurance sociale|my sin",
     "DDDDDDDDD", "3 3 3", ca_sin, never, true},
    {"AU_TFN", "tfn|tax file number|tax file no|tfn is", "DDDDDDDDD", "3 3 3", au_tfn, never, true},
    {"AU_MEDICARE", "medicare|medicare number|medicare card|medicare no", "DDDDDDDDDD", "4 5 1", au_medicare, in_shape,
     true},
    {"NZ_IRD", "ird|ird number", "DDDDDDDDD", "3-3-3", nz_ird, never, true},
    {"IN_AADHAAR", "aadhaar|aadhar|adhaar|adhar|aadhaar number|aadhar card|aadhaar card|aadhaar no|uidai",
     "DDDDDDDDDDDD", "4 4 4", in_aadhaar, in_shape, true},
    {"IN_PAN", "pan|pan card|pan number|permanent account number|pan no", "LLLLLDDDDL", "", in_pan, never, false},
    {"IN_PAN", "pan india", "LLLLLDDDDL", "", in_pan_person, always, false},
    {"PL_PESEL", "pesel|numer pesel|pesel number", "DDDDDDDDDDD", "", pl_pesel, never, true},
    {"SE_PERSONNUMMER", "personnummer|personnr|pers nr|swedish personal number|person nr|samordningsnummer",
     "DDDDDDDDDD", "6-4", se_short, in_shape, true},
    {"SE_PERSONNUMMER", "svenskt personnummer", "DDDDDDDDDDDD", "8-4", se_long, in_shape, true},
    {"NO_FODSELSNUMMER", "fodselsnummer|fodselsnr|norwegian id|fnr|d nummer", "DDDDDDDDDDD", "6 5", no_number, in_shape,
     true},
    {"DK_CPR", "cpr|cpr nummer|cpr number|cpr nr|personnummer", "DDDDDDDDDD", "6-4", dk_cpr, never, false},
    {"IS_KENNITALA", "kennitala", "DDDDDDDDDD", "6-4", is_kennitala, in_shape, true},
    {"FI_HETU", "hetu|henkilotunnus|personal identity code", "DDDDDDDDDA", "6-4", fi_hetu_dash, in_shape, true},
    {"FI_HETU", "henkilotunnukseni", "DDDDDDLDDDA", "", fi_hetu_letter, always, true},
    {"NL_BSN", "bsn|burgerservicenummer|bsn nummer|sofinummer|bsn number|sofi nummer|bsn nr", "DDDDDDDDD", "", nl_bsn,
     never, true},
    {"BE_RRN",
     "rijksregisternummer|rijksregister|insz|numero national|registre national|numero de registre national|"
     "niss|rrn|nationaal nummer",
     "DDDDDDDDDDD", "2.2.2-3.2", be_rrn, in_shape, true},
    {"CH_AHV", "ahv|ahv nummer|ahvn13|avs|numero avs|ahv nr|no avs|ahvnummer|ahv number", "DDDDDDDDDDDDD", "3.4.4.2",
     ch_ahv, always, true},
    {"AT_SVNR", "svnr|sv nr|sozialversicherungsnummer|svn|versicherungsnummer|sv nummer", "DDDDDDDDDD", "4 6", at_svnr,
     never, true},
    {"IE_PPSN", "pps|ppsn|pps number|pps no|ppsn number|personal public service number", "DDDDDDDL", "", ie_ppsn, never,
     true},
    {"IE_PPSN", "irish pps", "DDDDDDDLL", "", ie_ppsn_long, never, true},
    {"CZ_RODNE_CISLO", "rodne cislo|rodne c|birth number|rodnecislo", "DDDDDDDDDD", "6/4", cz_number, in_shape, true},
    {"HU_TAJ", "taj|taj szam|taj number", "DDDDDDDDD", "3 3 3", hu_taj, never, true},
    {"RO_CNP", "cnp|cod numeric personal|cnp ul", "DDDDDDDDDDDDD", "", ro_cnp, never, true},
    {"BG_EGN", "egn|egn number", "DDDDDDDDDD", "", bg_egn, never, true},
    {"HR_OIB", "oib|osobni identifikacijski broj", "DDDDDDDDDDD", "", hr_oib, never, true},
    {"RS_JMBG", "jmbg|emso|embg|maticni broj", "DDDDDDDDDDDDD", "", jmbg, never, true},
    {"EE_ISIKUKOOD", "isikukood|estonian id|asmens kodas|personal code|isiku kood", "DDDDDDDDDDD", "", baltic, never,
     true},
    {"LV_PERSONAS_KODS", "personas kods", "DDDDDDDDDDD", "6-5", lv_code, never, true},
    {"GR_AMKA", "amka", "DDDDDDDDDDD", "", gr_amka, never, true},
    {"GR_AFM", "afm", "DDDDDDDDD", "", gr_afm, never, true},
    {"LU_MATRICULE", "matricule|numero de matricule|matricule nationale", "DDDDDDDDDDDDD", "", lu_number, never, true},
    {"TR_TCKN",
     "tc kimlik|tc kimlik no|kimlik|tckn|tc no|kimlik no|kimlik numarasi|tc kimlik numarasi|tc kimlik numaram",
     "DDDDDDDDDDD", "", tr_tckn, never, true},
    {"IL_TEUDAT_ZEHUT", "teudat zehut|israeli id|mispar zehut|tz number|israel id", "DDDDDDDDD", "", il_id, never,
     true},
    {"ZA_ID", "south african id|sa id|rsa id|sa id number|south african id number", "DDDDDDDDDDDDD", "6 4 3", za_id,
     in_shape, true},
    {"AE_EMIRATES_ID", "emirates id|eid|emirates id number|emirates id no", "DDDDDDDDDDDDDDD", "3-4-7-1", ae_id, always,
     true},
    {"SA_NATIONAL_ID", "iqama|iqama number|saudi id", "DDDDDDDDDD", "", sa_id, never, true},
    {"SG_NRIC", "nric|nric number|fin|fin number|singapore ic|nric no", "LDDDDDDDL", "", sg_nric, always, true},
    {"HK_HKID", "hkid|hong kong id|hkid card|hong kong identity card", "LDDDDDDA", "7(1", hk_hkid, in_shape, true},
    {"CN_RESIDENT_ID", "resident identity card|chinese id|shenfenzheng|china id|resident id|chinese id number",
     "DDDDDDDDDDDDDDDDDA", "", cn_resident, always, true},
    {"TW_ID", "taiwan id|taiwan national id|taiwanese id", "LDDDDDDDDD", "", tw_id, never, true},
    {"KR_RRN", "rrn|resident registration number|jumin|korean id|resident registration|jumin number", "DDDDDDDDDDDDD",
     "6-7", kr_rrn, in_shape, true},
    {"JP_MY_NUMBER", "mynumber|individual number|my number card|kojin bango|japanese my number|my number japan",
     "DDDDDDDDDDDD", "4 4 4", jp_my_number, never, true},
    {"TH_ID", "thai id|thai national id|thai id card|thai id number", "DDDDDDDDDDDDD", "1-4-5-2-1", th_id, in_shape,
     true},
    {"MY_NRIC", "mykad|malaysian ic|ic number|ic no|nric|mykad number|my ic|no kp", "DDDDDDDDDDDD", "6-2-4", my_nric,
     in_shape, false},
    {"ID_NIK", "nik|ktp|nik ktp|no ktp|nomor ktp", "DDDDDDDDDDDDDDDD", "", id_nik, never, false},
    {"PK_CNIC", "cnic|cnic number|nadra|cnic no", "DDDDDDDDDDDDD", "5-7-1", any, in_shape, false},
    {"EG_NATIONAL_ID", "egyptian id|egypt national id|egyptian national id", "DDDDDDDDDDDDDD", "", eg_id, never, false},
    {"MX_CURP", "curp|mi curp", "LLLLDDDDDDLLLLLLAD", "", mx_curp, always, true},
    {"MX_RFC", "rfc|mi rfc", "LLLLDDDDDDAAA", "4-6-3", mx_rfc, never, false},
    {"CL_RUT", "rut|run|mi rut|rol unico tributario", "DDDDDDDDA", "2.3.3-1", cl_rut8, in_shape, true},
    {"CL_RUT", "rut nacional", "DDDDDDDA", "1.3.3-1", cl_rut7, in_shape, true},
    {"AR_CUIL", "cuil|cuit|mi cuil|mi cuit", "DDDDDDDDDDD", "2-8-1", ar_cuil, in_shape, true},
    {"AR_DNI", "dni|dni argentino", "DDDDDDDD", "2.3.3", any, never, false},
    {"UY_CI", "cedula|cedula de identidad|ci uruguay", "DDDDDDDD", "1.3.3-1", uy_ci, never, true},
    {"EC_CEDULA", "cedula|cedula ecuatoriana|numero de cedula", "DDDDDDDDDD", "", ec_cedula, never, true},
    {"CO_CEDULA", "cedula de ciudadania|cedula|numero de cedula", "DDDDDDDDDD", "1.3.3.3", any, never, false},
    {"UA_RNOKPP", "rnokpp|ipn|ukrainian tax number", "DDDDDDDDDD", "", ua_number, never, true},
    {"RU_SNILS", "snils", "DDDDDDDDDDD", "3-3-3 2", ru_snils, in_shape, true},
    {"RU_INN", "inn", "DDDDDDDDDDDD", "", ru_inn, never, true},
};

}  // namespace

namespace {

constexpr std::size_t kLongestPattern = 20;
constexpr std::size_t kMostOfOneLength = 24;

struct ByLength {
  std::uint8_t list[kLongestPattern + 1][2][kMostOfOneLength] = {};
  std::uint8_t count[kLongestPattern + 1][2] = {};
};

consteval ByLength sort_by_length() {
  ByLength sorted;
  for (std::uint8_t i = 1; i < std::size(kDocuments); ++i) {
    const std::string_view pattern = kDocuments[i].pattern;
    const int letters = pattern.find_first_not_of('D') != std::string_view::npos ? 1 : 0;
    std::uint8_t& count = sorted.count[pattern.size()][letters];
    sorted.list[pattern.size()][letters][count++] = i;
  }
  return sorted;
}
constexpr ByLength kByLength = sort_by_length();

}  // namespace

std::span<const std::uint8_t> documents_of(std::size_t length, bool with_letters) {
  if (length > kLongestPattern) return {};
  return {kByLength.list[length][with_letters ? 1 : 0], kByLength.count[length][with_letters ? 1 : 0]};
}

Documents documents() { return {kDocuments, static_cast<std::uint8_t>(std::size(kDocuments))}; }

bool has_shape(std::string_view shape, const std::uint8_t* groups, const char* separators, int count) {
  int group = 0;
  std::size_t i = 0;
  while (i < shape.size()) {
    if (group == count) return false;
    int length = 0;
    while (i < shape.size() && is_digit(shape[i])) length = length * 10 + digit(shape[i++]);
    if (length != groups[group]) return false;
    ++group;
    if (i == shape.size()) break;
    if (group == count || separators[group] != shape[i]) return false;
    ++i;
  }
  return group == count;
}

}  // namespace cloister::detect
