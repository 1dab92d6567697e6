#include "core/record_keeper.h"

#include <utility>

namespace cloister::core {

RecordKeeper::RecordKeeper(const RecordLimits& limits)
    : refusals_of_network_({limits.refusals_per_network, kHourMs}),
      customers_of_network_({limits.customers_per_network, kHourMs}),
      refusals_(limits.refusals, kHourMs),
      customers_(limits.customers, kHourMs),
      staff_(limits.per_person, kHourMs) {}

bool RecordKeeper::within_limits(const RecordedEvent& event, RecordedBy by, const Network& from, TimeMs now) {
  switch (by) {
    case RecordedBy::server:
      return true;
    case RecordedBy::staff:
      return staff_.take(event.principal, now).has_value();
    case RecordedBy::customer:
      return customers_of_network_.take(from, now) && customers_.take(event.site, now);
    case RecordedBy::refused:
      return refusals_of_network_.take(from, now) && refusals_.take(event.site, now);
  }
  return false;
}

bool RecordKeeper::take(const RecordedEvent& event, RecordedBy by, const Network& from, TimeMs now) {
  Key key{.event = event, .from = from.near};
  if (const auto known = again_.find(key); known != again_.end()) {
    ++known->second;
    return false;
  }
  if (!within_limits(event, by, from, now)) {
    if (left_out_.empty()) left_out_due_ms_ = now + kRecordWindowMs;
    ++left_out_[event.site];
    return false;
  }
  if (again_.size() < kMaxCountedEvents) {
    windows_.emplace_back(now + kRecordWindowMs, key);
    again_.emplace(std::move(key), 0);
  }
  return true;
}

std::vector<RecordedEvent> RecordKeeper::due(TimeMs now) {
  std::vector<RecordedEvent> out;
  while (!windows_.empty() && windows_.front().first <= now) {
    auto counted = again_.extract(windows_.front().second);
    windows_.pop_front();
    if (counted.mapped() == 0) continue;
    out.push_back(std::move(counted.key().event));
    out.back().numbers.push_back(counted.mapped());
  }
  if (left_out_.empty() || now < left_out_due_ms_) return out;
  for (const auto& [site, count] : std::exchange(left_out_, {}))
    out.push_back({.site = site, .action = "left_out", .outcome = "counted", .principal = {}, .numbers = {count}});
  return out;
}

}  // namespace cloister::core
