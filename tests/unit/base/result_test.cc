#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

namespace cloister {
namespace {

Result<int> half(int value) {
  if (value % 2 != 0) return fail(ErrorCode::malformed, "odd");
  return value / 2;
}

Result<int> quarter(int value) {
  CLOISTER_TRY(const int once, half(value));
  CLOISTER_TRY(const int twice, half(once));
  return twice;
}

Status both_even(int a, int b) {
  CLOISTER_CHECK(half(a));
  CLOISTER_CHECK(half(b));
  return {};
}

Result<std::unique_ptr<int>> boxed(int value) {
  CLOISTER_TRY(auto number, half(value));
  return std::make_unique<int>(number);
}

Result<int> unboxed(int value) {
  CLOISTER_TRY(const std::unique_ptr<int> box, boxed(value));
  return *box;
}

TEST(Result, HoldsAValueOrAnError) {
  EXPECT_EQ(half(4), 2);
  const auto failed = half(3);
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().code, ErrorCode::malformed);
  EXPECT_EQ(failed.error().detail, "odd");
}

TEST(Result, TryGivesTheValueOrReturnsTheError) {
  EXPECT_EQ(quarter(8), 2);
  EXPECT_FALSE(quarter(6).has_value()) << "fails at the second step";
  EXPECT_FALSE(quarter(3).has_value()) << "fails at the first step";
  EXPECT_EQ(quarter(6).error().detail, "odd");
}

TEST(Result, TryMovesWhatCannotBeCopied) {
  EXPECT_EQ(unboxed(10), 5);
  EXPECT_FALSE(unboxed(5).has_value());
}

TEST(Result, CheckPassesErrorsOn) {
  EXPECT_TRUE(both_even(2, 4).has_value());
  EXPECT_FALSE(both_even(1, 4).has_value());
  EXPECT_FALSE(both_even(2, 3).has_value());
}

}  // namespace
}  // namespace cloister
