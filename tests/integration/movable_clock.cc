#include "integration/movable_clock.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

namespace cloister {
namespace {
std::atomic<DurationMs> moved_ms = 0;

/// The next test may speak to a process of its own, which has the true time.
class PutBack final : public ::testing::EmptyTestEventListener {
  void OnTestEnd(const ::testing::TestInfo&) override { moved_ms = 0; }
};
[[maybe_unused]] const bool listening = [] {
  ::testing::UnitTest::GetInstance()->listeners().Append(new PutBack);  // owned by the list
  return true;
}();
}  // namespace

TimeMs wall_clock_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() + moved_ms.load();
}

TimeMs steady_clock_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

void testing::move_clock(DurationMs by_ms) { moved_ms += by_ms; }

}  // namespace cloister
