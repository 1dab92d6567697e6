#include "server/app.h"

#include "server/call.h"
#include "server/conversation_socket.h"
#include "server/desk_socket.h"
#include "server/http_reply.h"
#include "server/hub.h"
#include "server/security_record.h"

namespace cloister::server {
namespace {

struct Place {
  const SiteContext* site = nullptr;
  protocol::Host host = protocol::Host::any;
  bool shop = false;
};

/// RFC 9110 section 15.5.20: asked for a host that this server does not serve.
net::Response misdirected() {
  net::Response response = problem_reply(Error{ErrorCode::not_found, {}});
  response.status = 421;
  return response;
}

Place place_of(const Context& context, const std::string& host) {
  for (const auto& site : context.sites) {
    if (host == site->hosts.chat) return {.site = site.get(), .host = protocol::Host::chat};
    if (host == site->hosts.console) return {.site = site.get(), .host = protocol::Host::console};
    if (!site->hosts.shop.empty() && host == site->hosts.shop)
      return {.site = site.get(), .host = protocol::Host::any, .shop = true};
  }
  return {};
}

}  // namespace

void App::on_request(net::Request&& request, net::Responder responder) {
  const Place place = place_of(context_, request.host());
  if (place.site == nullptr) return responder.send(misdirected());
  if (!place.shop && request.path.starts_with("/v1/")) {
    if (request.wants_websocket()) return open_socket(*place.site, place.host, request, std::move(responder));
    return call_api(*place.site, place.host, std::move(request), std::move(responder));
  }
  if (request.method != "GET" && request.method != "HEAD")
    return responder.send(problem_reply(Error{ErrorCode::method_not_allowed, {}}));
  auto page = place.site->pages.find(request, place.site->embed_line());
  responder.send(page ? std::move(*page) : problem_reply(Error{ErrorCode::not_found, {}}));
}

net::Response App::on_bad_request(net::HttpError error) {
  switch (error) {
    case net::HttpError::body_too_large:
      return problem_reply(Error{ErrorCode::too_large, {}});
    case net::HttpError::timeout:
      return problem_reply(Error{ErrorCode::too_slow, {}});
    default:
      break;
  }
  net::Response response = problem_reply(Error{ErrorCode::malformed, {}});
  response.status = static_cast<int>(error);
  return response;
}

bool App::admit(const net::PeerAddress& peer) {
  const std::lock_guard lock(mutex_);
  return connections_.take(peer.network()).has_value();
}

void App::released(const net::PeerAddress& peer) {
  const std::lock_guard lock(mutex_);
  connections_.give_back(peer.network());
}

void App::open_socket(const SiteContext& site, protocol::Host host, const net::Request& request,
                      net::Responder responder) {
  const auto origin = request.header("origin");
  const bool console = host == protocol::Host::console;
  if (request.path == protocol::kConversationSocketPath) {
    // A frame of the console has an opaque origin and says null; the widget says the chat's.
    if (origin == (console ? std::string_view("null") : std::string_view(site.chat_origin)))
      return responder.upgrade(std::make_unique<ConversationSocket>(
          context_, site, console ? core::SocketOrigin::frame : core::SocketOrigin::chat));
  } else if (request.path == protocol::kDeskSocketPath && console) {
    if (origin == site.console_origin) return responder.upgrade(std::make_unique<DeskSocket>(context_, site));
  } else {
    return responder.send(problem_reply(Error{ErrorCode::not_found, {}}));
  }
  put_on_record(context_, site.id, "socket_refused", Error{ErrorCode::bad_origin, {}},
                {core::Nobody{}, request.peer.network()});
  responder.send(problem_reply(Error{ErrorCode::bad_origin, {}}));
}

void App::call_api(const SiteContext& site, protocol::Host host, net::Request&& request, net::Responder responder) {
  const auto match = match_route(request.method, request.path, host);
  if (!match) return responder.send(problem_reply(match.error()));
  // Nothing here rests on cookies, so a foreign page could do nothing anyhow; it is not even let in.
  const auto origin = request.header("origin");
  const std::string& own = host == protocol::Host::console ? site.console_origin : site.chat_origin;
  if (request.count("origin") > 0 && origin != own)
    return responder.send(problem_reply(Error{ErrorCode::bad_origin, {}}));
  Call call;
  call.request = std::move(request);
  call.responder = std::move(responder);
  call.site = &site;
  call.match = *match;
  context_.hub_loop().post(
      [&context = context_, call = std::move(call)]() mutable { context.hub->handle(std::move(call)); });
}

}  // namespace cloister::server
