#include "detect/issuers.h"

#include <cstdint>

namespace cloister::detect {
namespace {

constexpr std::uint32_t lengths(int least, int most) {
  std::uint32_t bits = 0;
  for (int i = least; i <= most; ++i) bits |= std::uint32_t{1} << i;
  return bits;
}
constexpr std::uint32_t k16 = lengths(16, 16);

struct Range {
  std::uint32_t low;  // of six digits
  std::uint32_t high;
  std::uint32_t lengths;
  Issuer issuer;
};

// More special ranges first.
constexpr Range kRanges[] = {
    {501900, 501999, k16, {"DANKORT", false}},
    {506099, 506198, lengths(16, 19), {"VERVE", false}},
    {506699, 506778, k16, {"ELO", false}},
    {509000, 509999, k16, {"ELO", false}},
    {606282, 606282, k16, {"HIPERCARD", false}},
    {636297, 636368, k16, {"ELO", false}},
    {622126, 622925, k16, {"UNIONPAY", true}},
    {601100, 601199, k16, {"DISCOVER", true}},
    {644000, 659999, k16, {"DISCOVER", true}},
    {601100, 601199, lengths(17, 19), {"DISCOVER", false}},
    {644000, 659999, lengths(17, 19), {"DISCOVER", false}},
    {340000, 349999, lengths(15, 15), {"AMEX", true}},
    {370000, 379999, lengths(15, 15), {"AMEX", true}},
    {300000, 305999, lengths(14, 14), {"DINERS", false}},
    {309500, 309599, lengths(14, 14), {"DINERS", false}},
    {360000, 369999, lengths(14, 14), {"DINERS", false}},
    {380000, 399999, lengths(14, 14), {"DINERS", false}},
    {300000, 305999, k16, {"DINERS", true}},
    {360000, 369999, k16, {"DINERS", false}},
    {380000, 399999, k16, {"DINERS", false}},
    {352800, 358999, k16, {"JCB", true}},
    {352800, 358999, lengths(17, 19), {"JCB", false}},
    {220000, 220499, lengths(16, 19), {"MIR", false}},
    {222100, 272099, k16, {"MASTERCARD", true}},
    {510000, 559999, k16, {"MASTERCARD", true}},
    {979200, 979299, k16, {"TROY", false}},
    {400000, 499999, k16, {"VISA", true}},
    {400000, 499999, lengths(13, 13) | lengths(19, 19), {"VISA", false}},
    {620000, 629999, k16, {"UNIONPAY", true}},
    {620000, 629999, lengths(17, 19), {"UNIONPAY", false}},
    {810000, 817199, lengths(16, 19), {"UNIONPAY", false}},
    {817200, 829999, k16, {"RUPAY", false}},
    {508500, 508999, k16, {"RUPAY", false}},
    {606985, 608999, k16, {"RUPAY", false}},
    {652100, 653199, k16, {"RUPAY", true}},
    {637000, 639999, k16, {"INSTAPAYMENT", false}},
    {500000, 509999, lengths(12, 19), {"MAESTRO", false}},
    {560000, 589999, lengths(12, 19), {"MAESTRO", false}},
    {600000, 609999, lengths(12, 19), {"MAESTRO", false}},
    {630000, 639999, lengths(12, 19), {"MAESTRO", false}},
    {670000, 679999, lengths(12, 19), {"MAESTRO", false}},
};

}  // namespace

const Issuer* issuer_of(std::string_view digits) {
  if (digits.size() < 12 || digits.size() > 19) return nullptr;
  std::uint32_t prefix = 0;
  for (std::size_t i = 0; i < 6; ++i) prefix = prefix * 10 + static_cast<std::uint32_t>(digits[i] - '0');
  const std::uint32_t length = std::uint32_t{1} << digits.size();
  for (const Range& range : kRanges) {
    if (prefix >= range.low && prefix <= range.high && (range.lengths & length) != 0) return &range.issuer;
  }
  return nullptr;
}

}  // namespace cloister::detect
