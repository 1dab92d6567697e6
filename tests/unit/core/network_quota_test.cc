#include "core/network_quota.h"

#include <gtest/gtest.h>

#include "core/waiting_places.h"
#include "support/expect_error.h"
#include "support/seeded_random.h"

namespace cloister::core {
namespace {

constexpr TimeMs kNow = 1'800'000'000'000;

Network ipv4(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) {
  return Network::of({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d});
}
/// 2001:db8:site:net::host
Network ipv6(std::uint8_t site, std::uint8_t net, std::uint8_t host) {
  return Network::of({0x20, 0x01, 0x0d, 0xb8, 0, site, 0, net, 0, 0, 0, 0, 0, 0, 0, host});
}

TEST(Network, AnIpv6ConnectionIsOneWhateverAddressItChooses) {
  EXPECT_EQ(ipv6(1, 1, 1), ipv6(1, 1, 2));
  EXPECT_NE(ipv6(1, 1, 1).near, ipv6(1, 2, 1).near);
  EXPECT_EQ(ipv6(1, 1, 1).wide, ipv6(1, 2, 1).wide);
  EXPECT_NE(ipv6(1, 1, 1).wide, ipv6(2, 1, 1).wide);
}

TEST(Network, AnIpv4AddressIsItselfAndOneOf256) {
  EXPECT_NE(ipv4(192, 0, 2, 1).near, ipv4(192, 0, 2, 2).near);
  EXPECT_EQ(ipv4(192, 0, 2, 1).wide, ipv4(192, 0, 2, 2).wide);
  EXPECT_NE(ipv4(192, 0, 2, 1).wide, ipv4(192, 0, 3, 1).wide);
}

TEST(NetworkPace, HoldsANetworkAndItsNeighbours) {
  NetworkPace pace({2, kHourMs});
  const auto many = static_cast<std::uint8_t>(kWideShares);
  for (std::uint8_t net = 1; net <= many; ++net) {
    EXPECT_OK(pace.take(ipv6(1, net, 1), kNow));
    EXPECT_OK(pace.take(ipv6(1, net, 2), kNow));
    EXPECT_ERROR(pace.take(ipv6(1, net, 3), kNow), limit_reached) << "near";
  }
  EXPECT_ERROR(pace.take(ipv6(1, 99, 1), kNow), limit_reached) << "wide";
  EXPECT_OK(pace.take(ipv6(2, 1, 1), kNow)) << "somebody else";
  EXPECT_OK(pace.take(ipv6(1, 99, 1), kNow + kHourMs)) << "and it passes";
}

TEST(NetworkPace, WhoIsRefusedLowersNothing) {
  NetworkPace pace({2, kHourMs});
  EXPECT_OK(pace.take(ipv4(192, 0, 2, 1), kNow, 2));
  for (int i = 0; i < 100; ++i) EXPECT_ERROR(pace.take(ipv4(192, 0, 2, 1), kNow), limit_reached);
  for (std::uint8_t host = 2; host <= kWideShares; ++host) EXPECT_OK(pace.take(ipv4(192, 0, 2, host), kNow, 2));
}

TEST(NetworkPace, ZeroIsNoLimit) {
  NetworkPace pace({0, kHourMs});
  for (int i = 0; i < 1000; ++i) EXPECT_OK(pace.take(ipv4(127, 0, 0, 1), kNow));
}

TEST(NetworkPot, NoNetworkTakesItAll) {
  NetworkPot pot({.all = 100, .near = 10});
  EXPECT_OK(pot.take(ipv4(192, 0, 2, 1), 10));
  EXPECT_ERROR(pot.take(ipv4(192, 0, 2, 1)), limit_reached);
  for (std::uint8_t host = 2; host <= kWideShares; ++host) EXPECT_OK(pot.take(ipv4(192, 0, 2, host), 10));
  EXPECT_ERROR(pot.take(ipv4(192, 0, 2, 200)), limit_reached) << "the neighbourhood has its share";
  EXPECT_OK(pot.take(ipv4(192, 0, 3, 1), 10));
  pot.give_back(ipv4(192, 0, 2, 1), 4);
  EXPECT_OK(pot.take(ipv4(192, 0, 2, 1), 4));
  EXPECT_ERROR(pot.take(ipv4(192, 0, 2, 1)), limit_reached);
}

TEST(NetworkPot, IsNotEndless) {
  NetworkPot pot({.all = 20, .near = 15});
  EXPECT_OK(pot.take(ipv4(192, 0, 2, 1), 15));
  EXPECT_ERROR(pot.take(ipv4(198, 51, 100, 1), 6), limit_reached);
  EXPECT_OK(pot.take(ipv4(198, 51, 100, 1), 5));
  EXPECT_OK(pot.take_share(ipv4(198, 51, 100, 1), 10)) << "who is in goes on";
  EXPECT_ERROR(pot.take_share(ipv4(198, 51, 100, 1)), limit_reached) << "up to the share";
}

TEST(NetworkPot, RemembersNobodyWhoHoldsNothing) {
  NetworkPot pot({.all = 100, .near = 10});
  EXPECT_ERROR(pot.take(ipv4(192, 0, 2, 1), 11), limit_reached);
  EXPECT_OK(pot.take(ipv4(192, 0, 2, 1), 0));
  EXPECT_EQ(pot.networks(), 0U);
  EXPECT_OK(pot.take(ipv4(192, 0, 2, 1), 3));
  pot.give_back(ipv4(192, 0, 2, 1), 3);
  EXPECT_EQ(pot.networks(), 0U);
  EXPECT_EQ(pot.held(), 0U);
}

TEST(WaitingPlaces, AreOfAConversationOnce) {
  test::SeededRandom random(1);
  WaitingPlaces places({.all = 10, .near = 2});
  const auto first = random.make<ConversationId>();
  const auto taken = places.take(first, ipv4(192, 0, 2, 1));
  ASSERT_OK(taken);
  EXPECT_TRUE(*taken);
  const auto again = places.take(first, ipv4(192, 0, 2, 1));
  ASSERT_OK(again);
  EXPECT_FALSE(*again);
  EXPECT_OK(places.take(random.make<ConversationId>(), ipv4(192, 0, 2, 1)));
  EXPECT_ERROR(places.take(random.make<ConversationId>(), ipv4(192, 0, 2, 1)), limit_reached);
  EXPECT_OK(places.take(random.make<ConversationId>(), ipv4(198, 51, 100, 1))) << "others are not in it";
  places.free(first);
  places.free(first);
  EXPECT_OK(places.take(random.make<ConversationId>(), ipv4(192, 0, 2, 1)));
  EXPECT_ERROR(places.take(random.make<ConversationId>(), ipv4(192, 0, 2, 1)), limit_reached);
}

}  // namespace
}  // namespace cloister::core
