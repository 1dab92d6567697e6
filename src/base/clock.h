// Time as the core sees it: a number handed in, so that it can be simulated.
#pragma once

#include <cstdint>

namespace cloister {

/// Milliseconds since 1970-01-01 UTC. Used for everything that is stored or sent.
using TimeMs = std::int64_t;
/// A length of time in milliseconds.
using DurationMs = std::int64_t;

inline constexpr DurationMs kSecondMs = 1000;
inline constexpr DurationMs kMinuteMs = 60 * kSecondMs;
inline constexpr DurationMs kHourMs = 60 * kMinuteMs;
inline constexpr DurationMs kDayMs = 24 * kHourMs;

/// Wall clock of the machine. Only the rim calls it; the core takes `TimeMs` as an argument.
TimeMs wall_clock_ms();
/// Never goes back; for measuring spans.
TimeMs steady_clock_ms();

}  // namespace cloister
