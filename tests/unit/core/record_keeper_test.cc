#include "core/record_keeper.h"

#include <gtest/gtest.h>

namespace cloister::core {
namespace {

constexpr TimeMs kNow = 1'800'000'000'000;
const SiteId kSite{{1}};

Network network(std::uint8_t a, std::uint8_t b = 1) {
  return Network::of({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, a, b});
}

RecordedEvent event(std::string action, std::uint8_t principal = 0, std::vector<std::int64_t> numbers = {}) {
  return {.site = kSite,
          .action = std::move(action),
          .outcome = "bad_proof",
          .principal = {{principal}},
          .numbers = std::move(numbers)};
}

class RecordKeeperTest : public ::testing::Test {
 protected:
  bool take(const RecordedEvent& what, RecordedBy by, const Network& from, TimeMs now = kNow) {
    return keeper.take(what, by, from, now);
  }
  /// An event that is not equal to any before.
  RecordedEvent another(std::uint8_t principal = 0) { return event("socket_refused", principal, {++number}); }
  std::int64_t number = 0;
  RecordKeeper keeper{
      {.refusals_per_network = 3, .refusals = 20, .customers_per_network = 5, .customers = 30, .per_person = 4}};
};

TEST_F(RecordKeeperTest, WhatComesAgainIsOneEntryAndACount) {
  EXPECT_TRUE(take(event("visitor_start"), RecordedBy::refused, network(1)));
  for (int i = 0; i < 1000; ++i) EXPECT_FALSE(take(event("visitor_start"), RecordedBy::refused, network(1)));
  EXPECT_TRUE(take(event("visitor_start"), RecordedBy::refused, network(2))) << "from somewhere else";
  EXPECT_TRUE(keeper.due(kNow + kRecordWindowMs - 1).empty());
  const auto due = keeper.due(kNow + kRecordWindowMs);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0], event("visitor_start", 0, {1000}));
  EXPECT_TRUE(keeper.due(kNow + 10 * kRecordWindowMs).empty()) << "said once";
  EXPECT_TRUE(take(event("visitor_start"), RecordedBy::refused, network(1), kNow + kHourMs)) << "a new window";
}

TEST_F(RecordKeeperTest, OneNetworkWritesItsShareAndTheRestIsCounted) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(take(another(), RecordedBy::refused, network(1)));
  for (int i = 0; i < 500; ++i) EXPECT_FALSE(take(another(), RecordedBy::refused, network(1)));
  EXPECT_TRUE(take(another(), RecordedBy::refused, network(2)));
  const auto due = keeper.due(kNow + kRecordWindowMs);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].action, "left_out");
  EXPECT_EQ(due[0].site, kSite);
  EXPECT_EQ(due[0].numbers, std::vector<std::int64_t>{500});
}

TEST_F(RecordKeeperTest, AllNetworksTogetherLeaveRoomForStaffAndTheServer) {
  int refused = 0;
  int granted = 0;
  for (std::uint8_t net = 0; net < 200; ++net) {
    refused += take(another(), RecordedBy::refused, network(net)) ? 1 : 0;
    granted += take(another(net), RecordedBy::customer, network(net)) ? 1 : 0;
  }
  EXPECT_EQ(refused, 20);
  EXPECT_EQ(granted, 30);
  EXPECT_TRUE(take(another(201), RecordedBy::staff, network(1)));
  EXPECT_TRUE(take(another(), RecordedBy::server, network(1)));
}

TEST_F(RecordKeeperTest, NoMemberOfStaffPushesTheOthersOut) {
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(take(another(1), RecordedBy::staff, network(1)));
  EXPECT_FALSE(take(another(1), RecordedBy::staff, network(1)));
  EXPECT_TRUE(take(another(2), RecordedBy::staff, network(1)));
  EXPECT_TRUE(take(another(1), RecordedBy::staff, network(1), kNow + kHourMs));
}

TEST_F(RecordKeeperTest, WhatItCountsIsBounded) {
  RecordKeeper roomy({.refusals_per_network = 0, .refusals = 0});
  const std::size_t many = kMaxCountedEvents + 10;
  for (std::size_t i = 0; i < many; ++i) EXPECT_TRUE(roomy.take(another(), RecordedBy::refused, network(1), kNow));
  EXPECT_TRUE(roomy.take(event("socket_refused", 0, {number}), RecordedBy::refused, network(1), kNow))
      << "no room to count it";
  EXPECT_FALSE(roomy.take(event("socket_refused", 0, {1}), RecordedBy::refused, network(1), kNow));
}

}  // namespace
}  // namespace cloister::core
