// The front: takes every request and socket, finds its site by the host, and hands it on.
#pragma once

#include <array>
#include <map>
#include <mutex>

#include "net/server.h"
#include "server/context.h"

namespace cloister::server {

/// Connections from one network at a time; loopback, where proxies and tools are, does not count.
inline constexpr std::size_t kMaxConnectionsPerNetwork = 500;

/// Thread safe: called in all loops.
class App final : public net::HttpHandler {
 public:
  explicit App(Context& context) : context_(context) {}

  void on_request(net::Request&& request, net::Responder responder) override;
  net::Response on_bad_request(net::HttpError error) override;
  bool admit(const net::PeerAddress& peer) override;
  void released(const net::PeerAddress& peer) override;

 private:
  void open_socket(const SiteContext& site, protocol::Host host, const net::Request& request, net::Responder responder);
  void call_api(const SiteContext& site, protocol::Host host, net::Request&& request, net::Responder responder);

  Context& context_;
  std::mutex mutex_;
  /// Open connections by network; in memory only.
  std::map<std::array<std::uint8_t, 16>, std::size_t> connections_;
};

}  // namespace cloister::server
