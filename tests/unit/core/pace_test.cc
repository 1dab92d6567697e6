#include "core/pace.h"

#include <gtest/gtest.h>

#include "protocol/gen/wire.h"
#include "support/expect_error.h"

namespace cloister::core {
namespace {

const PersonId kAnna{{1}};
const PersonId kBen{{2}};

TEST(Pace, LetsABurstPassAndThenOneByOne) {
  Pace<PersonId> pace(6, kMinuteMs);
  TimeMs now = 1'000'000;
  for (int i = 0; i < 6; ++i) EXPECT_OK(pace.take(kAnna, now));
  EXPECT_ERROR(pace.take(kAnna, now), limit_reached);
  EXPECT_OK(pace.take(kBen, now)) << "each for themselves";
  now += 9'999;
  EXPECT_ERROR(pace.take(kAnna, now), limit_reached);
  now += 2;
  EXPECT_OK(pace.take(kAnna, now));
  EXPECT_ERROR(pace.take(kAnna, now), limit_reached);
}

TEST(Pace, NeverHasMoreThanABurst) {
  Pace<PersonId> pace(3, kMinuteMs);
  EXPECT_OK(pace.take(kAnna, 1'000'000));
  for (int i = 0; i < 3; ++i) EXPECT_OK(pace.take(kAnna, 1'000'000 + 24 * kHourMs));
  EXPECT_ERROR(pace.take(kAnna, 1'000'000 + 24 * kHourMs), limit_reached);
}

TEST(Pace, AClockThatWasSetBackGivesNothingAndTakesNothing) {
  Pace<PersonId> pace(2, kMinuteMs);
  EXPECT_OK(pace.take(kAnna, 1'000'000));
  EXPECT_OK(pace.take(kAnna, 500'000));
  EXPECT_ERROR(pace.take(kAnna, 500'000), limit_reached);
}

TEST(Pace, ForgetsWhoHasBeenQuiet) {
  Pace<PersonId> pace(2, kMinuteMs);
  EXPECT_OK(pace.take(kAnna, 1'000'000));
  EXPECT_OK(pace.take(kBen, 1'000'000 + 2 * kMinuteMs));
  EXPECT_EQ(pace.size(), 1U);
}

TEST(Pace, TakesAmountsAndAllOrNothing) {
  Pace<PersonId> bytes(Rate{1000, kDayMs});
  EXPECT_OK(bytes.take(kAnna, 1'000'000, 600));
  EXPECT_ERROR(bytes.take(kAnna, 1'000'000, 401), limit_reached);
  EXPECT_TRUE(bytes.has(kAnna, 1'000'000, 400));
  EXPECT_OK(bytes.take(kAnna, 1'000'000, 400));
  EXPECT_FALSE(bytes.has(kAnna, 1'000'000));
  EXPECT_ERROR(bytes.take(kBen, 1'000'000, 1001), limit_reached) << "more than there ever is";
  EXPECT_OK(bytes.take(kAnna, 1'000'000 + kDayMs / 2, 500));
  EXPECT_ERROR(bytes.take(kAnna, 1'000'000 + kDayMs / 2, 1), limit_reached);
}

TEST(Pace, GivesTheWholeBurstWhateverTheNumbers) {
  for (const std::int64_t burst : {1, 3, 7, 11, 600, 7919}) {
    Pace<PersonId> pace(burst, kMinuteMs);
    for (std::int64_t i = 0; i < burst; ++i) ASSERT_OK(pace.take(kAnna, 1'800'000'000'000)) << burst;
    EXPECT_ERROR(pace.take(kAnna, 1'800'000'000'000), limit_reached) << burst;
  }
}

TEST(Pace, AFullTableForgetsWhoHasTakenLeast) {
  constexpr std::size_t kMax = 100;
  Pace<PersonId> pace(Rate{10, kHourMs}, kMax);
  const TimeMs now = 1'000'000;
  for (int i = 0; i < 10; ++i) ASSERT_OK(pace.take(kAnna, now));
  // Whoever is at the end sends others ahead, each of whom takes a little less.
  for (std::uint16_t other = 0; other < 10'000; ++other) {
    const PersonId id{{9, static_cast<std::uint8_t>(other >> 8), static_cast<std::uint8_t>(other)}};
    for (int i = 0; i < 9; ++i) ASSERT_OK(pace.take(id, now));
    ASSERT_LE(pace.size(), kMax);
  }
  EXPECT_ERROR(pace.take(kAnna, now), limit_reached);
}

}  // namespace
}  // namespace cloister::core
