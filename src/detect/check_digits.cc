#include "detect/check_digits.h"

namespace cloister::detect {

bool luhn(const char* d, int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) {
    int digit = d[count - 1 - i] - '0';
    if (i % 2 == 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

bool luhn_alnum(const char* d, int count) {
  int sum = 0;
  for (int i = 0; i < count; ++i) {
    int value = value_of(d[count - 1 - i]);
    if (i % 2 == 1) {
      value *= 2;
      if (value > 9) value -= 9;
    }
    sum += value;
  }
  return sum % 10 == 0;
}

bool mod_11_10(const char* d, int count) {
  int product = 10;
  for (int i = 0; i < count - 1; ++i) {
    int sum = (d[i] - '0' + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return (11 - product) % 10 == d[count - 1] - '0';
}

bool verhoeff(const char* d, int count) {
  constexpr std::uint8_t kPermute[8][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
                                            {5, 8, 0, 3, 7, 9, 6, 1, 4, 2}, {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
                                            {9, 4, 5, 3, 1, 2, 6, 8, 7, 0}, {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
                                            {2, 7, 9, 3, 8, 0, 6, 4, 1, 5}, {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}};
  const auto multiply = [](int a, int b) {
    if (a < 5) return b < 5 ? (a + b) % 5 : 5 + (a + b - 5) % 5;
    return b < 5 ? 5 + (a - 5 - b + 5) % 5 : (a - b + 5) % 5;
  };
  int c = 0;
  for (int i = 0; i < count; ++i) c = multiply(c, kPermute[i % 8][d[count - 1 - i] - '0']);
  return c == 0;
}

int mod_97(const char* d, int count) {
  int rest = 0;
  for (int i = 0; i < count; ++i) rest = (rest * 10 + d[i] - '0') % 97;
  return rest;
}

int weighted(const char* d, std::span<const std::int16_t> weights) {
  int sum = 0;
  for (const int weight : weights) sum += (*d++ - '0') * weight;
  return sum;
}

int two_digits(const char* d) { return (d[0] - '0') * 10 + d[1] - '0'; }

bool is_date(int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const int days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return day <= days[month - 1];
}

bool all_same(const char* d, int count) {
  for (int i = 1; i < count; ++i) {
    if (d[i] != d[0]) return false;
  }
  return true;
}

}  // namespace cloister::detect
