// The desk's socket: queue, presence and own conversations of one agent; metadata only.
#pragma once

#include <memory>

#include "net/websocket.h"
#include "server/context.h"
#include "server/session_state.h"

namespace cloister::server {

class DeskSocket final : public net::WebSocketHandler {
 public:
  DeskSocket(Context& context, const SiteContext& site) : context_(context), site_(site) {}

  void on_open(net::WebSocket& socket) override;
  void on_text(net::WebSocket& socket, std::string_view text) override;
  void on_binary(net::WebSocket& socket, ByteView bytes) override;
  void on_close(net::WebSocket& socket, std::uint16_t code, std::string_view reason) override;

 private:
  enum class Phase : std::uint8_t { hello, moving, ready, done };
  void prove(net::WebSocket& socket, std::string_view text);
  void command(net::WebSocket& socket, std::string_view text);
  void bad_command(net::WebSocket& socket, const Error& error);

  Context& context_;
  const SiteContext& site_;
  std::shared_ptr<SessionState> session_;
  SessionId session_id_;
  Hash challenge_;
  Phase phase_ = Phase::hello;
  std::uint8_t bad_commands_ = 0;
};

}  // namespace cloister::server
