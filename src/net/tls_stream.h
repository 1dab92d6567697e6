// TLS over a non-blocking descriptor: OpenSSL and the socket, with nothing between and nothing kept.
//
// OpenSSL's own socket BIO is 250 bytes a connection; here one BIO a thread serves them all, told before each
// call which descriptor is meant. Reading ahead makes one recv() of a record instead of two. A stream may
// change threads between calls.
#pragma once

#include <span>

#include "base/bytes.h"
#include "net/tls_context.h"

namespace cloister::net {

enum class IoStatus {
  ok,
  want_read,
  want_write,
  closed,     ///< the peer has properly ended its side
  truncated,  ///< the connection ended without the end of TLS
  failed,
};

struct IoResult {
  IoStatus status = IoStatus::ok;
  std::size_t size = 0;
};

/// Owns session and descriptor.
class TlsStream {
 public:
  TlsStream(SslPtr ssl, int fd) : ssl_(std::move(ssl)), fd_(fd) {}
  ~TlsStream();
  TlsStream(const TlsStream&) = delete;
  TlsStream& operator=(const TlsStream&) = delete;

  int fd() const { return fd_; }
  SSL* ssl() const { return ssl_.get(); }

  IoStatus handshake();
  /// At most one record, 16 KiB, a call.
  IoResult read(std::span<std::uint8_t> into);
  /// Bytes wait inside that no readiness of the descriptor will announce.
  bool pending() const;
  /// May take a part only.
  IoResult write(ByteView bytes);
  /// Sends close_notify, once.
  void close_notify();
  /// No more is sent; the peer sees the end. Reading goes on.
  void shutdown_write();

 private:
  IoStatus status_of(int result);

  SslPtr ssl_;
  int fd_;
};

/// Scratch space of this thread for what is read: one for all connections, valid until the next read of any
/// of them.
std::span<std::uint8_t> read_scratch();

}  // namespace cloister::net
