// A listening TCP socket.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/result.h"
#include "net/peer_address.h"

namespace cloister::net {

/// Owns the descriptor.
class ListeningSocket {
 public:
  /// `address`: an IPv4 or IPv6 address; "::" takes both families. `port` 0 takes any free one. Fails when the port is
  /// in use, also by another process of ours.
  static Result<ListeningSocket> open(const std::string& address, std::uint16_t port);
  ~ListeningSocket();
  ListeningSocket(ListeningSocket&& other) noexcept : fd_(std::exchange(other.fd_, -1)), port_(other.port_) {}
  ListeningSocket& operator=(ListeningSocket&&) = delete;

  int fd() const { return fd_; }
  std::uint16_t port() const { return port_; }

  enum class Outcome { accepted, none, out_of_descriptors };
  struct Accepted {
    Outcome outcome = Outcome::none;
    int fd = -1;  ///< non-blocking, without Nagle's delay; the caller's
    PeerAddress peer;
  };
  Accepted accept() const;
  /// From here on connections are refused, those in the backlog too. The port is free when the object dies.
  void stop() const;

 private:
  ListeningSocket(int fd, std::uint16_t port) : fd_(fd), port_(port) {}
  int fd_;
  std::uint16_t port_;
};

/// Fills in a socket address from an IP address in text form. False if it is not one.
bool parse_address(const std::string& address, std::uint16_t port, sockaddr_storage& out, socklen_t& size);

}  // namespace cloister::net
