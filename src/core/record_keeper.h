// Which security events are written down one by one, and which are only counted, so that no flood of them pushes out
// what matters: the store keeps `StoreLimits::audit_rows` events, the latest. Pure; not thread safe.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/fixed.h"
#include "core/network_quota.h"
#include "core/pace.h"

namespace cloister::core {

/// Equal events within this time are one entry, and one more that says how often they came again.
inline constexpr DurationMs kRecordWindowMs = 10 * kMinuteMs;
/// Different events that may be counted at a time, 300 bytes each; beyond, each stands for itself.
inline constexpr std::size_t kMaxCountedEvents = 4'096;

/// Entries in an hour. A million are kept, so that even if strangers and customers of one site write all they may, it
/// takes them ten days to push out what staff did; staff are few, and known.
struct RecordLimits {
  /// Refusals of strangers and customers: of one network, and of a site in all.
  std::int64_t refusals_per_network = 60;
  std::int64_t refusals = 1'000;
  /// What customers are granted: of one network, and of a site in all.
  std::int64_t customers_per_network = 600;
  std::int64_t customers = 3'000;
  /// Of one member of staff: no agent makes the record forget a colleague.
  std::int64_t per_person = 600;
};

struct RecordedEvent {
  SiteId site;
  std::string action;
  std::string outcome;
  /// Pseudonym; zero for nobody.
  Hash principal;
  std::vector<std::int64_t> numbers;
  friend auto operator<=>(const RecordedEvent&, const RecordedEvent&) = default;
};

/// By whom an event came about, for its share. What the server itself decides, and what is granted to nobody (an
/// enrolment), is `server`: it has no limit, because strangers cannot bring it about.
enum class RecordedBy : std::uint8_t { server, staff, customer, refused };

class RecordKeeper {
 public:
  explicit RecordKeeper(const RecordLimits& limits = {});

  /// True: to be written down now. Otherwise it was counted.
  bool take(const RecordedEvent& event, RecordedBy by, const Network& from, TimeMs now);
  /// What was counted and is due at `now`, to be written down: the events that came again, with one number more, how
  /// often; and for each site an event "left_out" with the number of those that were beyond a limit.
  std::vector<RecordedEvent> due(TimeMs now);

 private:
  struct Key {
    RecordedEvent event;
    IpAddress from{};
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  bool within_limits(const RecordedEvent& event, RecordedBy by, const Network& from, TimeMs now);

  NetworkPace refusals_of_network_;
  NetworkPace customers_of_network_;
  Pace<SiteId> refusals_;
  Pace<SiteId> customers_;
  Pace<Hash> staff_;
  /// How often an event came again since it was written down.
  std::map<Key, std::int64_t> again_;
  /// In the order in which they are due.
  std::deque<std::pair<TimeMs, Key>> windows_;
  std::map<SiteId, std::int64_t> left_out_;
  TimeMs left_out_due_ms_ = 0;
};

}  // namespace cloister::core
