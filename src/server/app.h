// The front: takes every request and socket, finds its site by the host, and hands it on.
#pragma once

#include <mutex>

#include "core/network_quota.h"
#include "net/server.h"
#include "server/context.h"

namespace cloister::server {

/// Thread safe: called in all loops.
class App final : public net::HttpHandler {
 public:
  explicit App(Context& context)
      : context_(context), connections_({.all = 0, .near = context.config.per_network.connections}) {}

  void on_request(net::Request&& request, net::Responder responder) override;
  net::Response on_bad_request(net::HttpError error) override;
  bool admit(const net::PeerAddress& peer) override;
  void released(const net::PeerAddress& peer) override;

 private:
  void open_socket(const SiteContext& site, protocol::Host host, const net::Request& request, net::Responder responder);
  void call_api(const SiteContext& site, protocol::Host host, net::Request&& request, net::Responder responder);

  Context& context_;
  std::mutex mutex_;
  /// Open connections by network; in memory only. How many there may be in all is the transport's to say.
  core::NetworkPot connections_;
};

}  // namespace cloister::server
