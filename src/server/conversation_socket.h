// A socket on one conversation, for life: it proves itself with a ticket, moves to the conversation's home loop, and
// from then on has no command that names another conversation.
#pragma once

#include <memory>

#include "core/attendance.h"
#include "core/tickets.h"
#include "net/websocket.h"
#include "server/context.h"
#include "server/session_state.h"

namespace cloister::server {

/// Commands in a row that could not be understood before the socket is closed.
inline constexpr std::uint8_t kMaxBadCommands = 10;
/// What one socket may make others be sent without anything being stored.
inline constexpr std::uint8_t kMaxTypingPerSecond = 5;
/// More than a person causes: what one socket may have counted.
inline constexpr std::uint8_t kMaxNoticedPerMinute = 60;
/// Somebody being there is told to the session at most this often by one socket.
inline constexpr DurationMs kTouchEveryMs = 10 * kSecondMs;

class ConversationSocket final : public net::WebSocketHandler {
 public:
  ConversationSocket(Context& context, const SiteContext& site, core::SocketOrigin origin)
      : context_(context), site_(site), origin_(origin) {}

  void on_open(net::WebSocket& socket) override;
  void on_text(net::WebSocket& socket, std::string_view text) override;
  void on_binary(net::WebSocket& socket, ByteView bytes) override;
  void on_close(net::WebSocket& socket, std::uint16_t code, std::string_view reason) override;
  void on_drained(net::WebSocket& socket) override;

  // For the host of the conversation, in its loop.
  const SiteContext& site() const { return site_; }
  const ConversationId& conversation() const { return conversation_; }
  core::Principal principal() const { return session_->now(); }
  const std::shared_ptr<SessionState>& session() const { return session_; }
  const SessionId& session_id() const { return session_id_; }
  core::Side side() const { return side_; }
  net::WebSocket& socket() const { return *socket_; }
  std::uint64_t sent_seq() const { return sent_seq_; }
  void set_sent_seq(std::uint64_t seq) { sent_seq_ = seq; }
  /// A command was fine.
  void good_command() { bad_commands_ = 0; }
  /// Tells the error; closes after too many in a row.
  void bad_command(const Error& error);
  void refuse(std::uint32_t ref, const Error& error);
  /// The same, for what no honest client sends: it counts as a bad command.
  void refuse_bad(std::uint32_t ref, const Error& error);
  /// Typing marks beyond `kMaxTypingPerSecond` are not passed on.
  bool may_show_typing();
  /// What is noticed beyond `kMaxNoticedPerMinute` is not counted.
  bool may_count();
  /// Somebody is at the device.
  void touch();

 private:
  enum class Phase : std::uint8_t { hello, proving, ready, done };
  void prove(net::WebSocket& socket, std::string_view text);
  void proven(net::WebSocket& socket, const core::TicketHolder& holder, std::shared_ptr<SessionState> session,
              std::uint64_t after);
  void command(std::string_view text);

  Context& context_;
  const SiteContext& site_;
  std::shared_ptr<SessionState> session_;
  net::WebSocket* socket_ = nullptr;
  ConversationId conversation_;
  SessionId session_id_;
  std::unique_ptr<Hash> challenge_;
  std::uint64_t sent_seq_ = 0;
  TimeMs touched_ms_ = 0;
  TimeMs typing_since_ms_ = 0;
  TimeMs counting_since_ms_ = 0;
  core::SocketOrigin origin_;
  Phase phase_ = Phase::hello;
  core::Side side_ = core::Side::customer;
  std::uint8_t bad_commands_ = 0;
  std::uint8_t typing_shown_ = 0;
  std::uint8_t counted_ = 0;
};

}  // namespace cloister::server
