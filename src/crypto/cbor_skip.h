// Well-formedness of a CBOR map (RFC 8949) in the subset that CTAP2 allows: definite lengths, shortest forms,
// no tags, bounded depth. The content is stepped over: authenticator extensions that nobody asked for are
// checked for form only.
#pragma once

#include <cstddef>

#include "base/bytes.h"
#include "base/result.h"

namespace cloister::crypto {

/// CTAP2 section 8 allows four levels.
inline constexpr int kMaxCborDepth = 4;

/// Size of the map at the front of `data`, in bytes; `malformed` if none is there. Thread safe; bounded by
/// `data`.
Result<std::size_t> skip_cbor_map(ByteView data);

}  // namespace cloister::crypto
