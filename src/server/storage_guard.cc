#include "server/storage_guard.h"

#include <sys/statvfs.h>

#include <utility>

namespace cloister::server {

std::optional<core::Space> space_of(const std::filesystem::path& directory) {
  struct statvfs info{};
  if (::statvfs(directory.c_str(), &info) != 0) return std::nullopt;
  return core::Space{.free_bytes = std::uint64_t{info.f_bavail} * info.f_frsize,
                     .all_bytes = std::uint64_t{info.f_blocks} * info.f_frsize};
}

StorageGuard::StorageGuard(const core::StorageLimits& limits, Ask ask)
    : limits_(limits), ask_(std::move(ask)), quota_(limits) {
  look();
}

void StorageGuard::look() {
  // What cannot be asked is not guessed: a disk that is full says so itself.
  const auto space = ask_();
  if (space) low_.store(core::below_floor(*space, limits_.free_floor_bytes), std::memory_order_relaxed);
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
