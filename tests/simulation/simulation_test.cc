// ./dev sim [seeds [first]]: many seeds, or one. `simulation --seeds N --first M`, or `--seed S` for one alone; the
// environment (CLOISTER_SEEDS, CLOISTER_FIRST_SEED) says the same.
#include <gtest/gtest.h>

#include <charconv>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "simulation/run.h"
#include "simulation/world.h"

namespace cloister::simulation {
namespace {

struct Seeds {
  std::uint64_t first = 1;
  std::uint64_t count = 10000;
};
Seeds seeds;

void set_number(std::uint64_t& out, const char* text) {
  if (text == nullptr) return;
  const std::string_view view(text);
  std::from_chars(view.data(), view.data() + view.size(), out);
}

TEST(Simulation, PropertiesHoldForEverySeed) {
  Tally tally;
  for (std::uint64_t seed = seeds.first; seed < seeds.first + seeds.count; ++seed) {
    try {
      tally += run(seed);
    } catch (const Violation& violation) {
      ADD_FAILURE() << "seed " << seed << " breaks: " << violation.what() << "\nreplay: ./dev sim 1 " << seed;
      return;
    }
  }
  std::cout << seeds.count << " seeds: " << tally.steps << " steps, " << tally.conversations << " conversations, "
            << tally.entries << " entries, " << tally.acknowledged << " acknowledgements, " << tally.epochs
            << " epochs, " << tally.crashes << " crashes\n";
  // A run in which nothing happens proves nothing.
  EXPECT_GE(tally.conversations, seeds.count);
  EXPECT_GE(tally.entries, 3 * tally.conversations);
}

TEST(Simulation, TheSameSeedIsTheSameRun) {
  const Tally once = run(7);
  const Tally again = run(7);
  EXPECT_EQ(once.steps, again.steps);
  EXPECT_EQ(once.entries, again.entries);
  EXPECT_EQ(once.acknowledged, again.acknowledged);
}

}  // namespace
}  // namespace cloister::simulation

int main(int argc, char** argv) {
  using cloister::simulation::seeds;
  using cloister::simulation::set_number;
  testing::InitGoogleTest(&argc, argv);
  set_number(seeds.count, std::getenv("CLOISTER_SEEDS"));       // NOLINT(concurrency-mt-unsafe): one thread
  set_number(seeds.first, std::getenv("CLOISTER_FIRST_SEED"));  // NOLINT(concurrency-mt-unsafe)
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name(argv[i]);
    if (name == "--seeds") set_number(seeds.count, argv[i + 1]);
    if (name == "--first") set_number(seeds.first, argv[i + 1]);
    if (name == "--seed") {
      seeds.count = 1;
      set_number(seeds.first, argv[i + 1]);
    }
  }
  return RUN_ALL_TESTS();
}
