#include "core/storage_quota.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace cloister::core {
namespace {

constexpr TimeMs kNow = 1'800'000'000'000;
const SiteId kSite{{1}};

Network network(std::uint8_t a) { return Network::of({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, a, 1}); }

class StorageQuotaTest : public ::testing::Test {
 protected:
  Status take(std::uint8_t customer, std::uint8_t from, std::size_t bytes, TimeMs now = kNow) {
    return quota.take(kSite, DeviceId{{customer}}, network(from), bytes, now);
  }
  StorageQuota quota{{.customer_bytes_per_day = 1000,
                      .person_bytes_per_day = 5000,
                      .network_bytes_per_day = 1500,
                      .site_bytes_per_day = 3000}};
};

TEST_F(StorageQuotaTest, ACustomerAndANetworkHaveADay) {
  EXPECT_OK(take(1, 1, 1000));
  EXPECT_ERROR(take(1, 2, 1), limit_reached) << "wherever they are";
  EXPECT_OK(take(2, 1, 500));
  EXPECT_ERROR(take(3, 1, 1), limit_reached) << "with however many devices";
  EXPECT_OK(take(3, 2, 1000));
  EXPECT_OK(take(1, 1, 500, kNow + kDayMs / 2));
}

TEST_F(StorageQuotaTest, ASiteHasADayAndStaffAreNotInIt) {
  for (std::uint8_t i = 1; i <= 3; ++i) EXPECT_OK(take(i, i, 1000));
  EXPECT_ERROR(take(4, 4, 1), limit_reached);
  EXPECT_OK(quota.take(PersonId{{1}}, 5000, kNow));
  EXPECT_ERROR(quota.take(PersonId{{1}}, 1, kNow), limit_reached);
  EXPECT_OK(quota.take(PersonId{{2}}, 5000, kNow));
}

TEST_F(StorageQuotaTest, WhatIsRefusedCountsForNobody) {
  for (std::uint8_t i = 1; i <= 2; ++i) EXPECT_OK(take(i, i, 1000));
  EXPECT_ERROR(take(3, 3, 1001), limit_reached);
  for (int i = 0; i < 100; ++i) EXPECT_ERROR(take(1, 4, 900), limit_reached);
  EXPECT_OK(take(3, 4, 1000));
}

TEST(FreeFloor, IsAbsoluteOrATwentiethOfASmallDisk) {
  constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
  EXPECT_FALSE(below_floor({2 * kGiB, 100 * kGiB}, kGiB));
  EXPECT_TRUE(below_floor({kGiB - 1, 100 * kGiB}, kGiB));
  EXPECT_FALSE(below_floor({kGiB / 2, kGiB}, kGiB));
  EXPECT_TRUE(below_floor({kGiB / 21, kGiB}, kGiB));
  EXPECT_FALSE(below_floor({0, kGiB}, 0)) << "none";
}

}  // namespace
}  // namespace cloister::core
