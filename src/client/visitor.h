// A customer: device, session, conversations. What the widget is in a browser.
#pragma once

#include <functional>
#include <memory>

#include "client/api_client.h"
#include "client/chat.h"
#include "client/key_log.h"
#include "client/server_address.h"

namespace cloister::client {

struct VisitorOptions {
  ServerAddress server;
  SiteId site;
  /// The root fingerprint that the embed line pins.
  Hash root;
  LogOptions log;
  bool send_delivered_marks = true;
};

/// Only in the thread of its loop. Everything asynchronous ends in exactly one callback; dropping the last reference
/// drops what is under way.
class Visitor final : public Keyholder, public std::enable_shared_from_this<Visitor> {
 public:
  template <class T>
  using Done = std::move_only_function<void(Result<T>)>;
  using ChatPtr = std::shared_ptr<Chat>;

  /// `api` and `key_log` may be shared with other visitors of the same server and site; without them this one makes its
  /// own. `random` outlives the visitor.
  static std::shared_ptr<Visitor> create(net::EventLoop& loop, VisitorOptions options, RandomSource& random,
                                         std::shared_ptr<ApiClient> api = nullptr,
                                         std::shared_ptr<KeyLog> key_log = nullptr);

  /// Fetches and verifies the key log from the pinned root, and opens a session. `not_ready` before the site has staff.
  void open(Done<void> done);
  /// Opens a new conversation (entries 1 to 3) and connects to it. `listener` outlives the chat.
  void start(ChatListener& listener, Done<ChatPtr> done);
  /// Entries 1 to 3 of a conversation with this id: what `start` sends.
  Result<protocol::ConversationStart> make_start(const ConversationId& id, const ChatSender& sender);
  /// Connects to one of the visitor's conversations, from its first entry on, with a new certificate.
  ChatPtr resume(const ConversationId& conversation, ChatListener& listener);
  void list(Done<protocol::ConversationList> done);
  void site_info(Done<protocol::SiteInfo> done);
  /// Ends the session.
  void end(Done<void> done);

  const protocol::DeviceKeys& device() const override { return device_; }
  const crypto::P256KeyPair* team_key(const Hash&) const override { return nullptr; }
  const std::optional<protocol::Session>& session() const { return session_; }
  /// For calls of other kinds than this class makes.
  Credentials credentials() const { return {session_ ? session_->session : SessionId{}, session_key_}; }
  const std::shared_ptr<KeyLog>& key_log() const { return key_log_; }

 private:
  Visitor(net::EventLoop& loop, VisitorOptions options, RandomSource& random, std::shared_ptr<ApiClient> api,
          std::shared_ptr<KeyLog> key_log);
  void open_session(Done<void> done);
  ChatPtr make_chat(const ConversationId& id, ChatSender sender, ChatListener& listener);
  void ticket(const ConversationId& id, const Hash& key, bool may_renew, Done<protocol::Ticket> done);

  net::EventLoop& loop_;
  VisitorOptions options_;
  RandomSource& random_;
  std::shared_ptr<ApiClient> api_;
  std::shared_ptr<KeyLog> key_log_;
  protocol::DeviceKeys device_;
  std::shared_ptr<const crypto::Ed25519KeyPair> session_key_;
  std::optional<protocol::Session> session_;
};

}  // namespace cloister::client
