// The two hashes that wallet addresses are checked with. Not for secrets: the module links no cryptography, so that it
// fits into a browser.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace cloister::detect {

using Digest = std::array<std::uint8_t, 32>;

/// FIPS 180-4.
Digest sha256(std::span<const std::uint8_t> data);
/// Keccak-256 with the padding of before FIPS 202, as Ethereum uses it. At most 135 bytes.
Digest keccak256(std::span<const std::uint8_t> data);

}  // namespace cloister::detect
