// A server around the core, as small as it can be: sockets, live conversations, a store that answers later. It does
// what a real one must do, and checks each decision of the core against the truth.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/conversation.h"
#include "core/desk.h"
#include "core/sessions.h"
#include "core/tickets.h"
#include "simulation/store.h"
#include "support/test_chat.h"

namespace cloister::simulation {

using SocketId = std::uint64_t;

/// A client's end of a conversation socket. Everything arrives by the network.
class Receiver {
 public:
  virtual ~Receiver() = default;
  virtual void on_ready(SocketId socket) = 0;
  virtual void on_turned_away(ErrorCode code) = 0;
  virtual void on_entry(SocketId socket, const protocol::Entry& entry) = 0;
  virtual void on_ack(SocketId socket, std::uint32_t ref, std::uint64_t seq) = 0;
  virtual void on_refused(SocketId socket, std::uint32_t ref, ErrorCode code) = 0;
  virtual void on_mark(SocketId socket, const protocol::Mark& mark) = 0;
  virtual void on_closed(SocketId socket) = 0;
  virtual const ConversationId& conversation() const = 0;
};

class Server {
 public:
  Server(World& world, protocol::Continuity continuity);

  // Requests, as they arrive; answers go out by the network.
  using Done = std::function<void(Status)>;
  void start(const SessionId& session, const test::StartBodies& bodies, const Done& done);
  void accept(const SessionId& session, const ConversationId& id, const test::AcceptBodies& bodies, const Done& done);
  void read(const SessionId& session, const ConversationId& id, const std::function<void(Result<Log>)>& done);
  void look(const SessionId& session, const std::function<void(core::DeskSnapshot)>& done);
  void connect(const SessionId& session, const ConversationId& id, std::uint64_t after, Receiver& receiver);
  void append(SocketId socket, std::uint32_t ref, protocol::EntryKind kind, const Bytes& body);
  void mark(SocketId socket, const protocol::Mark& mark);

  // What the world does to it.
  SessionId sign_in(const core::Principal& who);
  void lock(const SessionId& session);
  void unlock(const SessionId& session);
  void roster_changed();
  void crash();

  const Store& store() const { return store_; }
  protocol::Continuity continuity() const { return continuity_; }
  std::uint64_t acknowledged() const { return acknowledged_; }
  /// Of the last message of this sender that was stored.
  std::uint32_t counter_of(const ConversationId& id, const Hash& sender) const;

 private:
  struct Socket {
    SessionId session;
    ConversationId conversation;
    std::uint64_t next = 1;
    Receiver* receiver = nullptr;
  };
  struct Live {
    std::unique_ptr<core::Conversation> state;
    /// What waits for an entry to be on disk.
    struct Wait {
      std::uint64_t seq = 0;
      std::function<void(bool)> decided;
    };
    std::vector<Wait> waits;
  };
  struct Account {
    core::Principal who;
    SignKey key;
    bool locked = false;
  };

  core::SiteView rules() const;
  TimeMs wall_clock() const { return world_.events.now() + skew_ms_; }
  core::Principal principal_of(const SessionId& session) const;
  Live* live(const ConversationId& id);
  core::Resource resource_of(const ConversationId& id);
  template <core::Action A>
  Result<core::Grant<A>> decide(const core::Principal& who, const ConversationId& id);
  void check_decision(core::Action action, const core::Principal& who, const ConversationId& id, bool granted) const;

  void write(Live& live, const ConversationId& id, std::vector<core::Planned> planned, const Live::Wait& wait);
  void committed(const Store::Batch& batch);
  void failed(const Store::Batch& batch);
  void pump(SocketId id);
  void pump_all(const ConversationId& id);
  bool stored_lately(const ConversationId& id, const Bytes& body) const;
  void close_sockets(const SessionId& session);
  void restart();

  World& world_;
  protocol::Continuity continuity_;
  Store store_;
  core::Sessions sessions_;
  core::Tickets tickets_;
  core::Desk desk_;
  std::map<SessionId, Account> accounts_;
  std::map<ConversationId, Live> live_;
  std::map<SocketId, Socket> sockets_;
  SocketId next_socket_ = 1;
  DurationMs skew_ms_ = 0;
  bool up_ = true;
  std::uint64_t acknowledged_ = 0;
};

}  // namespace cloister::simulation
