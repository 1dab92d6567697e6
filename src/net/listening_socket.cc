#include "net/listening_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/errno_text.h"
#include "net/limits.h"

namespace cloister::net {

bool parse_address(const std::string& address, std::uint16_t port, sockaddr_storage& out, socklen_t& size) {
  out = {};
  sockaddr_in v4{};
  if (inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&out, &v4, sizeof v4);
    size = sizeof v4;
    return true;
  }
  sockaddr_in6 v6{};
  if (inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&out, &v6, sizeof v6);
    size = sizeof v6;
    return true;
  }
  return false;
}

Result<ListeningSocket> ListeningSocket::open(const std::string& address, std::uint16_t port) {
  sockaddr_storage bound{};
  socklen_t size = 0;
  if (!parse_address(address, port, bound, size)) return fail(ErrorCode::malformed, "not an IP address: " + address);
  const int fd = ::socket(bound.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return fail(ErrorCode::unavailable, std::string("socket: ") + errno_text(errno));
  ListeningSocket made(fd, port);
  const int on = 1;
  const int both_families = address == "::" ? 0 : 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bound.ss_family == AF_INET6) ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &both_families, sizeof both_families);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&bound), size) != 0 || ::listen(fd, kListenBacklog) != 0) {
    return fail(ErrorCode::unavailable,
                "cannot listen on " + address + " port " + std::to_string(port) + ": " + errno_text(errno));
  }
  size = sizeof bound;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size);
  made.port_ = PeerAddress::from(bound).port;
  return made;
}

ListeningSocket::~ListeningSocket() {
  if (fd_ >= 0) ::close(fd_);
}

void ListeningSocket::stop() const { ::shutdown(fd_, SHUT_RDWR); }

ListeningSocket::Accepted ListeningSocket::accept() const {
  for (;;) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    const int fd = ::accept4(fd_, reinterpret_cast<sockaddr*>(&from), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      return {.outcome = Outcome::accepted, .fd = fd, .peer = PeerAddress::from(from)};
    }
    switch (errno) {
      case EINTR:
      case ECONNABORTED:
      case EPROTO:
        continue;
      case EMFILE:
      case ENFILE:
      case ENOBUFS:
      case ENOMEM:
        return {.outcome = Outcome::out_of_descriptors, .fd = -1, .peer = {}};
      default:
        return {};
    }
  }
}

}  // namespace cloister::net
