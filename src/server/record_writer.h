// Writes security events to the store, one by one or as counts (core/record_keeper.h).
#pragma once

#include <limits>
#include <mutex>

#include "core/record_keeper.h"
#include "store/store.h"

namespace cloister::server {

/// Thread safe. Never waits: an event that the store has no room for is dropped, because a flood of refusals must not
/// stop the service.
class RecordWriter {
 public:
  /// The store outlives this.
  explicit RecordWriter(store::Store& store) : store_(store) {}

  void put(const core::RecordedEvent& event, core::RecordedBy by, const core::Network& from, TimeMs now);
  /// What was counted and is due. By the hub's clock, and for all of it before the store is closed.
  void write_due(TimeMs now) { write_due(now, now); }
  void write_all(TimeMs now) { write_due(std::numeric_limits<TimeMs>::max(), now); }

 private:
  void write_due(TimeMs until, TimeMs now);
  void write(core::RecordedEvent event, TimeMs now);

  store::Store& store_;
  std::mutex mutex_;
  core::RecordKeeper keeper_;
};

}  // namespace cloister::server
