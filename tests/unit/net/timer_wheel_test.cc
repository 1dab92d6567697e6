#include "net/timer_wheel.h"

#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <memory>
#include <random>
#include <set>

namespace cloister::net {
namespace {

struct Probe final : Timer {
  int id = 0;
  void on_timer() override {}
};

std::multiset<int> fired(TimerWheel& wheel, TimeMs now) {
  std::multiset<int> out;
  wheel.advance(now, [&](Timer& timer) { out.insert(static_cast<Probe&>(timer).id); });
  return out;
}

TEST(TimerWheel, FiresInTimeAndNotBefore) {
  TimerWheel wheel(1000);
  Probe probe;
  EXPECT_EQ(wheel.wait_ms(1000), -1);
  wheel.set(probe, 1000, 250);
  EXPECT_TRUE(probe.armed());
  EXPECT_EQ(wheel.wait_ms(1030), 220);
  EXPECT_TRUE(fired(wheel, 1249).empty());
  EXPECT_EQ(fired(wheel, 1300).size(), 1U);
  EXPECT_FALSE(probe.armed());
  EXPECT_EQ(wheel.wait_ms(1300), -1);
}

TEST(TimerWheel, LooksAheadForTheNextTimerAndWakesNowAndThenWhenItIsFar) {
  TimerWheel wheel(0);
  Probe far;
  wheel.set(far, 0, 10 * kSecondMs);
  EXPECT_EQ(wheel.wait_ms(0), TimerWheel::kLookAhead * TimerWheel::kTickMs);
  Probe near;
  wheel.set(near, 0, 30);
  EXPECT_EQ(wheel.wait_ms(0), 30);
  TimerWheel::cancel(near);
  EXPECT_GT(wheel.wait_ms(0), 30);
}

TEST(TimerWheel, WaitsWholeTurnsForLongTimes) {
  TimerWheel wheel(0);
  Probe probe;
  const DurationMs turn = TimerWheel::kTickMs * static_cast<DurationMs>(TimerWheel::kSlots);
  wheel.set(probe, 0, 3 * turn);
  for (TimeMs now = 0; now < 3 * turn; now += 70) ASSERT_TRUE(fired(wheel, now).empty()) << now;
  EXPECT_EQ(fired(wheel, 3 * turn).size(), 1U);
}

TEST(TimerWheel, CatchesUpAfterALongSleep) {
  TimerWheel wheel(0);
  std::deque<Probe> probes(100);
  for (std::size_t i = 0; i < probes.size(); ++i) wheel.set(probes[i], 0, static_cast<DurationMs>(i) * 1000);
  EXPECT_EQ(fired(wheel, 10 * kHourMs).size(), 100U);
}

TEST(TimerWheel, FiringMaySetCancelAndDestroy) {
  TimerWheel wheel(0);
  auto first = std::make_unique<Probe>();
  auto second = std::make_unique<Probe>();
  Probe third;
  wheel.set(*first, 0, 100);
  wheel.set(*second, 0, 100);
  wheel.set(third, 0, 100);
  int count = 0;
  wheel.advance(100, [&](Timer& timer) {
    ++count;
    if (&timer == first.get()) second.reset();
    if (&timer == second.get()) first.reset();
    if (&timer == &third) wheel.set(third, 100, 0);
  });
  EXPECT_EQ(count, 2);
  EXPECT_TRUE(third.armed());
  EXPECT_EQ(fired(wheel, 200).size(), 1U);
}

TEST(TimerWheel, OutlivedByItsTimers) {
  Probe probe;
  {
    TimerWheel wheel(0);
    wheel.set(probe, 0, 100);
  }
  EXPECT_FALSE(probe.armed());
}

/// The same, said naively: a map from timer to due time.
TEST(TimerWheel, AgreesWithANaiveClock) {
  for (unsigned seed = 0; seed < 40; ++seed) {
    std::mt19937 random(seed);
    TimeMs now = static_cast<TimeMs>(random() % 100000);
    TimerWheel wheel(now);
    std::deque<Probe> probes(50);
    std::map<int, TimeMs> due;
    for (int i = 0; i < 50; ++i) probes[static_cast<std::size_t>(i)].id = i;
    for (int step = 0; step < 2000; ++step) {
      const int id = static_cast<int>(random() % 50);
      Probe& probe = probes[static_cast<std::size_t>(id)];
      switch (random() % 4) {
        case 0:
        case 1: {
          const DurationMs delay = static_cast<DurationMs>(random() % (random() % 3 == 0 ? 200000 : 3000));
          wheel.set(probe, now, delay);
          due[id] = now + delay;
          break;
        }
        case 2:
          TimerWheel::cancel(probe);
          due.erase(id);
          break;
        default: {
          const DurationMs wait = wheel.wait_ms(now);
          if (!due.empty()) ASSERT_GE(wait, 0);
          now += static_cast<DurationMs>(random() % (random() % 50 == 0 ? 100000 : 150));
          for (const int gone : fired(wheel, now)) {
            ASSERT_TRUE(due.contains(gone)) << "seed " << seed << " step " << step;
            ASSERT_LE(due[gone], now);
            due.erase(gone);
          }
          // A tick of accuracy is what is promised.
          for (const auto& [id_left, when] : due) ASSERT_GT(when + TimerWheel::kTickMs, now) << "seed " << seed;
        }
      }
    }
  }
}

}  // namespace
}  // namespace cloister::net
