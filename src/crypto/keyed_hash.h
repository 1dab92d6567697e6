// Keyed look-up hashes: how a stored row is found by a value that must not stand in the database (an e-mail
// address, a session token, a ticket). HMAC-SHA256 under a key that the database does not hold, separated by
// purpose.
#pragma once

#include <memory>
#include <string_view>

#include "base/fixed.h"
#include "base/result.h"
#include "crypto/hmac.h"

namespace cloister::crypto {

inline constexpr std::size_t kLookupKeySize = 32;

/// Thread safe. Wiped when it dies.
class KeyedHash {
 public:
  /// `malformed` unless `key` has `kLookupKeySize` bytes.
  static Result<KeyedHash> create(ByteView key);

  /// HMAC(key, length of purpose (8 bits) ‖ purpose ‖ value). `purpose` is a constant of at most 255 bytes,
  /// such as "person.email"; the same value under two purposes gives unrelated hashes. Values with several
  /// spellings are normalised by the caller.
  Hash hash(std::string_view purpose, ByteView value) const;

 private:
  explicit KeyedHash(ByteView key);
  HmacSha256 keyed_;
};

}  // namespace cloister::crypto
