// XChaCha20-Poly1305 in its IETF form (draft-irtf-cfrg-xchacha-03): data at rest.
//
// Its 192-bit nonce can be drawn at random for any number of messages under one key, which is why it is used
// for keys that live for years.
#pragma once

#include <span>

#include "base/fixed.h"
#include "base/result.h"

namespace cloister::crypto {

using XNonce = Fixed<24, struct XNonceTag>;

inline constexpr std::size_t kXChaChaKeySize = 32;
inline constexpr std::size_t kXChaChaTagSize = 16;
using XChaChaKeyView = std::span<const std::uint8_t, kXChaChaKeySize>;

/// Writes ciphertext ‖ tag to `out`, exactly `plaintext.size() + kXChaChaTagSize` bytes. Thread safe.
void xchacha_seal_into(XChaChaKeyView key, const XNonce& nonce, ByteView aad, ByteView plaintext,
                       std::span<std::uint8_t> out);
Bytes xchacha_seal(XChaChaKeyView key, const XNonce& nonce, ByteView aad, ByteView plaintext);

/// Writes the plaintext to `out`, exactly `sealed.size() - kXChaChaTagSize` bytes. `decryption_failed` when
/// anything differs from what was sealed; `out` is then zero. Thread safe.
Status xchacha_open_into(XChaChaKeyView key, const XNonce& nonce, ByteView aad, ByteView sealed,
                         std::span<std::uint8_t> out);
Result<Bytes> xchacha_open(XChaChaKeyView key, const XNonce& nonce, ByteView aad, ByteView sealed);

}  // namespace cloister::crypto
