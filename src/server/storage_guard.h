// Whether something may still be stored: by who asks, and by what is left of the disk.
#pragma once

#include <atomic>
#include <filesystem>
#include <mutex>

#include "core/access.h"
#include "core/storage_quota.h"

namespace cloister::server {

/// Thread safe.
class StorageGuard {
 public:
  /// `directory` is on the file system that is watched.
  StorageGuard(const core::StorageLimits& limits, std::filesystem::path directory);

  /// Entries with bodies of so many bytes in all, for this principal. `limit_reached` for what is too much in a day,
  /// `storage_full` for customers when the file system is nearly full.
  Status admit(const core::Principal& principal, const core::Network& from, std::size_t entries, std::size_t bytes,
               TimeMs now);
  /// Looks at the file system. By the hub's clock.
  void look();

 private:
  const core::StorageLimits limits_;
  const std::filesystem::path directory_;
  std::atomic<bool> low_ = false;
  std::mutex mutex_;
  core::StorageQuota quota_;
};

}  // namespace cloister::server
