// Where a connection comes from.
#pragma once

#include <sys/socket.h>

#include <array>
#include <compare>
#include <cstdint>
#include <string>

#include "core/network.h"

namespace cloister::net {

/// An IPv6 address, or an IPv4 address mapped into IPv6 (RFC 4291 section 2.5.5.2), and a port.
struct PeerAddress {
  std::array<std::uint8_t, 16> ip{};
  std::uint16_t port = 0;

  friend auto operator<=>(const PeerAddress&, const PeerAddress&) = default;

  bool is_ipv4() const;
  bool is_loopback() const;
  /// The address without port, "192.0.2.1" or "2001:db8::1".
  std::string text() const;
  /// What limits count by.
  core::Network network() const { return core::Network::of(ip); }

  static PeerAddress from(const sockaddr_storage& address);
};

}  // namespace cloister::net
