// COSE public keys (RFC 9052 section 7, RFC 9053 section 7.1) of the one kind that passkeys here have: ES256
// on P-256.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "crypto/authenticator_data.h"

namespace cloister::crypto {

struct CoseKey {
  PasskeyKey key;
  /// How many bytes the encoding took; what follows belongs to somebody else.
  std::size_t size_bytes = 0;
};

/// Reads {1: 2, 3: -7, -1: 1, -2: x, -3: y} in CTAP2 canonical CBOR from the front of `data`: these five
/// members, this order, shortest forms, definite lengths. There is only one such encoding of a key, 77 bytes,
/// so it is compared with a template rather than parsed. `malformed` otherwise, `weak_key` for a point off
/// the curve. Thread safe.
Result<CoseKey> parse_cose_es256(ByteView data);

/// The encoding of `key`; for tests and for the native client, which plays an authenticator.
Bytes format_cose_es256(const PasskeyKey& key);

}  // namespace cloister::crypto
