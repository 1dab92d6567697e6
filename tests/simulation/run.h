// One simulated run of the core: everything that happens in it follows from the seed.
#pragma once

#include <cstdint>
#include <string>

namespace cloister::simulation {

/// What happened, to see that a run was worth something.
struct Tally {
  std::uint64_t steps = 0;
  std::uint64_t conversations = 0;
  std::uint64_t entries = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t epochs = 0;
  std::uint64_t crashes = 0;

  Tally& operator+=(const Tally& other);
};

/// Throws Violation when a property does not hold.
Tally run(std::uint64_t seed);

}  // namespace cloister::simulation
