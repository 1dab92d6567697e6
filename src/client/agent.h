// A member of staff: passkey, team keys, desk, accepted conversations. What the console is in a browser; its
// conversation sockets come from Origin `null`, as those of the console's frames do.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>

#include "client/agent_credentials.h"
#include "client/api_client.h"
#include "client/chat.h"
#include "client/key_log.h"
#include "client/server_address.h"

namespace cloister::client {

/// Tries of one acceptance when the conversation moves on meanwhile.
inline constexpr int kMaxAcceptTries = 8;

class Agent;

/// What the desk tells. Called in the loop.
class DeskListener {
 public:
  virtual ~DeskListener() = default;
  virtual void on_desk(Agent&, const protocol::DeskState&) {}
  virtual void on_waiting(Agent&, const protocol::ConversationInfo&) {}
  virtual void on_mine(Agent&, const protocol::ConversationInfo&) {}
  virtual void on_gone(Agent&, const ConversationId&) {}
  virtual void on_roster(Agent&, std::uint64_t /*acts*/) {}
  /// The desk socket is gone; it is opened again unless the session has ended.
  virtual void on_desk_closed(Agent&, const Error&) {}
};

struct AgentOptions {
  ServerAddress server;
  LogOptions log;
  bool send_delivered_marks = true;
  /// Connections to the HTTP interface.
  std::size_t connections = 2;
};

/// Only in the thread of its loop. Dropping the last reference drops what is under way.
class Agent final : public Keyholder, public std::enable_shared_from_this<Agent> {
 public:
  template <class T>
  using Done = std::move_only_function<void(Result<T>)>;
  using AgentPtr = std::shared_ptr<Agent>;
  using ChatPtr = std::shared_ptr<Chat>;

  /// Makes the site: genesis and both team keys, with a new device and passkey. `link` is the secret of the enrolment
  /// link. `random` outlives the agent.
  static void enrol_first(net::EventLoop& loop, AgentOptions options, const SessionId& link, std::string name,
                          RandomSource& random, Done<AgentPtr> done);
  /// Signs in with a passkey assertion.
  static void sign_in(net::EventLoop& loop, AgentOptions options, AgentCredentials credentials, RandomSource& random,
                      Done<AgentPtr> done);

  /// Opens the desk socket and keeps it open. `listener` outlives the agent.
  void open_desk(DeskListener& listener);
  void set_available(bool on);
  bool desk_open() const { return desk_ != nullptr; }

  /// Reads a waiting conversation, accepts it for this device, connects to it and introduces itself. Errors:
  /// `already_assigned`, `missing_key` and everything that reading it can show. `listener` outlives the chat.
  void accept(const ConversationId& conversation, ChatListener& listener, Done<ChatPtr> done);
  /// Connects to a conversation that is already this person's, from its first entry on.
  ChatPtr resume(const ConversationId& conversation, ChatListener& listener);
  /// Ends the session and closes the desk.
  void end(Done<void> done);

  const AgentCredentials& credentials() const { return credentials_; }
  const protocol::StaffSession& session() const { return session_; }
  /// For calls of other kinds than this class makes.
  Credentials proof_of() const { return {session_.session, session_key_}; }
  const std::shared_ptr<KeyLog>& key_log() const { return key_log_; }
  const protocol::DeviceKeys& device() const override { return credentials_.device; }
  const crypto::P256KeyPair* team_key(const Hash& act) const override;

 private:
  class Desk;
  struct Accepting;
  Agent(net::EventLoop& loop, AgentOptions options, AgentCredentials credentials, RandomSource& random,
        std::shared_ptr<ApiClient> api);
  static std::shared_ptr<ApiClient> api_for(net::EventLoop& loop, const AgentOptions& options);
  std::string console_origin() const { return options_.server.origin_of(options_.server.console_host); }

  void signed_in(const protocol::StaffSession& session, Done<AgentPtr> done);
  void refresh(Done<RosterPtr> done);
  /// Opens the shares that are this device's, and older generations through newer ones.
  void learn_team_keys();
  ChatPtr make_chat(const ConversationId& id, ChatListener& listener);

  void read_entries(std::shared_ptr<Accepting> work);
  void take_page(std::shared_ptr<Accepting> work, const protocol::EntryList& page);
  void send_acceptance(std::shared_ptr<Accepting> work);
  Result<protocol::Accept> make_acceptance(const ConversationLog& log);
  void try_again(std::shared_ptr<Accepting> work, const Error& why);

  void connect_desk();
  void desk_lost(const Error& why);
  void desk_text(net::WebSocket& socket, std::string_view text);

  net::EventLoop& loop_;
  AgentOptions options_;
  AgentCredentials credentials_;
  RandomSource& random_;
  std::shared_ptr<ApiClient> api_;
  std::shared_ptr<KeyLog> key_log_;
  std::shared_ptr<const crypto::Ed25519KeyPair> session_key_;
  protocol::StaffSession session_;
  protocol::Continuity continuity_ = protocol::Continuity::supervisors;
  std::unordered_map<Hash, crypto::P256KeyPair> team_keys_;

  DeskListener* desk_listener_ = nullptr;
  net::WebSocket* desk_ = nullptr;
  std::uint64_t desk_attempt_ = 0;
  bool desk_wanted_ = false;
  bool available_ = false;
  net::CallbackTimer desk_timer_;
};

}  // namespace cloister::client
