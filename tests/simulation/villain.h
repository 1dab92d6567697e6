// Tries what must not work, with real sessions and real keys of real participants. Whatever gets through breaks a
// property of the logs; what is asked for directly must be refused on the spot.
#pragma once

#include "simulation/people.h"

namespace cloister::simulation {

class Villain {
 public:
  Villain(World& world, Server& server) : world_(world), server_(server) {}
  /// One attempt: reads or joins a conversation of others, or sends as a participant what is against the rules.
  void attempt(const std::vector<std::unique_ptr<Customer>>& customers,
               const std::vector<std::unique_ptr<Agent>>& agents);

 private:
  /// A socket's end that only listens.
  class Ear final : public Receiver {
   public:
    explicit Ear(const ConversationId& id) : id_(id) {}
    void on_ready(SocketId) override {}
    void on_turned_away(ErrorCode) override {}
    void on_entry(SocketId, const protocol::Entry&) override {}
    void on_ack(SocketId, std::uint32_t, std::uint64_t) override {}
    void on_refused(SocketId, std::uint32_t, ErrorCode) override {}
    void on_mark(SocketId, const protocol::Mark&) override {}
    void on_closed(SocketId) override {}
    const ConversationId& conversation() const override { return id_; }

   private:
    ConversationId id_;
  };

  void intrude(const SessionId& session, const ConversationId& id);
  void cheat(Party& party);
  Bytes bent_message(Party& party);
  Bytes bent_packet(Party& party);
  protocol::Entry somebody_elses_entry(const Party& party);
  World& world_;
  Server& server_;
  std::vector<std::unique_ptr<Ear>> ears_;
};

}  // namespace cloister::simulation
