// How often, or how much, somebody may: a bucket of permits that fills up again over time. Pure; not thread safe.
//
// The bucket is kept as one time, that at which it will be full again (the generic cell rate algorithm, ITU-T I.371
// annex A, as a virtual scheduling algorithm): taking moves it away, time comes nearer by itself.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "base/clock.h"
#include "base/result.h"

namespace cloister::core {

/// Keys that one table remembers, about 150 bytes each: more networks or people than are busy at a time.
inline constexpr std::size_t kMaxPacedKeys = 65'536;

/// So many at once, and so many again within `period_ms`.
struct Rate {
  /// Requests or bytes; 1 to 10^12. 0: no limit.
  std::int64_t burst = 0;
  DurationMs period_ms = kHourMs;
};

/// At most `burst` at once, and `burst` again within `period_ms`, of each key. Keys that have all their permits back
/// are forgotten. When the table is full nonetheless, the key that is nearest to having all of them back makes room:
/// so whoever has taken much stays known, and cannot become new by sending others ahead, unless those take as much.
template <class Key>
class Pace {
 public:
  explicit Pace(Rate rate, std::size_t max_keys = kMaxPacedKeys) : rate_(rate), max_keys_(max_keys) {}
  Pace(std::int64_t burst, DurationMs period_ms) : Pace(Rate{burst, period_ms}) {}

  /// `limit_reached` when there are not so many permits left; then none is taken.
  Status take(const Key& key, TimeMs now, std::int64_t amount = 1) {
    if (rate_.burst == 0) return {};
    const std::int64_t now_us = settle(now);
    const auto found = full_us_.find(key);
    const std::int64_t full_us = full_after(found, now_us, amount);
    if (full_us - now_us > period_us()) return fail(ErrorCode::limit_reached, "too often");
    if (found == full_us_.end()) {
      if (full_us_.size() >= max_keys_) forget_first();
    } else {
      order_.erase({found->second, key});
    }
    full_us_.insert_or_assign(key, full_us);
    order_.emplace(full_us, key);
    return {};
  }
  /// Would `take` succeed?
  bool has(const Key& key, TimeMs now, std::int64_t amount = 1) {
    if (rate_.burst == 0) return true;
    const std::int64_t now_us = settle(now);
    return full_after(full_us_.find(key), now_us, amount) - now_us <= period_us();
  }
  std::size_t size() const { return full_us_.size(); }

 private:
  using Table = std::map<Key, std::int64_t>;

  std::int64_t period_us() const { return rate_.period_ms * 1000; }
  /// When the bucket is full again, if `amount` is taken now. Cut to the microsecond, in favour of who takes.
  std::int64_t full_after(typename Table::const_iterator bucket, std::int64_t now_us, std::int64_t amount) const {
    const std::int64_t full_us = bucket == full_us_.end() ? now_us : std::max(bucket->second, now_us);
    // More than the bucket holds: never, and without an overflow.
    if (amount > rate_.burst) return now_us + period_us() + 1;
    const double share_us =
        static_cast<double>(amount) * static_cast<double>(period_us()) / static_cast<double>(rate_.burst);
    return full_us + static_cast<std::int64_t>(share_us);
  }
  /// Time that never goes back: a clock that was set back gives nothing and takes nothing. Forgets who has all permits.
  std::int64_t settle(TimeMs now) {
    shift_ms_ = std::max(shift_ms_, latest_ms_ - now);
    latest_ms_ = now + shift_ms_;
    while (!order_.empty() && order_.begin()->first <= latest_ms_ * 1000) forget_first();
    return latest_ms_ * 1000;
  }
  void forget_first() {
    full_us_.erase(order_.begin()->second);
    order_.erase(order_.begin());
  }

  Rate rate_;
  std::size_t max_keys_;
  DurationMs shift_ms_ = 0;
  TimeMs latest_ms_ = 0;
  Table full_us_;
  std::set<std::pair<std::int64_t, Key>> order_;
};

}  // namespace cloister::core
