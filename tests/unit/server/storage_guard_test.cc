#include "server/storage_guard.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace cloister::server {
namespace {

constexpr TimeMs kNow = 1'800'000'000'000;
const core::Principal kCustomer = core::Visitor{SiteId{{1}}, DeviceId{{2}}, SessionId{{3}}};
const core::Principal kAnna = core::Staff{SiteId{{1}}, PersonId{{4}}, DeviceId{{5}}, 1, false, SessionId{{6}}};

TEST(StorageGuard, HoldsCustomersAndStaffToTheirDay) {
  core::StorageLimits limits = core::StorageLimits::none();
  limits.customer_bytes_per_day = 1'000;
  limits.person_bytes_per_day = 2'000;
  StorageGuard guard(limits, [] { return space_of(testing::TempDir()); });
  EXPECT_OK(guard.admit(kCustomer, {}, 1, 500, kNow));
  EXPECT_ERROR(guard.admit(kCustomer, {}, 1, 500, kNow), limit_reached) << "an entry is more than its body";
  EXPECT_OK(guard.admit(kAnna, {}, 2, 1'000, kNow));
  EXPECT_ERROR(guard.admit(kAnna, {}, 1, 500, kNow), limit_reached);
  EXPECT_ERROR(guard.admit(core::Nobody{}, {}, 1, 1, kNow), not_permitted);
}

TEST(StorageGuard, CustomersWaitWhenLittleIsLeftAndStaffGoOn) {
  core::StorageLimits limits = core::StorageLimits::none();
  limits.free_floor_bytes = 1'000;
  std::optional<core::Space> space = core::Space{.free_bytes = 1'000, .all_bytes = 1'000'000};
  StorageGuard guard(limits, [&] { return space; });
  EXPECT_OK(guard.admit(kCustomer, {}, 1, 1, kNow));
  space->free_bytes = 999;
  guard.look();
  EXPECT_ERROR(guard.admit(kCustomer, {}, 1, 1, kNow), storage_full);
  EXPECT_OK(guard.admit(kAnna, {}, 1, 1, kNow));
  space.reset();
  guard.look();
  EXPECT_ERROR(guard.admit(kCustomer, {}, 1, 1, kNow), storage_full) << "what is not known changes nothing";
  space = {.free_bytes = 5'000, .all_bytes = 1'000'000};
  guard.look();
  EXPECT_OK(guard.admit(kCustomer, {}, 1, 1, kNow)) << "and it goes on by itself";
}

TEST(StorageGuard, AsksTheFileSystem) {
  const auto space = space_of(testing::TempDir());
  ASSERT_TRUE(space);
  EXPECT_GT(space->all_bytes, 0U);
  EXPECT_LE(space->free_bytes, space->all_bytes);
  EXPECT_FALSE(space_of("/nowhere/at/all"));
}

}  // namespace
}  // namespace cloister::server
