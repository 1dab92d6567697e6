#include "server/storage_guard.h"

#include <sys/statvfs.h>

#include <utility>

namespace cloister::server {

StorageGuard::StorageGuard(const core::StorageLimits& limits, std::filesystem::path directory)
    : limits_(limits), directory_(std::move(directory)), quota_(limits) {
  look();
}

void StorageGuard::look() {
  struct statvfs info{};
  // What cannot be asked is not guessed: a disk that is full says so itself.
  if (::statvfs(directory_.c_str(), &info) != 0) return;
  const auto free_bytes = static_cast<double>(info.f_bavail) * static_cast<double>(info.f_frsize);
  low_.store(free_bytes < static_cast<double>(limits_.free_floor_bytes), std::memory_order_relaxed);
}

Status StorageGuard::admit(const core::Principal& principal, const core::Network& from, std::size_t entries,
                           std::size_t bytes, TimeMs now) {
  const std::size_t all = bytes + entries * core::kEntryOverheadBytes;
  if (const auto* visitor = std::get_if<core::Visitor>(&principal)) {
    if (low_.load(std::memory_order_relaxed)) return fail(ErrorCode::storage_full, "little is left of the disk");
    const std::lock_guard lock(mutex_);
    return quota_.take(visitor->site, visitor->device, from, all, now);
  }
  const auto* staff = std::get_if<core::Staff>(&principal);
  if (staff == nullptr) return fail(ErrorCode::not_permitted, "nobody stores");
  const std::lock_guard lock(mutex_);
  return quota_.take(staff->person, all, now);
}

}  // namespace cloister::server
