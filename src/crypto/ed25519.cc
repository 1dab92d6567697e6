#include "crypto/ed25519.h"

#include <sodium.h>

#include <cstdlib>

#include "crypto/sodium.h"

namespace cloister::crypto {
namespace {

static_assert(crypto_sign_SEEDBYTES == kEd25519SeedSize);
static_assert(crypto_sign_PUBLICKEYBYTES == SignKey::kSize);
static_assert(crypto_sign_BYTES == Signature::kSize);

bool signature_holds(const SignKey& key, ByteView message, const Signature& signature) {
  return crypto_sign_verify_detached(signature.value.data(), message.data(), message.size(), key.value.data()) == 0;
}

}  // namespace

Ed25519KeyPair Ed25519KeyPair::generate(RandomSource& random) {
  Secret seed(kEd25519SeedSize);
  random.fill(seed.writable());
  auto pair = from_seed(seed.view());
  if (!pair) std::abort();
  return std::move(*pair);
}

Result<Ed25519KeyPair> Ed25519KeyPair::from_seed(ByteView seed) {
  if (seed.size() != kEd25519SeedSize) return fail(ErrorCode::malformed, "Ed25519 seed has a wrong size");
  sodium::ready();
  Ed25519KeyPair pair;
  pair.expanded_ = Secret(crypto_sign_SECRETKEYBYTES);
  if (crypto_sign_seed_keypair(pair.public_key_.value.data(), pair.expanded_.writable().data(), seed.data()) != 0)
    std::abort();
  return pair;
}

Secret Ed25519KeyPair::seed() const { return Secret::copy_of(expanded_.view().first(kEd25519SeedSize)); }

Signature Ed25519KeyPair::sign(ByteView message) const {
  Signature out;
  if (crypto_sign_detached(out.value.data(), nullptr, message.data(), message.size(), expanded_.view().data()) != 0)
    std::abort();
  return out;
}

Result<Ed25519PublicKey> Ed25519PublicKey::parse(ByteView key) {
  const auto fixed = SignKey::from(key);
  if (!fixed) return fail(ErrorCode::malformed, "Ed25519 key has a wrong size");
  sodium::ready();
  if (crypto_core_ed25519_is_valid_point(fixed->value.data()) != 1)
    return fail(ErrorCode::weak_key, "Ed25519 key is not a canonical point of the prime-order group");
  return Ed25519PublicKey(*fixed);
}

Status Ed25519PublicKey::verify(ByteView message, const Signature& signature) const {
  return ed25519_verify(key_, message, signature);
}

Status ed25519_verify(const SignKey& key, ByteView message, const Signature& signature) {
  sodium::ready();
  if (!signature_holds(key, message, signature)) return fail(ErrorCode::bad_signature, "Ed25519");
  return {};
}

}  // namespace cloister::crypto
