// How often somebody may do something: a bucket of permits that fills up again over time. Pure; not thread safe.
#pragma once

#include <algorithm>
#include <unordered_map>

#include "base/clock.h"
#include "base/result.h"

namespace cloister::core {

/// At most `burst` at once, and `burst` again within `period_ms`, of each key. Keys that have all their permits back
/// are forgotten, so that the table holds no more of them than were busy within one period.
template <class Key>
class Pace {
 public:
  constexpr Pace(double burst, DurationMs period_ms) : burst_(burst), per_ms_(burst / static_cast<double>(period_ms)) {}

  /// `limit_reached` when there is no permit left.
  Status take(const Key& key, TimeMs now) {
    forget(now);
    Bucket& bucket = buckets_.try_emplace(key, Bucket{burst_, now}).first->second;
    bucket.permits = permits_of(bucket, now);
    bucket.at_ms = now;
    if (bucket.permits < 1) return fail(ErrorCode::limit_reached, "too often");
    bucket.permits -= 1;
    return {};
  }
  std::size_t size() const { return buckets_.size(); }

 private:
  struct Bucket {
    double permits = 0;
    TimeMs at_ms = 0;
  };
  double permits_of(const Bucket& bucket, TimeMs now) const {
    // A clock that was set back takes nothing away.
    const auto passed = static_cast<double>(std::max<DurationMs>(0, now - bucket.at_ms));
    return std::min(burst_, bucket.permits + passed * per_ms_);
  }
  void forget(TimeMs now) {
    if (now - forgot_ms_ < kForgetEveryMs && now >= forgot_ms_) return;
    forgot_ms_ = now;
    std::erase_if(buckets_, [&](const auto& item) { return permits_of(item.second, now) >= burst_; });
  }

  static constexpr DurationMs kForgetEveryMs = 10 * kSecondMs;
  double burst_;
  double per_ms_;
  TimeMs forgot_ms_ = 0;
  std::unordered_map<Key, Bucket> buckets_;
};

}  // namespace cloister::core
