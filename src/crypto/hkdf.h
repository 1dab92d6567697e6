// HKDF-SHA256 (RFC 5869): keys from keys.
//
// What the browser calls `deriveBits({name: 'HKDF', hash: 'SHA-256', salt, info})` is `hkdf` here, extract
// included.
#pragma once

#include <initializer_list>

#include "base/secret.h"

namespace cloister::crypto {

/// Longest output of expand: 255 blocks (RFC 5869 section 2.3).
inline constexpr std::size_t kHkdfMaxSize = 255 * 32;

/// RFC 5869 section 2.2. An empty salt means 32 zero bytes, as there. Returns 32 bytes. Thread safe.
Secret hkdf_extract(ByteView salt, std::initializer_list<ByteView> key_material);
Secret hkdf_extract(ByteView salt, ByteView key_material);

/// RFC 5869 section 2.3. `info` may come in parts, taken as one. `size_bytes` is 1 to `kHkdfMaxSize`;
/// anything else is a bug of the caller and ends the process. Thread safe.
Secret hkdf_expand(ByteView pseudo_random_key, std::initializer_list<ByteView> info, std::size_t size_bytes);
Secret hkdf_expand(ByteView pseudo_random_key, ByteView info, std::size_t size_bytes);

/// Extract, then expand.
Secret hkdf(ByteView key_material, ByteView salt, std::initializer_list<ByteView> info, std::size_t size_bytes);
Secret hkdf(ByteView key_material, ByteView salt, ByteView info, std::size_t size_bytes);

}  // namespace cloister::crypto
