#include "crypto/padding.h"

#include <algorithm>
#include <bit>

namespace cloister::crypto {
namespace {

constexpr std::uint8_t kMarker = 0x80;  // ISO/IEC 7816-4 section 6 (the padding of "secure messaging")

}  // namespace

std::size_t padme(std::size_t size_bytes) {
  if (size_bytes < 2) return size_bytes;
  const unsigned e = static_cast<unsigned>(std::bit_width(size_bytes)) - 1;
  const unsigned s = static_cast<unsigned>(std::bit_width(e));  // floor(log2 e) + 1
  const std::size_t low_bits = (std::size_t{1} << (e - s)) - 1;
  return (size_bytes + low_bits) & ~low_bits;
}

std::size_t padded_size(std::size_t content_bytes) { return std::max(kMinPaddedSize, padme(content_bytes + 1)); }

Bytes pad(ByteView content) {
  Bytes out;
  out.reserve(padded_size(content.size()));
  append(out, content);
  out.push_back(kMarker);
  out.resize(padded_size(content.size()), 0);
  return out;
}

Result<ByteView> unpad(ByteView padded) {
  // The position of the last byte that is not zero, and that byte, found without a branch on content.
  std::size_t position = 0;
  std::uint8_t last = 0;
  for (std::size_t i = 0; i < padded.size(); ++i) {
    const std::uint8_t byte = padded[i];
    const std::size_t mask = std::size_t{0} - static_cast<std::size_t>((byte + 0xFFU) >> 8);  // all ones if byte != 0
    position = (i & mask) | (position & ~mask);
    last = static_cast<std::uint8_t>((byte & mask) | (last & ~mask));
  }
  if (last != kMarker || padded.size() != padded_size(position)) return fail(ErrorCode::bad_padding);
  return padded.first(position);
}

}  // namespace cloister::crypto
