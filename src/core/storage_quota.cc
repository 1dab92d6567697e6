#include "core/storage_quota.h"

namespace cloister::core {

StorageQuota::StorageQuota(const StorageLimits& limits)
    : customers_(limits.customer_bytes_per_day, kDayMs),
      people_(limits.person_bytes_per_day, kDayMs),
      networks_({limits.network_bytes_per_day, kDayMs}),
      sites_(limits.site_bytes_per_day, kDayMs) {}

Status StorageQuota::take(const SiteId& site, const DeviceId& customer, const Network& from, std::size_t bytes,
                          TimeMs now) {
  const auto amount = static_cast<std::int64_t>(bytes);
  // All or none: what is refused for one of them must not lower what the others may.
  if (!customers_.has(customer, now, amount)) return fail(ErrorCode::limit_reached, "bytes of one customer");
  if (!networks_.has(from, now, amount)) return fail(ErrorCode::limit_reached, "bytes of one network");
  if (!sites_.has(site, now, amount)) return fail(ErrorCode::limit_reached, "bytes of a site");
  CLOISTER_CHECK(customers_.take(customer, now, amount));
  CLOISTER_CHECK(networks_.take(from, now, amount));
  return sites_.take(site, now, amount);
}

Status StorageQuota::take(const PersonId& person, std::size_t bytes, TimeMs now) {
  return people_.take(person, now, static_cast<std::int64_t>(bytes));
}

}  // namespace cloister::core
