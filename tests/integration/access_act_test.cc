// What is let in by the table, and refused for what it says: acts in the name of others, conversations without a
// genesis.
#include <gtest/gtest.h>

#include "integration/access_bed.h"

namespace cloister {
namespace {

using protocol::ActKind;
using testing::Action;

class AccessActs : public testing::AccessBed {
 protected:
  /// What the server says to an act of `actor` that comes in a session of Ben's.
  std::optional<ErrorCode> submit(const client::Agent& actor, std::uint8_t kind) {
    protocol::Act act;
    act.actor = actor.device().id;
    act.kind = kind;
    protocol::ActSubmit body;
    body.act = protocol::encode(act);
    return ask({.action = Action::act_submit, .credentials = ben_->proof_of()}, console(), body);
  }
};

TEST_F(AccessActs, ASessionSpeaksForItsOwnDeviceOnly) {
  const auto kind = static_cast<std::uint8_t>(ActKind::withdraw);
  EXPECT_EQ(submit(*anna_, kind), ErrorCode::not_permitted);
  const auto own = submit(*ben_, kind);
  EXPECT_TRUE(own && own != ErrorCode::not_permitted) << "looked at, and found wrong";
}

TEST_F(AccessActs, JoiningAndUnknownActsHaveNoWayIn) {
  for (const ActKind kind : {ActKind::genesis, ActKind::join, ActKind::add_device, ActKind{0}, ActKind{99}})
    EXPECT_EQ(submit(*ben_, static_cast<std::uint8_t>(kind)), ErrorCode::not_permitted) << static_cast<int>(kind);
}

TEST_F(AccessActs, AConversationBeginsWithItsGenesis) {
  protocol::ConversationStart start;
  start.genesis = Bytes{1, 2, 3};
  EXPECT_EQ(ask({.action = Action::conversation_start, .credentials = owner_->credentials()}, chat(), start),
            ErrorCode::malformed);
}

}  // namespace
}  // namespace cloister
