// One request to the HTTP interface on its way through the server.
#pragma once

#include <optional>

#include "base/clock.h"
#include "core/access.h"
#include "net/server.h"
#include "server/context.h"
#include "server/http_reply.h"
#include "server/router.h"

namespace cloister::server {

/// Moved from loop to loop. Whoever has it answers it, once.
struct Call {
  net::Request request;
  net::Responder responder;
  const SiteContext* site = nullptr;
  RouteMatch match{};
  core::Principal principal;
  TimeMs now = 0;

  void reply(std::string json) { responder.send(json_reply(std::move(json))); }
  void reply(const Error& error) { responder.send(problem_reply(error)); }
  void reply(Result<std::string> result) {
    if (result) {
      reply(std::move(*result));
    } else {
      reply(result.error());
    }
  }
  core::SiteResource site_resource() const { return {.site = site->id}; }
};

}  // namespace cloister::server
