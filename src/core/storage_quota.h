// How much of the disk whom may fill in a day. Pure; not thread safe.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "base/fixed.h"
#include "core/network_quota.h"
#include "core/pace.h"

namespace cloister::core {

/// What an entry takes besides its body: its row, its place in the index, the tag of its seal.
inline constexpr std::size_t kEntryOverheadBytes = 256;

/// Bytes in a day; 0: no limit.
struct StorageLimits {
  /// Of one device of a customer: a thousand of the longest messages, or a year of ordinary ones.
  std::int64_t customer_bytes_per_day = std::int64_t{64} << 20;
  /// Of one member of staff, in all their conversations.
  std::int64_t person_bytes_per_day = std::int64_t{1} << 30;
  /// Of all customers from one network (the wide ones `kWideShares` times as much).
  std::int64_t network_bytes_per_day = std::int64_t{512} << 20;
  /// Of all customers of a site: a disk is planned for it.
  std::int64_t site_bytes_per_day = std::int64_t{8} << 30;
  /// Below so many free bytes of the file system, or a twentieth of it if that is less, customers are refused with
  /// `storage_full`, so that staff can still close what is open and the server can still write what it must.
  std::int64_t free_floor_bytes = std::int64_t{256} << 20;

  /// For development, benchmarks, and tests that fill a disk.
  static constexpr StorageLimits none() {
    return {.customer_bytes_per_day = 0,
            .person_bytes_per_day = 0,
            .network_bytes_per_day = 0,
            .site_bytes_per_day = 0,
            .free_floor_bytes = 0};
  }
};

/// Of a file system, in bytes.
struct Space {
  std::uint64_t free_bytes = 0;
  std::uint64_t all_bytes = 0;
};
/// Is so little free that customers wait?
constexpr bool below_floor(const Space& space, std::int64_t floor_bytes) {
  return space.free_bytes < std::min(static_cast<std::uint64_t>(floor_bytes), space.all_bytes / 20);
}

class StorageQuota {
 public:
  explicit StorageQuota(const StorageLimits& limits);

  /// So many bytes are to be stored for a customer, for a member of staff. `limit_reached` when that is too much for
  /// one day; then nothing is counted.
  Status take(const SiteId& site, const DeviceId& customer, const Network& from, std::size_t bytes, TimeMs now);
  Status take(const PersonId& person, std::size_t bytes, TimeMs now);

 private:
  Pace<DeviceId> customers_;
  Pace<PersonId> people_;
  NetworkPace networks_;
  Pace<SiteId> sites_;
};

}  // namespace cloister::core
