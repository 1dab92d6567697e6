#include "base/secret.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>

namespace cloister {
namespace {

static_assert(!std::is_copy_constructible_v<Secret>, "a copy must be asked for by name");
static_assert(!std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);

bool all_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

TEST(Secret, WipeOverwritesEveryByte) {
  Bytes bytes(1000, 0xaa);
  wipe(bytes.data(), bytes.size());
  EXPECT_TRUE(all_zero(bytes));
  wipe(nullptr, 0);
}

TEST(Secret, TakesTheBytesOver) {
  Bytes bytes{1, 2, 3};
  const std::uint8_t* where = bytes.data();
  const Secret secret(std::move(bytes));
  EXPECT_EQ(secret.view().data(), where) << "no copy may stay behind";
  EXPECT_TRUE(bytes.empty());  // NOLINT(bugprone-use-after-move): that it is empty is the promise
  EXPECT_EQ(secret.size(), 3U);
}

TEST(Secret, MovingLeavesNothingBehind) {
  Secret first = Secret::copy_of(Bytes{1, 2, 3});
  Secret second(std::move(first));
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_TRUE(equal(second.view(), Bytes{1, 2, 3}));

  Secret third = Secret::copy_of(Bytes{9, 9});
  third = std::move(second);
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_TRUE(equal(third.view(), Bytes{1, 2, 3}));
}

TEST(Secret, MovingToItselfKeepsIt) {
  Secret secret = Secret::copy_of(Bytes{1, 2, 3});
  Secret& same = secret;
  secret = std::move(same);
  EXPECT_TRUE(equal(secret.view(), Bytes{1, 2, 3}));
}

TEST(Secret, CloneIsItsOwnCopy) {
  Secret secret = Secret::copy_of(Bytes{1, 2, 3});
  const Secret clone = secret.clone();
  secret.writable()[0] = 7;
  EXPECT_TRUE(equal(clone.view(), Bytes{1, 2, 3}));
}

TEST(Secret, ClearEmpties) {
  Secret secret = Secret::copy_of(Bytes{1, 2, 3});
  secret.clear();
  EXPECT_TRUE(secret.empty());
  secret.clear();
}

TEST(Secret, SizedIsZeroed) {
  const Secret secret(32);
  EXPECT_EQ(secret.size(), 32U);
  EXPECT_TRUE(all_zero(secret.view()));
}

TEST(Secret, ConstantTimeEqualityIsEquality) {
  const Bytes bytes{1, 2, 3, 4};
  EXPECT_TRUE(equal_constant_time(bytes, Bytes{1, 2, 3, 4}));
  EXPECT_TRUE(equal_constant_time({}, {}));
  EXPECT_FALSE(equal_constant_time(bytes, Bytes{1, 2, 3}));
  EXPECT_FALSE(equal_constant_time(bytes, {}));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    Bytes other = bytes;
    other[i] ^= 0x80;
    EXPECT_FALSE(equal_constant_time(bytes, other)) << i;
  }
}

}  // namespace
}  // namespace cloister
