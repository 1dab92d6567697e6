// Ed25519 signatures (RFC 8032, pure mode: no prehash, no context).
//
// Verification is strict, so that all parties agree on what is signed: the scalar s must be below the group
// order (RFC 8032 section 5.1.7), the public key and the point R must not have small order, and the public
// key must be canonically encoded (what the Web Cryptography specification asks of browsers, and more). The
// equation is the one without cofactor. OpenSSL 3.0 lets small-order keys and non-canonical keys pass and is
// half as fast, hence libsodium.
#pragma once

#include "base/fixed.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace cloister::crypto {

inline constexpr std::size_t kEd25519SeedSize = 32;

/// A private key and its public half. Move only; wiped when it dies. Signing is const and thread safe.
class Ed25519KeyPair {
 public:
  static Ed25519KeyPair generate(RandomSource& random);
  /// The 32-byte private key of RFC 8032 section 5.1.5. `malformed` when it is not 32 bytes.
  static Result<Ed25519KeyPair> from_seed(ByteView seed);

  const SignKey& public_key() const { return public_key_; }
  /// The 32 bytes that `from_seed` takes: for storing the key sealed.
  Secret seed() const;
  Signature sign(ByteView message) const;

 private:
  Ed25519KeyPair() = default;
  SignKey public_key_;
  Secret expanded_;  // seed ‖ public key, as libsodium wants it
};

/// A public key that was checked once and verifies many times. A plain value; thread safe.
class Ed25519PublicKey {
 public:
  /// Checks that the key is a canonical encoding of a point of the prime-order group other than the neutral
  /// element; `weak_key` otherwise, `malformed` when it is not 32 bytes.
  static Result<Ed25519PublicKey> parse(ByteView key);

  const SignKey& bytes() const { return key_; }
  /// `bad_signature` unless `signature` is this key's for `message`.
  Status verify(ByteView message, const Signature& signature) const;

 private:
  explicit Ed25519PublicKey(const SignKey& key) : key_(key) {}
  SignKey key_;
};

/// One-shot verification with an unchecked key. `bad_signature` for a wrong signature and for a weak key
/// alike.
Status ed25519_verify(const SignKey& key, ByteView message, const Signature& signature);

}  // namespace cloister::crypto
