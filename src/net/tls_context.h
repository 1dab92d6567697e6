// What TLS is to us: versions, suites, keys, tickets (RFC 8446, RFC 9325).
//
// Server: TLS 1.2 and 1.3; ECDHE with AEAD only; X25519 and P-256; no compression, no renegotiation; ALPN
// "http/1.1" or none; stateless tickets under keys that rotate and never leave memory, so that the past stays
// closed.
#pragma once

#include <openssl/types.h>

#include <array>
#include <atomic>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace cloister::net {

struct SslDeleter {
  void operator()(SSL* ssl) const;
};
struct SslContextDeleter {
  void operator()(SSL_CTX* context) const;
};
using SslPtr = std::unique_ptr<SSL, SslDeleter>;

/// Thread safe: connections are made and the certificate replaced from any thread.
class TlsServerContext {
 public:
  /// PEM files: the certificate with its chain, and the key.
  static Result<std::shared_ptr<TlsServerContext>> create(std::string certificate_file, std::string key_file);
  ~TlsServerContext();

  /// Reads both files again. New connections use them, old ones stay as they are. On failure nothing changes.
  Status reload();
  /// SHA-256 of the current certificate, in hexadecimal: what `cloister run` shows and clients may pin.
  std::string fingerprint() const;

  /// A session in accept state, or nullptr when memory is exhausted.
  SslPtr new_session() const;

 private:
  class TicketKeys;
  TlsServerContext();
  Result<std::shared_ptr<SSL_CTX>> load() const;

  std::string certificate_file_;
  std::string key_file_;
  std::unique_ptr<TicketKeys> ticket_keys_;
  std::atomic<std::shared_ptr<SSL_CTX>> context_;
};

struct TlsClientOptions {
  /// Trust this PEM file (a CA, or the server's own certificate) and nothing else; empty: the system's store.
  std::string ca_file{};
  /// If not empty, the server's certificate must have this SHA-256 (hexadecimal), and chain and name are not
  /// looked at.
  std::string pinned_fingerprint{};
  /// Remembers tickets, so that later connections to the same name resume. Off for honest measurements of
  /// handshakes.
  bool resume = true;
  /// For tests: the oldest and newest version offered (0x0303, 0x0304).
  int min_version = 0x0303;
  int max_version = 0x0304;
};

/// Thread safe.
class TlsClientContext {
 public:
  static Result<std::shared_ptr<TlsClientContext>> create(TlsClientOptions options);
  ~TlsClientContext();

  /// A session in connect state for `server_name` (SNI and, unless pinned, the name that is verified).
  SslPtr new_session(const std::string& server_name) const;
  /// After the handshake: does the peer's certificate fit? (Chain and name were checked by the handshake; the
  /// pin is checked here.)
  bool acceptable(SSL* ssl) const;
  /// Forgets tickets.
  void forget_sessions();

  struct SessionCache;

 private:
  TlsClientContext();
  TlsClientOptions options_;
  std::unique_ptr<SSL_CTX, SslContextDeleter> context_;
  std::unique_ptr<SessionCache> sessions_;
  std::array<unsigned char, 32> pin_{};
};

/// The first error of OpenSSL's queue of this thread, as words; empties the queue.
std::string tls_error_text();

}  // namespace cloister::net
