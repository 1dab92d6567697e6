#include "crypto/xchacha.h"

#include <sodium.h>

#include <cstdlib>

#include "crypto/sodium.h"

namespace cloister::crypto {

static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == kXChaChaKeySize);
static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == kXChaChaTagSize);
static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == XNonce::kSize);

void xchacha_seal_into(XChaChaKeyView key, const XNonce& nonce, ByteView aad, ByteView plaintext,
                       std::span<std::uint8_t> out) {
  sodium::ready();
  if (out.size() != plaintext.size() + kXChaChaTagSize) std::abort();
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, plaintext.data(), plaintext.size(), aad.data(),
                                             aad.size(), nullptr, nonce.value.data(), key.data());
}

Bytes xchacha_seal(XChaChaKeyView key, const XNonce& nonce, ByteView aad, ByteView plaintext) {
  Bytes out(plaintext.size() + kXChaChaTagSize);
  xchacha_seal_into(key, nonce, aad, plaintext, out);
  return out;
}

Status xchacha_open_into(XChaChaKeyView key, const XNonce& nonce, ByteView aad, ByteView sealed,
                         std::span<std::uint8_t> out) {
  sodium::ready();
  if (sealed.size() < kXChaChaTagSize) return fail(ErrorCode::decryption_failed, "XChaCha20-Poly1305: size");
  if (out.size() != sealed.size() - kXChaChaTagSize) std::abort();
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.data(), nullptr, nullptr, sealed.data(), sealed.size(), aad.data(),
                                                 aad.size(), nonce.value.data(), key.data()) == 0)
    return {};
  // libsodium has set `out` to zero.
  return fail(ErrorCode::decryption_failed, "XChaCha20-Poly1305: tag");
}

Result<Bytes> xchacha_open(XChaChaKeyView key, const XNonce& nonce, ByteView aad, ByteView sealed) {
  if (sealed.size() < kXChaChaTagSize) return fail(ErrorCode::decryption_failed, "XChaCha20-Poly1305: size");
  Bytes out(sealed.size() - kXChaChaTagSize);
  CLOISTER_CHECK(xchacha_open_into(key, nonce, aad, sealed, out));
  return out;
}

}  // namespace cloister::crypto
