// One participant's side of one conversation: sends what it has to say until it is acknowledged, and believes nothing
// it is sent.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "simulation/server.h"
#include "support/test_chat.h"

namespace cloister::simulation {

class Party final : public Receiver {
 public:
  Party(World& world, Server& server, const SessionId& session, test::ChatParty who, const ConversationId& id);
  Party(const Party&) = delete;
  Party& operator=(const Party&) = delete;

  void say();
  void certify();
  void close();
  void mark(protocol::MarkKind kind);
  /// To be called now and then: connects, sends again, and follows the roster with a new packet.
  void tick();
  /// The person is no longer staff, or nobody turns to this device any more.
  void leave() { gone_ = true; }
  void hang_up() { socket_ = 0; }

  /// Nothing is left to be said, and all that was said is known here.
  bool settled() const;
  /// Holds when the run is over.
  void check() const;
  bool can_speak() const { return who_.key.has_value(); }
  SocketId socket() const { return socket_; }
  const test::ChatParty& who() const { return who_; }
  const test::ChatView& view() const { return view_; }
  /// For whoever looks into a broken run.
  std::string describe() const;

  void on_ready(SocketId socket) override;
  void on_turned_away(ErrorCode code) override;
  void on_entry(SocketId socket, const protocol::Entry& entry) override;
  void on_ack(SocketId socket, std::uint32_t ref, std::uint64_t seq) override;
  void on_refused(SocketId socket, std::uint32_t ref, ErrorCode code) override;
  void on_mark(SocketId socket, const protocol::Mark& mark) override;
  void on_closed(SocketId socket) override;
  const ConversationId& conversation() const override { return view_.conversation; }

 private:
  /// Something to be stored.
  struct Item {
    protocol::EntryKind kind = protocol::EntryKind::message;
    ClientMessageId id;
    std::uint32_t counter = 0;
    Bytes body;
    Hash hash;
    Hash packet;
    /// The server has said that the epoch is over.
    bool stale = false;
    /// Acknowledged, with its place; or given up because the conversation is closed.
    std::uint64_t seq = 0;
    bool given_up = false;
    bool done() const { return seq != 0 || given_up; }
  };
  struct Sent {
    std::size_t item = 0;
    Hash hash;
  };

  void add(protocol::EntryKind kind, Bytes body);
  void encrypt(Item& item);
  void send(std::size_t index);
  void send_all();
  void connect();
  void follow_roster();
  void learn(const protocol::Entry& entry);

  World& world_;
  Server& server_;
  SessionId session_;
  test::ChatParty who_;
  test::ChatView view_;
  /// T at every place seen.
  std::vector<Hash> heads_;
  std::vector<Hash> reader_ids_;
  std::vector<Item> items_;
  std::optional<Bytes> packet_;
  std::vector<Sent> sent_;
  std::map<std::pair<Hash, std::uint8_t>, std::uint64_t> marks_;
  SocketId socket_ = 0;
  TimeMs heard_ms_ = 0;
  ErrorCode last_refusal_ = ErrorCode::internal;
  bool gone_ = false;
  bool closed_ = false;
};

}  // namespace cloister::simulation
