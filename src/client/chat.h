// One conversation as a client lives it: socket, verified log, outbox, marks (docs/protocol.md sections 4 and 6). The
// same for both sides. Connects again by itself and sends again what was not acknowledged.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/outbox.h"
#include "client/server_address.h"
#include "net/event_loop.h"
#include "net/websocket.h"
#include "protocol/gen/messages.h"

namespace cloister::client {

/// Entries that wait for a newer key log; the connection is given up beyond.
inline constexpr std::size_t kMaxHeldEntries = 1'000;
/// Marks are coalesced over this time in the middle, as the browser does.
inline constexpr DurationMs kMarkDelayMs = 250;
/// First wait before connecting again; doubled each time, to the longest.
inline constexpr DurationMs kReconnectFirstMs = 500;
inline constexpr DurationMs kReconnectLongestMs = 30 * kSecondMs;
/// After a refusal that may pass.
inline constexpr DurationMs kRetryMs = 1 * kSecondMs;

class Chat;

/// What the user of a chat hears. Called in the loop; inside of any of these the chat may be used and stopped.
class ChatListener {
 public:
  virtual ~ChatListener() = default;
  /// Connected, and everything that was there has been verified. Again after each connection.
  virtual void on_online(Chat&) {}
  /// The connection is gone; another attempt is planned.
  virtual void on_offline(Chat&, const Error& /*why*/) {}
  /// The next entry, verified.
  virtual void on_entry(Chat&, const LogEvent&) {}
  /// The server has this message on disk.
  virtual void on_acknowledged(Chat&, const ClientMessageId&, std::uint64_t /*seq*/) {}
  /// The server cannot take this message now, as when its disk is full. It is kept, and sent again by itself.
  virtual void on_postponed(Chat&, const ClientMessageId&, ErrorCode) {}
  /// The server will not take this message.
  virtual void on_refused(Chat&, const ClientMessageId&, ErrorCode) {}
  /// Not sent: these can read now and could not when it was given to the chat. `release` or `discard` it.
  virtual void on_held(Chat&, const ClientMessageId&, const protocol::Audience& /*added*/) {}
  virtual void on_typing(Chat&, bool /*on*/) {}
  virtual void on_presence(Chat&, bool /*online*/) {}
  /// How far somebody has had or read. What is known already comes with each connection, before `on_online`.
  virtual void on_mark(Chat&, Side, protocol::MarkKind, std::uint64_t /*seq*/) {}
  virtual void on_status(Chat&, const protocol::StatusEvent&) {}
  /// The session is over, or access was lost. The chat has stopped.
  virtual void on_ended(Chat&, ErrorCode) {}
  /// Somebody did what must not be. The chat has stopped.
  virtual void on_violation(Chat&, const Error&) {}
};

struct ChatOptions {
  Side side = Side::customer;
  LogOptions log;
  ServerAddress server;
  /// Which host, and what the field Origin says: the chat origin, or `null` for a frame of the console.
  std::string host;
  std::string origin;
  /// Asks for a ticket for the socket key with this SHA-256.
  std::function<void(const Hash&, std::move_only_function<void(Result<protocol::Ticket>)>)> ticket;
  bool send_delivered_marks = true;
};

/// Only in the thread of its loop.
class Chat : public std::enable_shared_from_this<Chat>, private Outbox::Host {
 public:
  /// `keys`, `random` and `listener` outlive the chat.
  static std::shared_ptr<Chat> create(net::EventLoop& loop, ChatOptions options, std::shared_ptr<KeyLog> key_log,
                                      const ConversationId& conversation, const Keyholder& keys, ChatSender sender,
                                      RandomSource& random, ChatListener& listener);

  /// Connects, and stays connected.
  void start();
  /// Takes an entry that came another way (conversation_entries). Before `start`, which tells the listener of it.
  Result<LogEvent> preload(const protocol::Entry& entry);
  /// Before `start`: the newest that the key log has.
  void use_newest_roster() { log_.set_roster(key_log_->roster()); }
  /// Ends everything; the listener hears nothing more.
  void stop();
  /// Closes the connection as a closed lid would; `start` opens it again.
  void suspend();

  /// Queues a message. `too_large`, `malformed`, `limit_reached`, `conversation_closed`.
  Result<ClientMessageId> send_text(std::string_view text);
  Result<ClientMessageId> send_intro(std::string_view name);
  /// Sends a held message to those who can read now, behind the others; gives it up. False if it is not held.
  bool release(const ClientMessageId& id) { return outbox_.release(id); }
  bool discard(const ClientMessageId& id) { return outbox_.discard(id); }
  /// For load: seals a text now, with the place seen now, to be sent later by `send_prepared`. In order; nothing else
  /// may be sent in between.
  Result<Outbox::Prepared> prepare_text(std::string_view text);
  /// Sends the oldest prepared one; false if there is none or too many are under way.
  bool send_prepared() { return outbox_.send_prepared(); }
  std::size_t prepared() const { return outbox_.prepared(); }

  void mark_read(std::uint64_t seq);
  void set_typing(bool on);
  /// Somebody is at the device.
  void active();
  /// Closes the conversation, once everything queued is acknowledged.
  void close(protocol::CloseReason reason);

  bool online() const { return online_; }
  const ConversationLog& log() const { return log_; }
  const ConversationId& conversation() const { return log_.id(); }
  /// Messages not yet acknowledged.
  std::size_t unacknowledged() const { return outbox_.size(); }
  const Hash& sender() const { return sender_.id; }

 private:
  class Socket;
  friend class Socket;
  Chat(net::EventLoop& loop, ChatOptions options, std::shared_ptr<KeyLog> key_log, const ConversationId& conversation,
       const Keyholder& keys, ChatSender sender, RandomSource& random, ChatListener& listener);

  // Connection.
  void ask_for_ticket();
  void connect(const protocol::Ticket& ticket, std::shared_ptr<const crypto::Ed25519KeyPair> key);
  void lost(const Error& why);
  void stopped_by(const Error& why);
  void end(ErrorCode code);
  void on_text(net::WebSocket& socket, std::string_view text);
  void on_binary(ByteView bytes);
  void on_closed(std::uint16_t code, std::string_view reason);
  void on_hello(net::WebSocket& socket, std::string_view text);
  void on_ready(std::string_view text);

  // Log.
  void take_entry(protocol::Entry entry);
  void take_held();
  void check_online();
  void heard_mark(ByteView bytes);

  // Sending.
  bool can_send() const override { return running_ && online_; }
  std::uint32_t append(protocol::EntryKind kind, ByteView body) override;
  void held(const ClientMessageId& id, const protocol::Audience& added) override {
    listener_->on_held(*this, id, added);
  }
  void acknowledged(const ClientMessageId& id, std::uint64_t seq) override {
    listener_->on_acknowledged(*this, id, seq);
  }
  void refused(const ClientMessageId& id, ErrorCode code) override { listener_->on_refused(*this, id, code); }
  void postponed(const ClientMessageId& id, ErrorCode code) override;
  Result<ClientMessageId> queue(protocol::ContentKind kind, Result<Bytes> content);
  void pump();
  void retry_soon();
  void on_ack(const protocol::Ack& ack);
  void on_refusal(const protocol::Refused& refused);
  void send_cert();
  void send_close();

  // Marks.
  DurationMs spread(DurationMs middle, DurationMs width);
  void note_mark(std::uint64_t& mine, std::uint64_t seq);
  void send_marks();
  void send_mark(protocol::MarkKind kind, std::uint64_t seq);

  net::EventLoop& loop_;
  ChatOptions options_;
  std::shared_ptr<KeyLog> key_log_;
  RandomSource& random_;
  ChatListener* listener_;
  ConversationLog log_;
  ChatSender sender_;

  /// The live connection's adapter; sockets of before are cut off from the chat.
  Socket* socket_ = nullptr;
  std::uint64_t attempt_ = 0;
  std::uint32_t failures_ = 0;
  bool running_ = false;
  bool ready_ = false;
  bool online_ = false;
  std::uint64_t last_seq_ = 0;
  std::vector<Bytes> marks_at_ready_;
  std::deque<protocol::Entry> held_;
  std::vector<LogEvent> preloaded_;
  bool refreshing_ = false;

  Outbox outbox_;
  std::uint32_t next_ref_ = 1;
  std::uint32_t cert_ref_ = 0;
  /// For the moment: it is sent again before anything else is.
  bool cert_refused_ = false;
  std::uint32_t close_ref_ = 0;
  std::optional<protocol::CloseReason> closing_;
  Bytes close_body_;

  std::uint64_t delivered_ = 0;
  std::uint64_t delivered_sent_ = 0;
  std::uint64_t read_ = 0;
  std::uint64_t read_sent_ = 0;
  net::CallbackTimer mark_timer_;
  net::CallbackTimer retry_timer_;
  net::CallbackTimer reconnect_timer_;
};

}  // namespace cloister::client
