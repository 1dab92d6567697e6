// Requests to the HTTP interface of one host: typed by the wire's objects, found in the table of routes, signed with
// the key of their session (docs/protocol.md section 5).
//
//   auto api = ApiClient::create(loop, address.target_of(host), address.origin_of(host));
//   api->call<protocol::Session>({.action = Action::visitor_start}, start, [](Result<protocol::Session> session) { …
//   });
#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/ed25519.h"
#include "net/client_connection.h"
#include "protocol/gen/messages.h"
#include "protocol/gen/routes.h"

namespace cloister::client {

/// Calls that wait for a connection; `limit_reached` beyond.
inline constexpr std::size_t kMaxWaitingCalls = 20'000;
/// A connection is given up after so many requests, or so much idleness, before the server would.
inline constexpr std::uint32_t kCallsPerConnection = 900;
inline constexpr DurationMs kReuseWithinMs = 20 * kSecondMs;

/// A session and the key that proves it. Whoever holds the key sees to it that it outlives the calls.
struct Credentials {
  SessionId session;
  std::shared_ptr<const crypto::Ed25519KeyPair> key;
};

struct ApiCall {
  protocol::Action action{};
  /// For routes on one.
  std::optional<ConversationId> conversation = std::nullopt;
  /// Without '?'.
  std::string query = {};
  /// For routes that are not open.
  std::optional<Credentials> credentials = std::nullopt;
};

/// Up to `connections` connections, opened when needed. Only in the thread of its loop. Callbacks are called exactly
/// once, in the loop, also when the client has been given up meanwhile.
class ApiClient : public std::enable_shared_from_this<ApiClient> {
 public:
  static std::shared_ptr<ApiClient> create(net::EventLoop& loop, net::ClientTarget target, std::string origin,
                                           std::size_t connections = 1);

  /// Errors are the server's (by number), and `unavailable`, `tls_failed`, `too_slow`, `malformed` of this side.
  /// A request is not sent twice, whatever happens to the connection.
  template <class Response, class Request>
  void call(ApiCall what, const Request& request, std::move_only_function<void(Result<Response>)> done) {
    send(std::move(what), to_json(request), read_as<Response>(std::move(done)));
  }
  /// For GET.
  template <class Response>
  void get(ApiCall what, std::move_only_function<void(Result<Response>)> done) {
    send(std::move(what), {}, read_as<Response>(std::move(done)));
  }
  /// Calls sent or waiting.
  std::size_t pending() const { return waiting_.size() + in_flight_; }
  /// Closes idle connections.
  void close();

 private:
  using Done = std::move_only_function<void(Result<std::string>)>;
  struct Waiting {
    ApiCall call;
    std::string body;
    Done done;
  };
  struct Line {
    net::ClientHandle handle;
    std::uint32_t calls = 0;
    TimeMs used_ms = 0;
    bool opening = false;
    bool busy = false;
  };

  ApiClient(net::EventLoop& loop, net::ClientTarget target, std::string origin, std::size_t connections);

  template <class Response>
  static Done read_as(std::move_only_function<void(Result<Response>)> done) {
    return [done = std::move(done)](Result<std::string> body) mutable {
      if (!body) return done(std::unexpected(std::move(body).error()));
      done(protocol::parse_json<Response>(*body));
    };
  }
  void send(ApiCall what, std::string body, Done done);
  void pump();
  bool usable(const Line& line) const;
  void open(Line& line);
  void run(Line& line, Waiting waiting);
  net::ClientRequest request_for(const Waiting& waiting) const;

  net::EventLoop& loop_;
  net::ClientTarget target_;
  std::string origin_;
  std::vector<Line> lines_;
  std::deque<Waiting> waiting_;
  std::size_t in_flight_ = 0;
};

}  // namespace cloister::client
