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

}  // namespace
}  // namespace cloister::core
