// Those who take part: customers who open a conversation each, agents who look for work, and somebody who tries what
// they may not.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "simulation/party.h"

namespace cloister::simulation {

class Customer {
 public:
  Customer(World& world, Server& server);
  void tick();
  bool settled() const { return party_ && party_->settled(); }
  Party* party() { return party_.get(); }
  const SessionId& session() const { return session_; }
  const test::ChatParty& who() const { return who_; }

 private:
  void open();
  World& world_;
  Server& server_;
  test::ChatParty who_;
  ConversationId id_;
  SessionId session_;
  std::shared_ptr<const test::StartBodies> start_;
  std::unique_ptr<Party> party_;
};

class Agent {
 public:
  Agent(World& world, Server& server, test::TestPerson person, std::size_t device);
  void tick();
  bool settled() const;
  void lock();
  void unlock();
  /// No longer staff.
  void leave();
  bool gone() const { return gone_; }
  bool locked() const { return locked_; }
  const test::TestPerson& person() const { return person_; }
  const SessionId& session() const { return session_; }
  const test::ChatParty& who() const { return who_; }
  std::map<ConversationId, std::unique_ptr<Party>>& parties() { return parties_; }

 private:
  void look();
  void take(const ConversationId& id);
  World& world_;
  Server& server_;
  test::TestPerson person_;
  test::ChatParty who_;
  SessionId session_;
  std::map<ConversationId, std::unique_ptr<Party>> parties_;
  bool gone_ = false;
  bool locked_ = false;
};

}  // namespace cloister::simulation
