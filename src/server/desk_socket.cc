#include "server/desk_socket.h"

#include "protocol/gen/messages.h"
#include "server/conversation_socket.h"
#include "server/hub.h"
#include "server/security_record.h"

namespace cloister::server {

void DeskSocket::on_open(net::WebSocket& socket) {
  socket.set_deadline(protocol::kUnprovenSocketMs);
  challenge_ = context_.random.make<Hash>();
  protocol::Hello hello;
  hello.challenge = challenge_;
  socket.send_text(to_json(hello));
}

void DeskSocket::on_text(net::WebSocket& socket, std::string_view text) {
  if (text.size() > static_cast<std::size_t>(protocol::kMaxJsonBytes))
    return bad_command(socket, Error{ErrorCode::too_large, {}});
  switch (phase_) {
    case Phase::hello:
      return prove(socket, text);
    case Phase::ready:
      return command(socket, text);
    case Phase::moving:
    case Phase::done:
      return socket.close(net::CloseCode::policy_violation, "not proven");
  }
}

void DeskSocket::prove(net::WebSocket& socket, std::string_view text) {
  auto request = protocol::parse_json<protocol::ProveDesk>(text);
  if (!request) return socket.close(net::CloseCode::policy_violation, info_of(request.error().code).name);
  phase_ = Phase::moving;
  // Desks live in the hub's loop.
  socket.move_to(context_.hub_loop(), [request = std::move(*request)](net::WebSocket& ws) {
    auto& self = *static_cast<DeskSocket*>(ws.handler());
    auto session = self.context_.hub->open_desk(self.site_, request, self.challenge_, ws);
    if (!session) {
      self.phase_ = Phase::done;
      put_on_record(self.context_, self.site_.id, "desk_refused", session.error(),
                    {core::Nobody{}, ws.peer().network()});
      self.bad_command(ws, session.error());
      return ws.close(net::CloseCode::policy_violation, info_of(session.error().code).name);
    }
    ws.clear_deadline();
    ws.mark_proven();
    self.session_ = std::move(*session);
    self.session_id_ = request.session;
    self.phase_ = Phase::ready;
  });
}

void DeskSocket::command(net::WebSocket& socket, std::string_view text) {
  const std::string tag = protocol::message_tag(text);
  if (tag == "available") {
    const auto available = protocol::parse_json<protocol::Available>(text);
    if (!available) return bad_command(socket, available.error());
    bad_commands_ = 0;
    context_.hub->touch(session_id_);
    return context_.hub->set_available(site_, session_, available->on, socket);
  }
  if (tag == "active") {
    const auto active = protocol::parse_json<protocol::Active>(text);
    const Status allowed = active ? Status() : std::unexpected(active.error());
    if (!allowed) return bad_command(socket, allowed.error());
    const auto grant = core::decide<core::Action::desk_active>(session_->now(), core::SiteResource{.site = site_.id});
    if (!grant) return bad_command(socket, grant.error());
    bad_commands_ = 0;
    return context_.hub->touch(session_id_);
  }
  bad_command(socket, Error{ErrorCode::malformed, {}});
}

void DeskSocket::on_binary(net::WebSocket& socket, ByteView) { bad_command(socket, Error{ErrorCode::malformed, {}}); }

void DeskSocket::on_close(net::WebSocket& socket, std::uint16_t, std::string_view) {
  if (phase_ == Phase::ready) context_.hub->close_desk(site_, session_id_, socket.ref());
  phase_ = Phase::done;
}

void DeskSocket::bad_command(net::WebSocket& socket, const Error& error) {
  protocol::SocketError message;
  message.code = static_cast<std::uint16_t>(error.code);
  message.message = info_of(error.code).title;
  socket.send_text(to_json(message));
  if (++bad_commands_ >= kMaxBadCommands) socket.close(net::CloseCode::policy_violation, "too many bad commands");
}

}  // namespace cloister::server
