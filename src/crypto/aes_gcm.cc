#include "crypto/aes_gcm.h"

#include <cstdlib>

#include "base/secret.h"
#include "crypto/openssl.h"

namespace cloister::crypto {

/// Two contexts under one key: going back and forth between sealing and opening in one costs a new key
/// schedule. Each is made when first used.
struct AesGcm::State {
  const EVP_CIPHER* cipher;
  Secret key;
  openssl::CipherCtx sealing;
  openssl::CipherCtx opening;

  /// The context with the nonce set and the additional data taken in.
  EVP_CIPHER_CTX* start(bool seal, const Nonce& nonce, ByteView aad) {
    openssl::CipherCtx& context = seal ? sealing : opening;
    if (!context) {
      context.reset(EVP_CIPHER_CTX_new());
      openssl::must(context &&
                    EVP_CipherInit_ex2(context.get(), cipher, key.view().data(), nullptr, seal, nullptr) == 1);
    }
    openssl::must(EVP_CipherInit_ex2(context.get(), nullptr, nullptr, nonce.value.data(), seal ? 1 : 0, nullptr) == 1);
    int length = 0;
    if (!aad.empty())
      openssl::must(EVP_CipherUpdate(context.get(), nullptr, &length, aad.data(), static_cast<int>(aad.size())) == 1);
    return context.get();
  }
};

AesGcm::AesGcm(std::unique_ptr<State> state) : state_(std::move(state)) {}
AesGcm::~AesGcm() = default;
AesGcm::AesGcm(AesGcm&&) noexcept = default;
AesGcm& AesGcm::operator=(AesGcm&&) noexcept = default;

Result<AesGcm> AesGcm::with_key(ByteView key) {
  const EVP_CIPHER* cipher = nullptr;
  if (key.size() == kKeySize) cipher = openssl::aes_256_gcm();
  if (key.size() == 16) cipher = openssl::aes_128_gcm();
  if (cipher == nullptr) return fail(ErrorCode::malformed, "AES key has a wrong size");
  return AesGcm(std::unique_ptr<State>(new State{cipher, Secret::copy_of(key), nullptr, nullptr}));
}

void AesGcm::seal_into(const Nonce& nonce, ByteView aad, ByteView plaintext, std::span<std::uint8_t> out) {
  if (plaintext.size() > kMaxSize || aad.size() > kMaxSize || out.size() != plaintext.size() + kTagSize) std::abort();
  EVP_CIPHER_CTX* context = state_->start(true, nonce, aad);
  int length = 0;
  if (!plaintext.empty())
    openssl::must(
        EVP_CipherUpdate(context, out.data(), &length, plaintext.data(), static_cast<int>(plaintext.size())) == 1 &&
        static_cast<std::size_t>(length) == plaintext.size());
  openssl::must(EVP_CipherFinal_ex(context, out.data() + plaintext.size(), &length) == 1);
  openssl::must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagSize, out.data() + plaintext.size()) == 1);
}

Bytes AesGcm::seal(const Nonce& nonce, ByteView aad, ByteView plaintext) {
  Bytes out(plaintext.size() + kTagSize);
  seal_into(nonce, aad, plaintext, out);
  return out;
}

Status AesGcm::open_into(const Nonce& nonce, ByteView aad, ByteView sealed, std::span<std::uint8_t> out) {
  if (sealed.size() < kTagSize || sealed.size() > kMaxSize || aad.size() > kMaxSize)
    return fail(ErrorCode::decryption_failed, "AES-GCM: size");
  const std::size_t size = sealed.size() - kTagSize;
  if (out.size() != size) std::abort();
  std::uint8_t tag[kTagSize];
  std::memcpy(tag, sealed.data() + size, kTagSize);
  EVP_CIPHER_CTX* context = state_->start(false, nonce, aad);
  int length = 0;
  if (size > 0)
    openssl::must(EVP_CipherUpdate(context, out.data(), &length, sealed.data(), static_cast<int>(size)) == 1);
  openssl::must(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTagSize, tag) == 1);
  std::uint8_t rest[kTagSize];
  if (EVP_CipherFinal_ex(context, rest, &length) == 1) return {};
  wipe(out.data(), out.size());
  return fail(ErrorCode::decryption_failed, "AES-GCM: tag");
}

Result<Bytes> AesGcm::open(const Nonce& nonce, ByteView aad, ByteView sealed) {
  if (sealed.size() < kTagSize) return fail(ErrorCode::decryption_failed, "AES-GCM: size");
  Bytes out(sealed.size() - kTagSize);
  CLOISTER_CHECK(open_into(nonce, aad, sealed, out));
  return out;
}

}  // namespace cloister::crypto
