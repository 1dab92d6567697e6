// Challenges that the server gives to be signed: random, good once, for a minute (docs/protocol.md section
// 5). Not thread safe.
#pragma once

#include <deque>
#include <unordered_map>

#include "base/clock.h"
#include "base/fixed.h"
#include "base/random.h"
#include "base/result.h"

namespace cloister::core {

inline constexpr DurationMs kChallengeLifetimeMs = 60 * kSecondMs;
/// When there are so many, the oldest goes: who floods must give away that many within the seconds that
/// somebody takes to touch a passkey.
inline constexpr std::size_t kMaxChallenges = 65'536;

class Challenges {
 public:
  explicit Challenges(std::size_t max = kMaxChallenges) : max_(max) {}
  Hash give(TimeMs now, RandomSource& random);
  /// `bad_proof` unless it was given, less than a minute ago, and not taken before.
  Status take(const Hash& challenge, TimeMs now);
  std::size_t size() const { return given_.size(); }

 private:
  void forget(TimeMs now);
  std::size_t max_;
  std::unordered_map<Hash, TimeMs> given_;
  /// In the order given; may name some that were taken.
  std::deque<std::pair<TimeMs, Hash>> order_;
};

}  // namespace cloister::core
