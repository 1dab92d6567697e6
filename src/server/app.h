// The front: takes every request and socket, finds its site by the host, and hands it on.
#pragma once

#include "net/server.h"
#include "server/context.h"

namespace cloister::server {

/// Thread safe: called in all loops.
class App final : public net::HttpHandler {
 public:
  explicit App(Context& context) : context_(context) {}

  void on_request(net::Request&& request, net::Responder responder) override;
  net::Response on_bad_request(net::HttpError error) override;

 private:
  void open_socket(const SiteContext& site, protocol::Host host, const net::Request& request, net::Responder responder);
  void call_api(const SiteContext& site, protocol::Host host, net::Request&& request, net::Responder responder);

  Context& context_;
};

}  // namespace cloister::server
