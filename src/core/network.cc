#include "core/network.h"

#include <algorithm>

namespace cloister::core {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr std::size_t kIpv4NearBytes = 16;
constexpr std::size_t kIpv4WideBytes = 15;
constexpr std::size_t kIpv6NearBytes = 8;
constexpr std::size_t kIpv6WideBytes = 6;

IpAddress first_bytes(const IpAddress& ip, std::size_t count) {
  IpAddress out{};
  std::copy_n(ip.begin(), count, out.begin());
  return out;
}

}  // namespace

Network Network::of(const IpAddress& ip) {
  const bool ipv4 = std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), ip.begin());
  return {.near = first_bytes(ip, ipv4 ? kIpv4NearBytes : kIpv6NearBytes),
          .wide = first_bytes(ip, ipv4 ? kIpv4WideBytes : kIpv6WideBytes)};
}

}  // namespace cloister::core
