// Where strangers come from, as limits count it: nobody is kept, and nothing of it reaches the disk.
#pragma once

#include <array>
#include <compare>
#include <cstdint>

namespace cloister::core {

/// An IPv6 address, or an IPv4 address mapped into IPv6 (RFC 4291 section 2.5.5.2).
using IpAddress = std::array<std::uint8_t, 16>;

/// Two names of one place. Whoever has an IPv6 connection can choose among 2^64 addresses, and whoever rents a server
/// often among 65,536 such networks, so limits count twice: by what one connection to the internet has, and by what one
/// customer of a provider can have.
struct Network {
  /// IPv4: the address. IPv6: its first 64 bits, what one household or server has (RFC 6177 section 2).
  IpAddress near{};
  /// IPv4: the first 24 bits, the smallest part that is routed by itself. IPv6: the first 48 bits, the most that one
  /// site usually gets (RFC 6177 section 2).
  IpAddress wide{};

  static Network of(const IpAddress& ip);
  friend auto operator<=>(const Network&, const Network&) = default;
};

}  // namespace cloister::core
