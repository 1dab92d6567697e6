#include "server/session_states.h"

#include <gtest/gtest.h>

namespace cloister::server {
namespace {

const SessionId kSession{{1}};
const core::Principal kAnna = core::Visitor{SiteId{{1}}, DeviceId{{2}}, kSession};

bool may_act(const std::shared_ptr<SessionState>& state) { return !std::holds_alternative<core::Nobody>(state->now()); }

TEST(SessionStates, OneForAllSocketsOfASession) {
  SessionStates states;
  auto first = states.of(kSession, kAnna);
  const auto on_its_way = states.of(kSession, kAnna);
  EXPECT_EQ(first, on_its_way);
  // The first socket closes; the second is not there yet, and a third proves itself.
  first.reset();
  states.sweep();
  const auto third = states.of(kSession, kAnna);
  EXPECT_EQ(third, on_its_way);
  states.revoke(kSession);
  EXPECT_FALSE(may_act(on_its_way));
  EXPECT_FALSE(may_act(third));
}

TEST(SessionStates, ANewOneAfterTheEnd) {
  SessionStates states;
  const auto before = states.of(kSession, kAnna);
  states.revoke(kSession);
  const auto after = states.of(kSession, kAnna);
  EXPECT_NE(before, after);
  EXPECT_FALSE(may_act(before));
  EXPECT_TRUE(may_act(after));
}

TEST(SessionStates, ForgetsThoseThatNobodyHolds) {
  SessionStates states;
  auto state = states.of(kSession, kAnna);
  states.sweep();
  EXPECT_EQ(states.size(), 1U);
  state.reset();
  states.sweep();
  EXPECT_EQ(states.size(), 0U);
}

}  // namespace
}  // namespace cloister::server
