// One connection of the server: TLS, then HTTP requests one after another, then perhaps a WebSocket. Not for use
// outside of this module; the product sees `Responder` and `WebSocket`.
#pragma once

#include <mutex>

#include "core/network_quota.h"
#include "net/channel.h"
#include "net/listening_socket.h"
#include "net/server.h"

namespace cloister::net {

/// What all connections of a server have in common. Thread safe.
struct Server::Shared {
  Shared(const Limits& limits, std::shared_ptr<TlsServerContext> tls, HttpHandler& handler,
         std::vector<EventLoop*> loops, ListeningSocket socket)
      : limits(limits), tls(std::move(tls)), handler(handler), loops(std::move(loops)), socket(std::move(socket)) {}

  Limits limits;
  std::shared_ptr<TlsServerContext> tls;
  HttpHandler& handler;
  std::vector<EventLoop*> loops;
  ListeningSocket socket;
  ServerCounters counters;
  std::atomic<bool> stopping{false};

  /// A place among the unproven: for a new connection, or for one that was proven and becomes a socket. False if
  /// there is none left, or the network has its share; a connection that goes on is held to the share alone.
  bool enter_unproven(const core::Network& network, bool goes_on);
  void leave_unproven(const core::Network& network);
  /// An unfinished request has grown or shrunk. False if that is too much; then it counts as before.
  bool hold_bytes(const core::Network& network, std::size_t before, std::size_t after);

 private:
  std::mutex mutex_;
  core::NetworkPot unproven_{{.all = limits.unproven, .near = limits.unproven_per_network}};
  core::NetworkPot held_{{.all = limits.held_bytes, .near = limits.held_bytes_per_network}};
};

class ServerConnection final : public Channel {
 public:
  /// Counts itself among the connections of `shared`; its place among the unproven was taken before.
  ServerConnection(SslPtr ssl, int fd, const PeerAddress& peer, std::shared_ptr<Server::Shared> shared);
  ~ServerConnection() override;

  void begin() { arm(limits().handshake_ms); }
  void respond(Response response);
  void upgrade(std::unique_ptr<WebSocketHandler> handler, const std::string& subprotocol,
               const std::vector<Header>& headers);
  void mark_proven() override;
  void wind_down() override;
  void drop() { die("server ends"); }
  bool belongs_to(const Server::Shared& shared) const { return shared_.get() == &shared; }

 private:
  /// What only HTTP needs; gone after an upgrade.
  struct Http;

  void on_established() override;
  void on_http_bytes(ByteView bytes) override;
  void on_http_end() override;
  void on_http_timeout() override;
  void on_http_drained() override;
  void on_arrived() override;
  void on_dead(std::string_view why) override;

  void go_on(HttpProgress progress);
  void hand_over_request();
  void refuse(HttpError error);
  void write(Response response, bool last);
  void set_proven();
  /// Counts what the parser holds among what all connections hold. False if that is too much.
  bool account(std::size_t held_bytes);

  std::shared_ptr<Server::Shared> shared_;
  std::unique_ptr<Http> http_;
  bool proven_ = false;
};

}  // namespace cloister::net
