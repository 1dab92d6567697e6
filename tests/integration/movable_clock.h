// A wall clock that tests move. A test executable that links this has it in the place of the product's
// (src/base/clock.cc), for servers and clients in its process alike: no part of the product knows of it.
#pragma once

#include "base/clock.h"

namespace cloister::testing {

/// From any thread, until the test ends. Spans (steady_clock_ms) go on as they are.
void move_clock(DurationMs by_ms);

}  // namespace cloister::testing
