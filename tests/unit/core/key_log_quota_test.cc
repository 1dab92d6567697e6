#include "core/key_log_quota.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace cloister::core {
namespace {

constexpr TimeMs kNow = 1'800'000'000'000;
const PersonId kAnna{{1}};
const PersonId kBen{{2}};

TEST(KeyLogQuota, AnAgentFillsItNeitherAtOnceNorInADay) {
  KeyLogQuota quota;
  for (std::int64_t i = 0; i < kActsBurst; ++i) ASSERT_TRUE(quota.take(kBen, false, 10, kNow));
  EXPECT_ERROR(quota.take(kBen, false, 10, kNow), limit_reached);
  EXPECT_OK(quota.take(kAnna, true, 10, kNow)) << "others are not in it";
  std::int64_t taken = kActsBurst;
  for (DurationMs minute = 1; minute < 6 * 60; ++minute)
    for (int i = 0; i < 10; ++i) taken += quota.take(kBen, false, 10, kNow + minute * kMinuteMs) ? 1 : 0;
  EXPECT_GE(taken, kActsOfAgentPerDay);
  EXPECT_LE(taken, kActsOfAgentPerDay * 5 / 4 + 1) << "and what six hours give back";
}

TEST(KeyLogQuota, AnAdminMayDoMore) {
  KeyLogQuota quota;
  std::int64_t taken = 0;
  for (DurationMs minute = 0; minute < 6 * 60; ++minute)
    for (int i = 0; i < 10; ++i) taken += quota.take(kAnna, true, 10, kNow + minute * kMinuteMs) ? 1 : 0;
  EXPECT_GT(taken, 5 * kActsOfAgentPerDay);
}

TEST(KeyLogQuota, TheLastPlacesAreForAdmins) {
  KeyLogQuota quota;
  const std::uint64_t first = protocol::kMaxActs - kActsForAdmins;
  EXPECT_OK(quota.take(kBen, false, first - 1, kNow));
  EXPECT_ERROR(quota.take(kBen, false, first, kNow), limit_reached);
  EXPECT_OK(quota.take(kAnna, true, protocol::kMaxActs - 1, kNow));
}

}  // namespace
}  // namespace cloister::core
