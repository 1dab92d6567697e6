// Where a server is, and under which names.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "net/client_connection.h"

namespace cloister::client {

/// A value; copies share the TLS context.
struct ServerAddress {
  /// An IP address.
  std::string address = "127.0.0.1";
  std::uint16_t port = 8443;
  std::string chat_host = "chat.localhost";
  std::string console_host = "console.localhost";
  std::shared_ptr<net::TlsClientContext> tls;

  /// As browsers write it: the port left out when it is 443.
  std::string origin_of(const std::string& host) const {
    return "https://" + host + (port == 443 ? "" : ":" + std::to_string(port));
  }
  net::ClientTarget target_of(const std::string& host) const {
    net::ClientTarget target;
    target.address = address;
    target.port = port;
    target.server_name = host;
    target.tls = tls;
    return target;
  }
};

}  // namespace cloister::client
