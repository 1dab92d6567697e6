// Challenges that the server gives to be signed: good once, for a minute (docs/protocol.md section 5). Not thread safe.
//
// Giving one leaves nothing behind: a challenge carries its time and a tag over it, made with a key that lives as long
// as this object. So nobody can push somebody else's challenge out by asking for many. Only those that were signed and
// let in are remembered, until they could not come again.
#pragma once

#include <cstdint>
#include <deque>
#include <unordered_set>
#include <utility>

#include "base/clock.h"
#include "base/fixed.h"
#include "base/random.h"
#include "base/result.h"
#include "crypto/keyed_hash.h"

namespace cloister::core {

inline constexpr DurationMs kChallengeLifetimeMs = 60 * kSecondMs;
/// Challenges remembered as used, 60 bytes each: as many sign-ins and new sessions within a minute. One in
/// `kStaffShareOfChallenges` is for staff alone.
inline constexpr std::size_t kMaxUsedChallenges = 65'536;
inline constexpr std::size_t kStaffShareOfChallenges = 10;

enum class ChallengeUse : std::uint8_t { visitor, staff };

class Challenges {
 public:
  explicit Challenges(RandomSource& random, std::size_t max_used = kMaxUsedChallenges);

  /// Time (48 bits, milliseconds) ‖ 80 random bits ‖ 128 bits of a keyed hash over both and the site.
  Hash give(const SiteId& site, TimeMs now, RandomSource& random) const;
  /// `bad_proof` unless it was given for this site, less than a minute ago, and not used up before. Changes nothing.
  Status check(const SiteId& site, const Hash& challenge, TimeMs now);
  /// To be called once what was signed has proven right: `check`, and from then on `bad_proof`. `limit_reached` when
  /// too many are remembered.
  Status use_up(const SiteId& site, const Hash& challenge, ChallengeUse use, TimeMs now);
  /// Remembered.
  std::size_t size() const { return used_.size(); }

 private:
  /// 64 bits of the keyed hash in a challenge: nobody can make two with the same, and two of 65,536 have it with a
  /// probability of 10^-10.
  using Tag = std::uint64_t;

  static Tag tag_of(const Hash& challenge);
  Hash tagged(const SiteId& site, const Hash& draft) const;
  void forget(TimeMs now);

  crypto::KeyedHash key_;
  std::size_t max_used_;
  std::unordered_set<Tag> used_;
  /// In the order used, with the end of each.
  std::deque<std::pair<TimeMs, Tag>> order_;
};

}  // namespace cloister::core
