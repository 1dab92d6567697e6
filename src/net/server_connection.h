// One connection of the server: TLS, then HTTP requests one after another, then perhaps a WebSocket. Not for
// use outside of this module; the product sees `Responder` and `WebSocket`.
#pragma once

#include "net/channel.h"
#include "net/server.h"

namespace cloister::net {

class ServerConnection final : public Channel {
 public:
  ServerConnection(SslPtr ssl, int fd, const PeerAddress& peer, Server::Shared& shared);
  ~ServerConnection() override;

  void begin() { arm(limits().handshake_ms); }
  void respond(Response response);
  void upgrade(std::unique_ptr<WebSocketHandler> handler, const std::string& subprotocol,
               const std::vector<Header>& headers);
  void mark_proven() override;
  void wind_down() override;

 private:
  /// What only HTTP needs; gone after an upgrade.
  struct Http;

  void on_established() override;
  void on_http_bytes(std::span<std::uint8_t> bytes) override;
  void on_http_timeout() override;
  void on_http_drained() override;
  void on_dead(std::string_view why) override;
  void progress(HttpProgress progress);
  void refuse(HttpError error);
  void write_response(Response response, bool last);

  Server::Shared& shared_;
  std::unique_ptr<Http> http_;
  bool proven_ = false;
};

}  // namespace cloister::net
