// Hybrid public key encryption (RFC 9180), base mode, single shot: how a secret is sealed to one reader.
//
// Suite: DHKEM(P-256, HKDF-SHA256) 0x0010, HKDF-SHA256 0x0001, AES-256-GCM 0x0002. Base mode does not say who
// sealed: what matters is signed around it, and `info` names suite, site, conversation, epoch, reader and
// maker (docs/protocol.md).
#pragma once

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/p256.h"

namespace cloister::crypto {

inline constexpr std::uint16_t kHpkeKemP256Sha256 = 0x0010;  // RFC 9180 section 7.1
inline constexpr std::uint16_t kHpkeKdfSha256 = 0x0001;      // RFC 9180 section 7.2

/// RFC 9180 section 7.3. The product seals with AES-256-GCM only; AES-128-GCM is here for the vectors of
/// appendix A.3.
enum class HpkeAead : std::uint16_t { aes_128_gcm = 0x0001, aes_256_gcm = 0x0002 };

/// Size of the encapsulated key (Nenc).
inline constexpr std::size_t kHpkeEncSize = kP256PointSize;
inline constexpr std::size_t kHpkeTagSize = 16;
/// What sealing adds to a plaintext.
inline constexpr std::size_t kHpkeOverhead = kHpkeEncSize + kHpkeTagSize;

/// Returns enc (65 bytes) ‖ ciphertext ‖ tag (16 bytes). Thread safe as far as `random` is.
Bytes hpke_seal(const P256PublicKey& recipient, ByteView info, ByteView aad, ByteView plaintext, RandomSource& random);

/// Opens what `hpke_seal` made with the same `info` and `aad`. `decryption_failed` for anything else, an
/// encapsulated key that is no point of the curve included. Thread safe.
Result<Secret> hpke_open(const P256KeyPair& recipient, ByteView info, ByteView aad, ByteView sealed);

/// Sealing with a given ephemeral key, for published vectors. An ephemeral key must never be used twice.
Bytes hpke_seal_with(const P256KeyPair& ephemeral, const P256PublicKey& recipient, ByteView info, ByteView aad,
                     ByteView plaintext, HpkeAead aead);
Result<Secret> hpke_open_with(const P256KeyPair& recipient, ByteView info, ByteView aad, ByteView sealed,
                              HpkeAead aead);

}  // namespace cloister::crypto
