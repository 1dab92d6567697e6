// The private keys of one device, where they are held in this process: by the native client, by tools and by tests.
// Browsers hold theirs as non-extractable keys.
#pragma once

#include "base/random.h"
#include "crypto/ed25519.h"
#include "crypto/p256.h"
#include "protocol/gen/wire.h"

namespace cloister::protocol {

/// Move only; wiped when it dies. Const use is thread safe.
struct DeviceKeys {
  DeviceRecord record;
  DeviceId id;
  crypto::Ed25519KeyPair sign;
  crypto::P256KeyPair kem;

  /// A new device. `created_ms` is informative.
  static DeviceKeys generate(const SiteId& site, OwnerKind kind, const OwnerId& owner, std::uint64_t created_ms,
                             RandomSource& random);
  /// One that was stored: `record` with its private halves (crypto: `from_seed`, `from_scalar`). `weak_key` unless they
  /// belong together.
  static Result<DeviceKeys> restore(const DeviceRecord& record, ByteView sign_seed, ByteView kem_scalar);
};

/// Signs a structure that has a `signature`, in place.
template <class T, class... Context>
void sign_in_place(T& value, const crypto::Ed25519KeyPair& key, const Context&... context) {
  value.signature = key.sign(signing_bytes(value, context...));
}

}  // namespace cloister::protocol
