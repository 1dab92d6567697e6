#include "server/record_writer.h"

#include <utility>

namespace cloister::server {

void RecordWriter::put(const core::RecordedEvent& event, core::RecordedBy by, const core::Network& from, TimeMs now) {
  {
    const std::lock_guard lock(mutex_);
    if (!keeper_.take(event, by, from, now)) return;
  }
  write(event, now);
}

void RecordWriter::write_due(TimeMs until, TimeMs now) {
  std::vector<core::RecordedEvent> due;
  {
    const std::lock_guard lock(mutex_);
    due = keeper_.due(until);
  }
  for (core::RecordedEvent& event : due) write(std::move(event), now);
}

void RecordWriter::write(core::RecordedEvent event, TimeMs now) {
  store::AuditRecord record;
  record.site = event.site;
  record.time_ms = now;
  record.action = std::move(event.action);
  record.outcome = std::move(event.outcome);
  record.principal = event.principal;
  record.numbers = std::move(event.numbers);
  store::AppendAudit operation;
  operation.records.push_back(std::move(record));
  (void)store_.submit(std::move(operation), {});
}

}  // namespace cloister::server
