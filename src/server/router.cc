#include "server/router.h"

namespace cloister::server {
namespace {

constexpr std::string_view kPlaceholder = "{conversation}";

/// Does `path` fit `pattern`? The text in the place of the placeholder goes to `id`.
bool fits(std::string_view pattern, std::string_view path, std::string_view& id) {
  const std::size_t at = pattern.find(kPlaceholder);
  if (at == std::string_view::npos) return pattern == path;
  const std::string_view before = pattern.substr(0, at);
  const std::string_view after = pattern.substr(at + kPlaceholder.size());
  if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after)) return false;
  id = path.substr(before.size(), path.size() - before.size() - after.size());
  return id.find('/') == std::string_view::npos;
}

}  // namespace

Result<RouteMatch> match_route(std::string_view method, std::string_view path, protocol::Host host) {
  bool path_known = false;
  for (const protocol::Route& route : protocol::routes()) {
    std::string_view id;
    if (route.host != protocol::Host::any && route.host != host) continue;
    if (!fits(route.path, path, id)) continue;
    path_known = true;
    if (route.method != method) continue;
    RouteMatch match{.route = &route, .conversation = std::nullopt};
    if (route.on_conversation) {
      match.conversation = ConversationId::parse(id);
      if (!match.conversation) return fail(ErrorCode::malformed);
    }
    return match;
  }
  return fail(path_known ? ErrorCode::method_not_allowed : ErrorCode::not_found);
}

}  // namespace cloister::server
