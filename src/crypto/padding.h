// Padding of messages, so that the length of a ciphertext says little about the text.
//
// Form: content ‖ 0x80 ‖ zeros (ISO/IEC 7816-4), up to `padded_size`. Sizes are those of PADMÉ ("Reducing
// Metadata Leakage from Encrypted Files and Communication with PURBs", Nikitin et al., PETS 2019, section 4),
// never below 256 bytes: at most 12 % more, and O(log log n) bits of the length remain.
#pragma once

#include <cstddef>

#include "base/bytes.h"
#include "base/result.h"

namespace cloister::crypto {

inline constexpr std::size_t kMinPaddedSize = 256;

/// PADMÉ: E = floor(log2 n), S = floor(log2 E) + 1, n rounded up to a multiple of 2^(E-S). n itself for n
/// < 2.
std::size_t padme(std::size_t size_bytes);

/// Size after padding of `content_bytes` of content: max(256, padme(content_bytes + 1)); the 1 is the marker.
std::size_t padded_size(std::size_t content_bytes);

Bytes pad(ByteView content);

/// The content, borrowed from `padded`. `bad_padding` unless `padded` is exactly what `pad` makes of it.
/// Looks at every byte whatever it holds; time depends on `padded.size()`, and only the size of the result
/// differs.
Result<ByteView> unpad(ByteView padded);
/// The content would be borrowed from something that is gone.
Result<ByteView> unpad(Bytes&& padded) = delete;

}  // namespace cloister::crypto
