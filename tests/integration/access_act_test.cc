// What is let in by the table, and refused for what it says: acts in the name of others, conversations without a
// genesis.
#include <gtest/gtest.h>

#include "integration/access_bed.h"
#include "protocol/act_maker.h"
#include "support/expect_error.h"

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
    return ask({.action = Action::act_submit, .credentials = ben_->proof_of()}, console(),
               protocol::ActSubmit{.act = protocol::encode(act)});
  }
};

TEST_F(AccessActs, APersonWhoIsRemovedIsForgotten) {
  sign_in_again(*ben_);
  const std::string him = sql_is(ben_->session().person);
  const std::int64_t sessions = on_disk("sessions");
  const std::int64_t his = on_disk("sessions WHERE owner" + him);
  EXPECT_GE(his, 2);
  EXPECT_EQ(on_disk("people WHERE person" + him), 1);
  EXPECT_EQ(on_disk("devices WHERE person" + him), 1);
  remove(*ben_);
  EXPECT_EQ(on_disk("people WHERE person" + him), 0);
  EXPECT_EQ(on_disk("devices WHERE person" + him), 0);
  EXPECT_EQ(on_disk("sessions"), sessions - his) << "all of his and nobody else's";
}

TEST_F(AccessActs, ADeviceThatIsRevokedIsForgotten) {
  const std::string him = sql_is(ben_->session().person);
  const std::string it = sql_is(ben_->device().id);
  const std::int64_t sessions = on_disk("sessions");
  const std::int64_t its = on_disk("sessions WHERE device" + it);
  EXPECT_GE(its, 1);
  const auto place = protocol::ActPlace::on_top_of(testing::current_roster(*loop_, *ben_), wall_clock_ms());
  const auto revocation = protocol::make_revoke_device(place, ben_->device().id, ben_->device());
  EXPECT_OK(testing::submit_act(*loop_, server_.address(0), *ben_, revocation));
  EXPECT_EQ(on_disk("people WHERE person" + him), 1);
  EXPECT_EQ(on_disk("devices WHERE device" + it), 0);
  EXPECT_EQ(on_disk("sessions"), sessions - its);
}

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
