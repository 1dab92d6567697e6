// Which action a request asks for, by the one table of routes.
#pragma once

#include <optional>

#include "base/fixed.h"
#include "base/result.h"
#include "protocol/gen/routes.h"

namespace cloister::server {

struct RouteMatch {
  const protocol::Route* route;
  /// Set exactly when the route names a conversation. A name only: it grants nothing.
  std::optional<ConversationId> conversation;
};

/// `not_found` for an unknown path or another host's, `method_not_allowed` for a known path with another method,
/// `malformed` for a conversation id that is none.
Result<RouteMatch> match_route(std::string_view method, std::string_view path, protocol::Host host);

}  // namespace cloister::server
