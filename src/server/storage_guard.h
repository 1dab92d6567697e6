// Whether something may still be stored: by who asks, and by what is left of the disk.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>

#include "core/access.h"
#include "core/storage_quota.h"

namespace cloister::server {

/// Thread safe.
class StorageGuard {
 public:
  /// Tells how full the file system is; nothing when it cannot be asked.
  using Ask = std::function<std::optional<core::Space>()>;
  /// `ask` is called by `look`, in its thread.
  StorageGuard(const core::StorageLimits& limits, Ask ask);

  /// Entries with bodies of so many bytes in all, for this principal. `limit_reached` for what is too much in a day,
  /// `storage_full` for customers when the file system is nearly full.
  Status admit(const core::Principal& principal, const core::Network& from, std::size_t entries, std::size_t bytes,
               TimeMs now);
  /// Looks at the file system. By the hub's clock.
  void look();

 private:
  const core::StorageLimits limits_;
  const Ask ask_;
  std::atomic<bool> low_ = false;
  std::mutex mutex_;
  core::StorageQuota quota_;
};

/// Of the file system that `directory` is on.
std::optional<core::Space> space_of(const std::filesystem::path& directory);

}  // namespace cloister::server
