#include "server/conversation_socket.h"

#include "protocol/gen/messages.h"
#include "server/conversation_host.h"
#include "server/frames.h"
#include "server/hub.h"
#include "server/security_record.h"

namespace cloister::server {

using protocol::FrameType;

void ConversationSocket::on_open(net::WebSocket& socket) {
  socket.set_deadline(protocol::kUnprovenSocketMs);
  challenge_ = std::make_unique<Hash>(context_.random.make<Hash>());
  protocol::Hello hello;
  hello.challenge = *challenge_;
  socket.send_text(to_json(hello));
}

void ConversationSocket::on_text(net::WebSocket& socket, std::string_view text) {
  switch (phase_) {
    case Phase::hello:
      return prove(socket, text);
    case Phase::ready:
      return command(text);
    case Phase::proving:
    case Phase::done:
      return socket.close(net::CloseCode::policy_violation, "not proven");
  }
}

void ConversationSocket::prove(net::WebSocket& socket, std::string_view text) {
  auto request = text.size() <= static_cast<std::size_t>(protocol::kMaxJsonBytes)
                     ? protocol::parse_json<protocol::ProveConversation>(text)
                     : fail(ErrorCode::too_large);
  if (!request) return socket.close(net::CloseCode::policy_violation, info_of(request.error().code).name);
  phase_ = Phase::proving;
  context_.hub_loop().post([this_ref = socket.ref(), request = std::move(*request), challenge = *challenge_,
                            origin = origin_, from = socket.peer().network(), &context = context_,
                            &site = site_]() mutable {
    auto redeemed = context.hub->redeem(site, request, challenge, origin, from);
    this_ref.post([redeemed = std::move(redeemed), after = request.after](net::WebSocket& ws) {
      auto& self = *static_cast<ConversationSocket*>(ws.handler());
      if (!redeemed) {
        protocol::SocketError error;
        error.code = static_cast<std::uint16_t>(redeemed.error().code);
        error.message = info_of(redeemed.error().code).title;
        ws.send_text(to_json(error));
        return ws.close(net::CloseCode::policy_violation, info_of(redeemed.error().code).name);
      }
      self.proven(ws, redeemed->holder, redeemed->session, after);
    });
  });
}

void ConversationSocket::proven(net::WebSocket& socket, const core::TicketHolder& holder,
                                std::shared_ptr<SessionState> session, std::uint64_t after) {
  challenge_.reset();
  session_ = std::move(session);
  conversation_ = holder.conversation;
  session_id_ = holder.session;
  side_ = std::holds_alternative<core::Staff>(session_->principal) ? core::Side::staff : core::Side::customer;
  socket.clear_deadline();
  socket.mark_proven();
  ConversationHost& home = context_.home_of(conversation_);
  socket.move_to(home.loop(), [&home, after](net::WebSocket& ws) {
    auto& self = *static_cast<ConversationSocket*>(ws.handler());
    self.socket_ = &ws;
    self.phase_ = Phase::ready;
    if (auto attached = home.attach(self, after); !attached) {
      self.phase_ = Phase::done;
      self.bad_command(attached.error());
      ws.close(net::CloseCode::policy_violation, info_of(attached.error().code).name);
    }
  });
}

void ConversationSocket::command(std::string_view text) {
  if (text.size() > static_cast<std::size_t>(protocol::kMaxJsonBytes))
    return bad_command(Error{ErrorCode::too_large, {}});
  ConversationHost& home = context_.home_of(conversation_);
  const std::string tag = protocol::message_tag(text);
  if (tag == "typing") {
    const auto typing = protocol::parse_json<protocol::Typing>(text);
    return typing ? home.typing(*this, typing->on) : bad_command(typing.error());
  }
  if (tag == "noticed") {
    const auto noticed = protocol::parse_json<protocol::Noticed>(text);
    return noticed ? home.noticed(*this, *noticed) : bad_command(noticed.error());
  }
  if (tag == "active") {
    const auto active = protocol::parse_json<protocol::Active>(text);
    return active ? home.active(*this) : bad_command(active.error());
  }
  bad_command(Error{ErrorCode::malformed, {}});
}

void ConversationSocket::on_binary(net::WebSocket& socket, ByteView bytes) {
  if (phase_ != Phase::ready) return socket.close(net::CloseCode::policy_violation, "not proven");
  if (bytes.empty()) return bad_command(Error{ErrorCode::malformed, {}});
  ConversationHost& home = context_.home_of(conversation_);
  switch (static_cast<FrameType>(bytes[0])) {
    case FrameType::append: {
      auto append = protocol::decode<protocol::Append>(bytes.subspan(1));
      return append ? home.append(*this, std::move(*append)) : bad_command(append.error());
    }
    case FrameType::mark: {
      const auto mark = protocol::decode<protocol::Mark>(bytes.subspan(1));
      return mark ? home.mark(*this, *mark) : bad_command(mark.error());
    }
    default:
      return bad_command(Error{ErrorCode::malformed, {}});
  }
}

void ConversationSocket::on_close(net::WebSocket&, std::uint16_t, std::string_view) {
  if (phase_ == Phase::ready) context_.home_of(conversation_).detach(*this);
  phase_ = Phase::done;
}

void ConversationSocket::on_drained(net::WebSocket&) {
  if (phase_ == Phase::ready) context_.home_of(conversation_).drained(*this);
}

void ConversationSocket::bad_command(const Error& error) {
  protocol::SocketError message;
  message.code = static_cast<std::uint16_t>(error.code);
  message.message = info_of(error.code).title;
  socket_->send_text(to_json(message));
  if (++bad_commands_ >= kMaxBadCommands) socket_->close(net::CloseCode::policy_violation, "too many bad commands");
}

void ConversationSocket::refuse(std::uint32_t ref, const Error& error) {
  socket_->send_binary(
      frame_of(FrameType::refused, protocol::Refused{.ref = ref, .code = static_cast<std::uint16_t>(error.code)}));
}

void ConversationSocket::refuse_bad(std::uint32_t ref, const Error& error) {
  refuse(ref, error);
  if (++bad_commands_ >= kMaxBadCommands) socket_->close(net::CloseCode::policy_violation, "too many bad commands");
}

bool ConversationSocket::may_show_typing() {
  const TimeMs now = socket_->loop().now_ms();
  if (now - typing_since_ms_ >= kSecondMs) {
    typing_since_ms_ = now;
    typing_shown_ = 0;
  }
  if (typing_shown_ >= kMaxTypingPerSecond) return false;
  ++typing_shown_;
  return true;
}

bool ConversationSocket::may_count() {
  const TimeMs now = socket_->loop().now_ms();
  if (now - counting_since_ms_ >= kMinuteMs) {
    counting_since_ms_ = now;
    counted_ = 0;
  }
  if (counted_ >= kMaxNoticedPerMinute) return false;
  ++counted_;
  return true;
}

void ConversationSocket::touch() {
  const TimeMs now = socket_->loop().now_ms();
  if (touched_ms_ != 0 && now - touched_ms_ < kTouchEveryMs) return;
  touched_ms_ = now;
  context_.hub_loop().post([&context = context_, id = session_id_] { context.hub->touch(id); });
}

}  // namespace cloister::server
