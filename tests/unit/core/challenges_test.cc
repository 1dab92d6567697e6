#include "core/challenges.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"
#include "support/seeded_random.h"

namespace cloister::core {
namespace {

const SiteId kSite{{1}};
constexpr TimeMs kNow = 1'800'000'000'000;

class ChallengesTest : public ::testing::Test {
 protected:
  Hash give(TimeMs now = kNow) { return challenges.give(kSite, now, random); }
  Status use(const Hash& challenge, TimeMs now = kNow, ChallengeUse by = ChallengeUse::visitor) {
    return challenges.use_up(kSite, challenge, by, now);
  }

  test::SeededRandom random{1};
  Challenges challenges{random, 20};
};

TEST_F(ChallengesTest, AreGoodOnceForAMinute) {
  const Hash first = give();
  const Hash second = give();
  EXPECT_NE(first, second);
  EXPECT_OK(use(first, kNow + kChallengeLifetimeMs - 1));
  EXPECT_ERROR(use(first), bad_proof);
  EXPECT_ERROR(use(second, kNow + kChallengeLifetimeMs), bad_proof);
  EXPECT_ERROR(use(Hash{{1}}), bad_proof) << "never given";
}

TEST_F(ChallengesTest, LookingUsesNothingUp) {
  const Hash challenge = give();
  for (int i = 0; i < 3; ++i) EXPECT_OK(challenges.check(kSite, challenge, kNow));
  EXPECT_OK(use(challenge));
  EXPECT_ERROR(challenges.check(kSite, challenge, kNow), bad_proof);
}

TEST_F(ChallengesTest, AreOfTheirSiteAndTheirServer) {
  const Hash challenge = give();
  EXPECT_ERROR(challenges.check(SiteId{{2}}, challenge, kNow), bad_proof);
  Challenges other(random);
  EXPECT_ERROR(other.check(kSite, challenge, kNow), bad_proof);
}

TEST_F(ChallengesTest, CannotBeBent) {
  const Hash challenge = give();
  for (std::size_t i = 0; i < challenge.value.size(); ++i) {
    Hash bent = challenge;
    bent.value[i] ^= 1;
    EXPECT_ERROR(challenges.check(kSite, bent, kNow), bad_proof) << i;
  }
}

TEST_F(ChallengesTest, NobodyPushesThoseOfOthersOut) {
  const Hash mine = give();
  for (int i = 0; i < 100'000; ++i) give();
  EXPECT_EQ(challenges.size(), 0U) << "giving leaves nothing behind";
  EXPECT_OK(use(mine));
}

TEST_F(ChallengesTest, UsedOnesAreBoundedWithRoomForStaff) {
  for (int i = 0; i < 18; ++i) EXPECT_OK(use(give()));
  EXPECT_ERROR(use(give()), limit_reached);
  EXPECT_OK(use(give(), kNow, ChallengeUse::staff));
  EXPECT_OK(use(give(), kNow, ChallengeUse::staff));
  EXPECT_ERROR(use(give(), kNow, ChallengeUse::staff), limit_reached);
  const TimeMs later = kNow + kChallengeLifetimeMs;
  EXPECT_OK(use(give(later), later));
  EXPECT_EQ(challenges.size(), 1U);
}

TEST_F(ChallengesTest, AClockThatWasSetBackBringsNoneBack) {
  const Hash challenge = give();
  EXPECT_OK(use(challenge, kNow + 30'000));
  EXPECT_ERROR(use(challenge, kNow), bad_proof);
  EXPECT_ERROR(challenges.check(kSite, give(kNow + 1), kNow), bad_proof) << "from the future";
}

}  // namespace
}  // namespace cloister::core
