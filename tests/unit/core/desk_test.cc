#include "core/desk.h"

#include <gtest/gtest.h>

#include "core/attendance.h"
#include "support/expect_error.h"

namespace cloister::core {
namespace {

using protocol::ConversationInfo;
using protocol::DeskGone;
using protocol::DeskMine;
using protocol::DeskRoster;
using protocol::DeskWaiting;

const SiteId kSite{{1}};

Staff staff(std::uint8_t number, std::uint8_t roles = 1) {
  return {kSite, PersonId{{number}}, DeviceId{{number}}, roles, false, SessionId{{number}}};
}
ConversationInfo info(std::uint8_t number, ConversationStatus status, std::optional<std::uint8_t> assigned = {}) {
  ConversationInfo out;
  out.conversation = ConversationId{{number}};
  out.status = std::string(name_of(status));
  out.created_ms = number;
  if (assigned) out.assigned = PersonId{{*assigned}};
  return out;
}
constexpr auto kWaiting = ConversationStatus::waiting;
constexpr auto kAssigned = ConversationStatus::assigned;
constexpr auto kClosed = ConversationStatus::closed;
using To = std::vector<SessionId>;

class DeskTest : public ::testing::Test {
 protected:
  void set(const Staff& who, bool on) {
    auto grant = decide<Action::available>(who, SiteResource{kSite});
    ASSERT_OK(grant);
    EXPECT_OK(desk.set_available(*grant, on));
  }
  Desk desk;
  Staff anna = staff(1);
  Staff bob = staff(2);
  Staff admin = staff(3, 4);
};

TEST_F(DeskTest, AgentsSeeTheQueueAndTheirOwnOnly) {
  desk.update(info(10, kWaiting));
  desk.update(info(9, kWaiting));
  desk.update(info(11, kAssigned, 1));
  desk.update(info(12, kAssigned, 2));
  const auto annas = desk.connect(anna);
  ASSERT_OK(annas);
  EXPECT_EQ(annas->waiting, (std::vector{info(9, kWaiting), info(10, kWaiting)})) << "the oldest first";
  EXPECT_EQ(annas->mine, (std::vector{info(11, kAssigned, 1)}));
  EXPECT_FALSE(annas->available);
  const auto admins = desk.connect(admin);
  EXPECT_TRUE(admins->waiting.empty()) << "an admin reads nothing by it";
}

TEST_F(DeskTest, EventsGoToThoseWhoMayKnow) {
  ASSERT_OK(desk.connect(anna));
  ASSERT_OK(desk.connect(bob));
  ASSERT_OK(desk.connect(admin));
  auto events = desk.update(info(10, kWaiting));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(std::get<DeskWaiting>(events[0].message).conversation, info(10, kWaiting));
  EXPECT_EQ(events[0].to, (To{anna.session, bob.session}));
  events = desk.update(info(10, kAssigned, 1));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(std::get<DeskGone>(events[0].message).conversation, ConversationId{{10}});
  EXPECT_EQ(events[0].to, (To{anna.session, bob.session}));
  EXPECT_EQ(std::get<DeskMine>(events[1].message).conversation, info(10, kAssigned, 1));
  EXPECT_EQ(events[1].to, To{anna.session});
  events = desk.update(info(10, kClosed, 1));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].to, To{anna.session});
  EXPECT_TRUE(desk.connect(anna)->mine.empty());
}

TEST_F(DeskTest, WhatIsClosedWhileWaitingIsGone) {
  ASSERT_OK(desk.connect(anna));
  desk.update(info(10, kWaiting));
  const auto events = desk.update(info(10, kClosed));
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<DeskGone>(events[0].message));
  EXPECT_EQ(desk.waiting(), 0U);
}

TEST_F(DeskTest, NobodyIsToldWhenNobodyIsThere) {
  EXPECT_TRUE(desk.update(info(10, kWaiting)).empty());
  EXPECT_TRUE(desk.update(info(10, kAssigned, 1)).empty());
  EXPECT_TRUE(desk.roster_grown(3).empty());
}

TEST_F(DeskTest, TheRosterConcernsEverybody) {
  ASSERT_OK(desk.connect(anna));
  ASSERT_OK(desk.connect(admin));
  const auto events = desk.roster_grown(7);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(std::get<DeskRoster>(events[0].message).acts, 7U);
  EXPECT_EQ(events[0].to, (To{anna.session, admin.session}));
}

TEST_F(DeskTest, TheSiteIsAvailableWhileAnAgentIs) {
  EXPECT_FALSE(desk.site_available());
  ASSERT_OK(desk.connect(anna));
  ASSERT_OK(desk.connect(bob));
  EXPECT_FALSE(desk.site_available()) << "who connects takes nothing yet";
  set(anna, true);
  set(anna, true);
  EXPECT_TRUE(desk.site_available());
  set(bob, true);
  set(anna, false);
  EXPECT_TRUE(desk.site_available());
  desk.disconnect(bob.session);
  EXPECT_FALSE(desk.site_available());
  desk.disconnect(bob.session);
  EXPECT_FALSE(desk.site_available());
}

TEST_F(DeskTest, OnlyAnAgentWithADeskIsAvailable) {
  ASSERT_OK(desk.connect(admin));
  EXPECT_ERROR(desk.set_available(*decide<Action::available>(admin, SiteResource{kSite}), true), not_permitted);
  EXPECT_ERROR(desk.set_available(*decide<Action::available>(bob, SiteResource{kSite}), true), not_found);
  EXPECT_FALSE(desk.site_available());
}

TEST_F(DeskTest, ConnectingAgainStartsAnew) {
  ASSERT_OK(desk.connect(anna));
  set(anna, true);
  ASSERT_OK(desk.connect(anna));
  EXPECT_FALSE(desk.site_available());
  EXPECT_EQ(desk.desks(), 1U);
}

TEST_F(DeskTest, TheNextOneIsShownWhenOneGoes) {
  ASSERT_OK(desk.connect(anna));
  const auto numbered = [](std::size_t number) {
    ConversationInfo out = info(1, kWaiting);
    out.conversation = ConversationId{{static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(number >> 8)}};
    out.created_ms = number;
    return out;
  };
  for (std::size_t i = 0; i < kMaxShownWaiting; ++i) EXPECT_EQ(desk.update(numbered(i)).size(), 1U);
  EXPECT_TRUE(desk.update(numbered(kMaxShownWaiting)).empty()) << "not shown yet";
  EXPECT_EQ(desk.connect(anna)->waiting.size(), kMaxShownWaiting);
  ConversationInfo gone = numbered(3);
  gone.status = "closed";
  const auto events = desk.update(gone);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(std::get<DeskWaiting>(events[1].message).conversation, numbered(kMaxShownWaiting));
  EXPECT_EQ(desk.waiting(), kMaxShownWaiting);
}

TEST(Attendance, TellsWhenASideComesAndGoes) {
  Attendance attendance;
  EXPECT_EQ(attendance.arrive(Side::customer), true);
  EXPECT_EQ(attendance.arrive(Side::customer), false) << "a second tab";
  EXPECT_TRUE(attendance.online(Side::customer));
  EXPECT_FALSE(attendance.online(Side::staff));
  EXPECT_FALSE(attendance.leave(Side::customer));
  EXPECT_TRUE(attendance.leave(Side::customer));
  EXPECT_FALSE(attendance.leave(Side::customer)) << "nobody is there to leave";
  for (std::size_t i = 0; i < kMaxSocketsPerSide; ++i) EXPECT_OK(attendance.arrive(other(Side::customer)));
  EXPECT_ERROR(attendance.arrive(Side::staff), limit_reached);
}

}  // namespace
}  // namespace cloister::core
