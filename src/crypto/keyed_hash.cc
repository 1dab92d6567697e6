#include "crypto/keyed_hash.h"

#include <cstdlib>

namespace cloister::crypto {

KeyedHash::KeyedHash(ByteView key) : keyed_(key) {}

Result<KeyedHash> KeyedHash::create(ByteView key) {
  if (key.size() != kLookupKeySize) return fail(ErrorCode::malformed, "look-up key has a wrong size");
  return KeyedHash(key);
}

Hash KeyedHash::hash(std::string_view purpose, ByteView value) const {
  if (purpose.size() > 255) std::abort();
  const auto length = static_cast<std::uint8_t>(purpose.size());
  HmacSha256 mac = keyed_.clone();
  return mac.update({&length, 1}).update(as_bytes(purpose)).update(value).finish();
}

}  // namespace cloister::crypto
