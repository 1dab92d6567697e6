#include "protocol/compare.h"

#include <openssl/evp.h>

#include <array>
#include <cstdlib>

#include "protocol/codec.h"

namespace cloister::protocol {
namespace {

constexpr int kIterations = 100'000;
constexpr std::uint64_t kTenDigits = 10'000'000'000;

/// Divides a big-endian number in place and returns the remainder.
std::uint64_t divide(std::span<std::uint8_t> number, std::uint64_t divisor) {
  std::uint64_t rest = 0;
  for (std::uint8_t& digit : number) {
    rest = rest << 8 | digit;
    digit = static_cast<std::uint8_t>(rest / divisor);
    rest %= divisor;
  }
  return rest;
}

std::string ten_digits(std::uint64_t number) {
  std::string text = std::to_string(number);
  text.insert(0, 10 - text.size(), '0');
  return text.substr(0, 5) + " " + text.substr(5);
}

}  // namespace

std::string comparison_code(const Compared& of) {
  Encoder out;
  out.label("compare");
  for (const ByteView part : {of.root.view(), of.site.view(), of.conversation.view(), of.packet_hash.view(),
                              of.customer_device.view(), of.maker.view()})
    out.raw(part);
  const Bytes password = out.take();
  std::array<std::uint8_t, 32> derived{};
  if (PKCS5_PBKDF2_HMAC(as_text(password).data(), static_cast<int>(password.size()), of.conversation.value.data(),
                        static_cast<int>(ConversationId::kSize), kIterations, EVP_sha256(),
                        static_cast<int>(derived.size()), derived.data()) != 1)
    std::abort();  // only when memory is exhausted: a code that was not computed must not be shown
  const std::span<std::uint8_t> number = std::span(derived).first<16>();
  const std::uint64_t low = divide(number, kTenDigits);
  const std::uint64_t high = divide(number, kTenDigits);
  return ten_digits(high) + " " + ten_digits(low);
}

}  // namespace cloister::protocol
