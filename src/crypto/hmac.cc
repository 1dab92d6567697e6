#include "crypto/hmac.h"

#include "crypto/openssl.h"

namespace cloister::crypto {
namespace {

/// OpenSSL takes a null pointer for "the same key again", which an empty key must not mean.
const std::uint8_t* never_null(ByteView key) {
  static constexpr std::uint8_t empty = 0;
  return key.empty() ? &empty : key.data();
}

}  // namespace

struct HmacSha256::State {
  openssl::MacCtx context;
};

HmacSha256::HmacSha256(std::unique_ptr<State> state) : state_(std::move(state)) {}
HmacSha256::HmacSha256(ByteView key) : state_(new State{openssl::MacCtx(EVP_MAC_CTX_dup(openssl::hmac_template()))}) {
  openssl::must(state_->context && EVP_MAC_init(state_->context.get(), never_null(key), key.size(), nullptr) == 1);
}
HmacSha256::~HmacSha256() = default;
HmacSha256::HmacSha256(HmacSha256&&) noexcept = default;
HmacSha256& HmacSha256::operator=(HmacSha256&&) noexcept = default;

HmacSha256 HmacSha256::clone() const {
  auto state = std::make_unique<State>(openssl::MacCtx(EVP_MAC_CTX_dup(state_->context.get())));
  openssl::must(state->context != nullptr);
  return HmacSha256(std::move(state));
}

HmacSha256& HmacSha256::update(ByteView data) {
  openssl::must(EVP_MAC_update(state_->context.get(), data.data(), data.size()) == 1);
  return *this;
}

void HmacSha256::finish(std::span<std::uint8_t, kHmacSize> out) {
  std::size_t written = 0;
  openssl::must(EVP_MAC_final(state_->context.get(), out.data(), &written, out.size()) == 1 && written == out.size());
  openssl::must(EVP_MAC_init(state_->context.get(), nullptr, 0, nullptr) == 1);
}

Hash HmacSha256::finish() {
  Hash out;
  finish(out.value);
  return out;
}

Hash hmac_sha256(ByteView key, std::initializer_list<ByteView> parts) {
  HmacSha256 mac(key);
  for (ByteView part : parts) mac.update(part);
  return mac.finish();
}

}  // namespace cloister::crypto
