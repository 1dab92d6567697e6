// What all parts of one simulated run share: time, chance, network, and the complaint that ends the run.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

#include "simulation/event_queue.h"
#include "support/test_site.h"

namespace cloister::simulation {

/// A property does not hold.
struct Violation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, const char* property) {
  if (!holds) throw Violation(property);
}

struct World {
  explicit World(std::uint64_t seed) : site(seed, test::Crypto::stand_in), random(seed ^ 0x51e5) {}

  test::TestSite site;
  test::SeededRandom random;
  EventQueue events;
  /// Frames get lost, doubled and late, commits fail, the server crashes; until the end, when everything heals.
  bool chaos = true;

  /// A frame or a request from one machine to another: late, and so out of order; twice; or never.
  void send(const std::function<void()>& arrive) {
    if (!chaos) return events.after(5, arrive);
    if (random.chance(3)) return;
    events.after(delay(), arrive);
    if (random.chance(3)) events.after(delay(), arrive);
  }
  DurationMs delay() {
    // Mostly in order, sometimes not.
    return random.chance(80) ? 5 : static_cast<DurationMs>(1 + random.below(60));
  }
};

}  // namespace cloister::simulation
