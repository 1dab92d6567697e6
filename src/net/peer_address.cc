#include "net/peer_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>

namespace cloister::net {

namespace {
constexpr std::array<std::uint8_t, 12> kMappedPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
}  // namespace

bool PeerAddress::is_ipv4() const { return std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), ip.begin()); }

bool PeerAddress::is_loopback() const {
  if (is_ipv4()) return ip[12] == 127;
  return ip[15] == 1 && std::all_of(ip.begin(), ip.end() - 1, [](std::uint8_t b) { return b == 0; });
}

std::string PeerAddress::text() const {
  char buffer[INET6_ADDRSTRLEN] = {};
  if (is_ipv4()) {
    inet_ntop(AF_INET, ip.data() + kMappedPrefix.size(), buffer, sizeof buffer);
  } else {
    inet_ntop(AF_INET6, ip.data(), buffer, sizeof buffer);
  }
  return buffer;
}

PeerAddress PeerAddress::from(const sockaddr_storage& address) {
  PeerAddress out;
  if (address.ss_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    std::copy(kMappedPrefix.begin(), kMappedPrefix.end(), out.ip.begin());
    std::memcpy(out.ip.data() + kMappedPrefix.size(), &v4.sin_addr, sizeof v4.sin_addr);
    out.port = ntohs(v4.sin_port);
  } else if (address.ss_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, &address, sizeof v6);
    std::memcpy(out.ip.data(), &v6.sin6_addr, out.ip.size());
    out.port = ntohs(v6.sin6_port);
  }
  return out;
}

}  // namespace cloister::net
