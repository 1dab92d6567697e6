// Addresses of crypto wallets, by their own check sums: base58check, bech32 (BIP 173, BIP 350), EIP-55.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "detect/analysis.h"
#include "detect/chars.h"
#include "detect/hashes.h"

namespace cloister::detect {
namespace {

constexpr std::string_view kBitcoin = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kRipple = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
constexpr std::size_t kMostBytes = 40;

// Base58 of at most 44 characters; the number of bytes, 0 if it is not base58.
std::size_t decode_base58(std::string_view s, std::string_view alphabet, std::array<std::uint8_t, kMostBytes>& out) {
  std::array<std::uint8_t, kMostBytes> little{};
  std::size_t size = 0;
  for (const char c : s) {
    const std::size_t digit = alphabet.find(c);
    if (digit == std::string_view::npos) return 0;
    auto carry = static_cast<unsigned>(digit);
    for (std::size_t i = 0; i < size; ++i) {
      carry += little[i] * 58U;
      little[i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    if (carry != 0) {
      if (size == kMostBytes) return 0;
      little[size++] = static_cast<std::uint8_t>(carry);
    }
  }
  for (std::size_t i = 0; i < s.size() && s[i] == alphabet[0]; ++i) {
    if (size == kMostBytes) return 0;
    little[size++] = 0;
  }
  for (std::size_t i = 0; i < size; ++i) out[i] = little[size - 1 - i];
  return size;
}

// A version byte, 20 bytes, and the first 4 bytes of their double hash.
bool is_base58check(std::string_view s, std::string_view alphabet) {
  std::array<std::uint8_t, kMostBytes> bytes{};
  if (decode_base58(s, alphabet, bytes) != 25) return false;
  const Digest once = sha256({bytes.data(), 21});
  const Digest twice = sha256(once);
  return std::equal(twice.begin(), twice.begin() + 4, bytes.begin() + 21);
}

bool is_bech32(std::string_view s) {
  constexpr std::string_view kCharset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  constexpr std::uint32_t kGenerator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  const std::size_t one = s.rfind('1');
  if (one == std::string_view::npos || one == 0 || s.size() - one < 7) return false;
  std::uint32_t check = 1;
  const auto add = [&](std::uint32_t value) {
    const std::uint32_t top = check >> 25;
    check = (check & 0x1ffffff) << 5 ^ value;
    for (unsigned i = 0; i < 5; ++i) {
      if ((top >> i & 1) != 0) check ^= kGenerator[i];
    }
  };
  for (std::size_t i = 0; i < one; ++i) add(static_cast<std::uint32_t>(to_lower(s[i])) >> 5);
  add(0);
  for (std::size_t i = 0; i < one; ++i) add(static_cast<std::uint32_t>(to_lower(s[i])) & 31);
  for (const char c : s.substr(one + 1)) {
    const std::size_t value = kCharset.find(to_lower(c));
    if (value == std::string_view::npos) return false;
    add(static_cast<std::uint32_t>(value));
  }
  return check == 1 || check == 0x2bc830a3;
}

enum class Case { single, right, wrong };

// EIP-55: the case of each letter is a bit of the hash of the address in lower case.
Case case_of(std::string_view hex) {
  std::array<std::uint8_t, 40> lower{};
  bool has_upper = false;
  bool has_lower = false;
  for (std::size_t i = 0; i < 40; ++i) {
    has_upper = has_upper || is(hex[i], kUpper);
    has_lower = has_lower || is(hex[i], kLower);
    lower[i] = static_cast<std::uint8_t>(to_lower(hex[i]));
  }
  if (!has_upper || !has_lower) return Case::single;
  const Digest hash = keccak256(lower);
  for (std::size_t i = 0; i < 40; ++i) {
    const bool upper = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 8) != 0;
    if (is_letter(hex[i]) && is(hex[i], kUpper) != upper) return Case::wrong;
  }
  return Case::right;
}

class Wallets {
 public:
  explicit Wallets(Analysis& a) : a_(a) {}

  void find() {
    if (a_.tokens.longest < 25) return;
    for (const Chunk& chunk : a_.tokens.chunks) {
      if (chunk.size() < 25 || chunk.size() > 110) continue;
      const std::string_view s = a_.chars(chunk.begin, chunk.end);
      if (s.starts_with("0x") || s.starts_with("0X"))
        ethereum(chunk, s.substr(2));
      else if (!bech32(chunk, s))
        base58(chunk, s);
    }
  }

 private:
  void add(const Chunk& chunk, std::string_view kind, int score, bool checked) {
    Candidate& found = a_.add(Type::crypto_wallet, kind, chunk.begin, chunk.end, score);
    found.evidence.length = static_cast<std::uint16_t>(chunk.size());
    found.evidence.add(checked ? Clue::check_digit : Clue::format);
  }

  Context context(const Chunk& chunk) const {
    return {a_.text, a_.tokens, chunk.first_token, chunk.first_token + chunk.tokens};
  }

  void ethereum(const Chunk& chunk, std::string_view hex) {
    if (hex.size() != 40) return;
    const bool is_hex = std::all_of(hex.begin(), hex.end(),
                                    [](char c) { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f'); });
    if (!is_hex || hex.find_first_not_of('0') == std::string_view::npos) return;
    const Case letters = case_of(hex);
    const Context around = context(chunk);
    const int label = around.distance(Concept::wallet);
    // "contract 0x…": on everybody's ledger.
    if (around.before(Concept::order) <= 2 && label > 2) return;
    if (letters == Case::right) return add(chunk, "ETH", 96, true);
    if (around.distance(Concept::hash) < label && around.distance(Concept::hash) <= 3) return;
    if (letters == Case::wrong && label > 8) return;
    add(chunk, "ETH", label <= 8 ? 88 : 80, false);
  }

  bool bech32(const Chunk& chunk, std::string_view s) {
    constexpr std::array<std::string_view, 9> kPrefixes = {"bc1",   "tb1",   "ltc1",   "addr1", "cosmos1",
                                                           "bcrt1", "osmo1", "stake1", "terra1"};
    for (const std::string_view prefix : kPrefixes) {
      if (!a_.is_at(chunk.begin, prefix)) continue;
      if (is_bech32(s))
        add(chunk, prefix.starts_with("ltc") ? "LTC" : prefix == "addr1" ? "ADA" : "BTC", 97, true);
      else if (context(chunk).distance(Concept::wallet) <= 8)
        add(chunk, "", 75, false);
      return true;
    }
    return false;
  }

  void base58(const Chunk& chunk, std::string_view s) {
    if (s.size() <= 36) {
      if (s[0] == 'r') {
        if (is_base58check(s, kRipple)) add(chunk, "XRP", 96, true);
      } else if (is_base58check(s, kBitcoin)) {
        const bool bitcoin = s[0] == '1' || s[0] == '3';
        add(chunk,
            bitcoin                      ? "BTC"
            : s[0] == 'L' || s[0] == 'M' ? "LTC"
            : s[0] == 'D'                ? "DOGE"
            : s[0] == 'T'                ? "TRX"
                                         : "",
            97, true);
      }
      return;
    }
    const bool mixed = (chunk.classes & kDigit) != 0 && (chunk.classes & kUpper) != 0 && (chunk.classes & kLower) != 0;
    if (!mixed || context(chunk).distance(Concept::wallet) > 8) return;
    std::array<std::uint8_t, kMostBytes> bytes{};
    if (s.size() <= 44 && decode_base58(s, kBitcoin, bytes) == 32) return add(chunk, "SOL", 84, false);
    const bool monero =
        s.size() == 95 && (s[0] == '4' || s[0] == '8') && s.find_first_not_of(kBitcoin) == std::string_view::npos;
    if (monero) add(chunk, "XMR", 86, false);
  }

  Analysis& a_;
};

}  // namespace

void find_wallets(Analysis& a) { Wallets(a).find(); }

}  // namespace cloister::detect
