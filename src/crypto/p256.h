// P-256 (FIPS 186-4, SEC 1): Diffie-Hellman for HPKE, ECDSA for passkeys.
#pragma once

#include <memory>

#include "base/fixed.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace cloister::crypto {

inline constexpr std::size_t kP256ScalarSize = 32;
inline constexpr std::size_t kP256PointSize = 65;

/// A public point that was checked once: uncompressed form (0x04 ‖ x ‖ y, SEC 1 section 2.3.3), coordinates
/// below the field prime, on the curve, not infinity. The curve has cofactor 1, so that is all there is to
/// check (NIST SP 800-56A section 5.6.2.3). Cheap to copy; thread safe.
class P256PublicKey {
 public:
  /// `malformed` for a wrong length or form, `weak_key` for a point that is not on the curve.
  static Result<P256PublicKey> parse(ByteView uncompressed);

  const KemKey& bytes() const { return bytes_; }

  /// ECDSA with SHA-256 over `message`; `raw` is r ‖ s, 64 bytes (what Web Cryptography makes).
  /// `bad_signature` otherwise. Thread safe.
  Status verify_raw(ByteView message, ByteView raw) const;
  /// The same with a DER signature (what WebAuthn makes): strictly DER, r and s in [1, n-1].
  Status verify_der(ByteView message, ByteView der) const;

 private:
  friend class P256KeyPair;
  struct State;
  P256PublicKey(const KemKey& bytes, std::shared_ptr<const State> state);
  KemKey bytes_;
  std::shared_ptr<const State> state_;
};

/// A private scalar and its public point. Move only; wiped when it dies. Const operations are thread safe.
class P256KeyPair {
 public:
  static P256KeyPair generate(RandomSource& random);
  /// Big-endian scalar in [1, n-1], 32 bytes (what `SerializePrivateKey` of RFC 9180 writes). `malformed` for
  /// another length, `weak_key` out of range.
  static Result<P256KeyPair> from_scalar(ByteView scalar);
  /// DeriveKeyPair of RFC 9180 section 7.1.3 for DHKEM(P-256, HKDF-SHA256). Deterministic; `key_material` has
  /// at least 32 bytes of entropy.
  static Result<P256KeyPair> derive(ByteView key_material);

  const P256PublicKey& public_key() const { return public_key_; }
  const Secret& scalar() const { return scalar_; }

  /// The x coordinate of the shared point, 32 bytes (RFC 9180 section 7.1.1). Never use it as a key: derive.
  /// `weak_key` cannot happen with checked keys but is passed on.
  Result<Secret> diffie_hellman(const P256PublicKey& peer) const;

  /// ECDSA with SHA-256; the nonce comes from OpenSSL's generator, mixed with key and message. For the native
  /// client and for tests, which play the part of an authenticator; the server signs with Ed25519.
  Bytes sign_der(ByteView message) const;

 private:
  P256KeyPair(Secret scalar, P256PublicKey public_key);
  Secret scalar_;
  P256PublicKey public_key_;
};

}  // namespace cloister::crypto
