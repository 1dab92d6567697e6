#include "core/sessions.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"
#include "support/test_site.h"

namespace cloister::core {
namespace {

using Kind = SessionEvent::Kind;
using test::TestPerson;
using test::TestSite;

const DeviceId kDevice{{1}};
const SignKey kKey{{2}};
const SignKey kOtherKey{{3}};

class SessionsTest : public ::testing::Test {
 protected:
  SessionsTest() : site(1, test::Crypto::stand_in), founder(site.found()) {}
  Session visitor(const SignKey& key = kKey) {
    auto session = sessions.open_visitor(site.id(), kDevice, key, now, site.random());
    EXPECT_OK(session);
    return *session;
  }
  Result<Session> sign_in(const SignKey& key = kKey) {
    return sessions.open_staff(site.roster(), founder.device().id, key, now, site.random());
  }

  TestSite site;
  TestPerson founder;
  SessionPolicy policy{.customers = {.idle_ms = 20 * kMinuteMs, .absolute_ms = 2 * kHourMs},
                       .staff = {.idle_ms = 5 * kMinuteMs, .absolute_ms = 8 * kHourMs},
                       .max_sessions = 20};
  Sessions sessions{policy};
  TimeMs now = 1'000'000'000;
};

TEST_F(SessionsTest, TheSameKeysTakeUpTheRunningSession) {
  const Session first = visitor();
  EXPECT_EQ(visitor().id, first.id);
  EXPECT_NE(visitor(kOtherKey).id, first.id);
  EXPECT_EQ(sessions.size(), 2U);
  now += policy.customers.idle_ms;
  EXPECT_NE(visitor().id, first.id) << "it has ended, although nobody has looked yet";
}

TEST_F(SessionsTest, PrincipalsAreWhatTheSessionSays) {
  EXPECT_EQ(sessions.principal(SessionId{{9}}, now), Principal(Nobody{}));
  const Session customer = visitor();
  EXPECT_EQ(sessions.principal(customer.id, now), Principal(Visitor{site.id(), kDevice, customer.id}));
  const Session staff = *sign_in();
  EXPECT_EQ(sessions.principal(staff.id, now),
            Principal(Staff{site.id(), founder.id, founder.device().id, 7, false, staff.id}));
}

TEST_F(SessionsTest, ACustomersSessionEndsWhenIdle) {
  const Session session = visitor();
  now += policy.customers.idle_ms - 1;
  EXPECT_OK(sessions.find(session.id, now));
  now += 1;
  EXPECT_ERROR(sessions.find(session.id, now), session_expired);
  EXPECT_EQ(sessions.principal(session.id, now), Principal(Nobody{}));
  sessions.touch(session.id, now);
  EXPECT_ERROR(sessions.find(session.id, now), session_expired) << "too late";
}

TEST_F(SessionsTest, TouchingKeepsItUntilTheAbsoluteLimit) {
  const Session session = visitor();
  const TimeMs end = now + policy.customers.absolute_ms;
  while (now + kMinuteMs < end) {
    now += kMinuteMs;
    sessions.touch(session.id, now);
    EXPECT_OK(sessions.find(session.id, now));
  }
  EXPECT_ERROR(sessions.find(session.id, end), session_expired);
}

TEST_F(SessionsTest, WarnsThenEnds) {
  visitor();
  const TimeMs idle = now + policy.customers.idle_ms;
  EXPECT_EQ(sessions.next_deadline(), idle - kEndingNoticeMs);
  EXPECT_TRUE(sessions.advance(idle - kEndingNoticeMs - 1).empty());
  auto events = sessions.advance(idle - kEndingNoticeMs);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, Kind::ending);
  EXPECT_EQ(events[0].in_ms, kEndingNoticeMs);
  EXPECT_TRUE(events[0].idle);
  EXPECT_TRUE(sessions.advance(idle - 1).empty()) << "one warning";
  EXPECT_EQ(sessions.next_deadline(), idle);
  events = sessions.advance(idle);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, Kind::ended);
  EXPECT_EQ(events[0].code, ErrorCode::session_expired);
  EXPECT_EQ(sessions.size(), 0U);
  EXPECT_EQ(sessions.next_deadline(), std::nullopt);
}

TEST_F(SessionsTest, WhoComesBackIsWarnedAnew) {
  const Session session = visitor();
  now += policy.customers.idle_ms - kEndingNoticeMs;
  EXPECT_EQ(sessions.advance(now).size(), 1U);
  sessions.touch(session.id, now);
  now += policy.customers.idle_ms - kEndingNoticeMs;
  const auto events = sessions.advance(now);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].kind, Kind::ending);
}

TEST_F(SessionsTest, AShortLimitWarnsATenthBefore) {
  policy.customers.idle_ms = 1000;
  Sessions quick(policy);
  ASSERT_OK(quick.open_visitor(site.id(), kDevice, kKey, now, site.random()));
  EXPECT_EQ(quick.next_deadline(), now + 900);
}

TEST_F(SessionsTest, StaffLockWhenIdleAndEndAbsolutely) {
  const Session session = *sign_in();
  now += policy.staff.idle_ms;
  EXPECT_TRUE(sessions.find(session.id, now)->locked) << "also before anybody has looked";
  std::vector<SessionEvent> events = sessions.advance(now);
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.back().code, ErrorCode::session_locked);
  EXPECT_TRUE(std::get<Staff>(sessions.principal(session.id, now)).locked);
  sessions.touch(session.id, now);
  EXPECT_TRUE(sessions.find(session.id, now)->locked) << "only the passkey unlocks";
  now = session.created_ms + policy.staff.absolute_ms;
  EXPECT_ERROR(sessions.find(session.id, now), session_expired);
  events = sessions.advance(now);
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.back().code, ErrorCode::session_expired);
  EXPECT_EQ(sessions.size(), 0U);
}

TEST_F(SessionsTest, ThePasskeyUnlocksTheSameSession) {
  const Session session = *sign_in();
  EXPECT_TRUE(sessions.lock(session.id));
  EXPECT_TRUE(sessions.find(session.id, now)->locked);
  now += policy.staff.idle_ms * 3;
  const auto again = sign_in();
  ASSERT_OK(again);
  EXPECT_EQ(again->id, session.id);
  EXPECT_FALSE(sessions.find(session.id, now)->locked);
  EXPECT_EQ(sessions.absolute_end(*again), session.created_ms + policy.staff.absolute_ms)
      << "unlocking does not make it longer";
  EXPECT_NE(sign_in(kOtherKey)->id, session.id);
  EXPECT_FALSE(sessions.lock(visitor().id)) << "only staff sessions lock";
}

TEST_F(SessionsTest, EndsWithTheDevice) {
  const TestPerson anna = site.hire(founder, 1);
  const auto session = sessions.open_staff(site.roster(), anna.device().id, kKey, now, site.random());
  ASSERT_OK(session);
  const Session kept = *sign_in();
  const Session customer = visitor();
  EXPECT_TRUE(sessions.revoke(site.roster()).empty());
  ASSERT_OK(
      site.take(site.act(protocol::ActKind::remove_person, protocol::RemovePersonBody{anna.id}, founder.device())));
  const auto events = sessions.revoke(site.roster());
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].session, session->id);
  EXPECT_EQ(events[0].code, ErrorCode::revoked);
  EXPECT_ERROR(sessions.find(session->id, now), no_session);
  EXPECT_OK(sessions.find(kept.id, now));
  EXPECT_OK(sessions.find(customer.id, now));
  EXPECT_ERROR(sessions.open_staff(site.roster(), anna.device().id, kKey, now, site.random()), revoked);
}

TEST_F(SessionsTest, EndsByRequest) {
  const Session session = visitor();
  EXPECT_TRUE(sessions.end(session.id));
  EXPECT_FALSE(sessions.end(session.id));
  EXPECT_ERROR(sessions.find(session.id, now), no_session);
}

TEST_F(SessionsTest, ADeviceHasOnlySoMany) {
  const Session first = visitor();
  for (std::uint8_t i = 1; i < kMaxSessionsPerDevice; ++i) visitor(SignKey{{9, i}});
  EXPECT_OK(sessions.find(first.id, now));
  visitor(SignKey{{9, 100}});
  EXPECT_ERROR(sessions.find(first.id, now), no_session);
  EXPECT_EQ(sessions.size(), kMaxSessionsPerDevice);
  const auto events = sessions.advance(now);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].session, first.id);
}

TEST_F(SessionsTest, TheServerHasOnlySoMany) {
  const std::size_t for_visitors = policy.max_sessions - policy.max_sessions / kStaffShare;
  ASSERT_LT(for_visitors, policy.max_sessions);
  for (std::uint8_t i = 0; i < for_visitors; ++i)
    ASSERT_OK(sessions.open_visitor(site.id(), DeviceId{{i}}, kKey, now, site.random()));
  EXPECT_ERROR(sessions.open_visitor(site.id(), DeviceId{{200}}, kKey, now, site.random()), limit_reached);
  EXPECT_OK(sign_in()) << "staff still get in";
}

TEST_F(SessionsTest, StoredOnesComeBack) {
  const Session session = *sign_in();
  Sessions after(policy);
  after.restore(session, now);
  after.restore(session, now);
  EXPECT_EQ(after.size(), 1U);
  EXPECT_OK(after.find(session.id, now));
  Sessions late(policy);
  late.restore(session, now + policy.staff.absolute_ms);
  EXPECT_EQ(late.size(), 0U);
}

}  // namespace
}  // namespace cloister::core
