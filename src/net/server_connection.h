// One connection of the server: TLS, then HTTP requests one after another, then perhaps a WebSocket. Not for use
// outside of this module; the product sees `Responder` and `WebSocket`.
#pragma once

#include "net/channel.h"
#include "net/listening_socket.h"
#include "net/server.h"

namespace cloister::net {

/// What all connections of a server have in common. Thread safe.
struct Server::Shared {
  Limits limits;
  std::shared_ptr<TlsServerContext> tls;
  HttpHandler& handler;
  std::vector<EventLoop*> loops;
  ListeningSocket socket;
  ServerCounters counters;
  std::atomic<bool> stopping{false};
  /// By all parsers of requests.
  std::atomic<std::size_t> held_bytes{0};
};

class ServerConnection final : public Channel {
 public:
  /// Counts itself among the connections, and the unproven, of `shared`.
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
  void set_proven(bool proven);
  /// Counts what the parser holds among what all connections hold. False if that is too much.
  bool account(std::size_t held_bytes);

  std::shared_ptr<Server::Shared> shared_;
  std::unique_ptr<Http> http_;
  bool proven_ = false;
};

}  // namespace cloister::net
