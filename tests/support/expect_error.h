// EXPECT_ERROR(result, code): the result holds this error and no value.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "base/result.h"

namespace cloister::test {

template <class T>
::testing::AssertionResult has_error(const Result<T>& result, ErrorCode code) {
  if (result) return ::testing::AssertionFailure() << "succeeded, expected " << info_of(code).name;
  if (result.error().code == code) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << info_of(result.error().code).name << " (" << result.error().detail
                                       << "), expected " << info_of(code).name;
}

template <class T>
::testing::AssertionResult is_ok(const Result<T>& result) {
  if (result) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << info_of(result.error().code).name << " (" << result.error().detail << ")";
}

}  // namespace cloister::test

#define EXPECT_ERROR(result, code) EXPECT_TRUE(::cloister::test::has_error((result), ::cloister::ErrorCode::code))
#define EXPECT_OK(result) EXPECT_TRUE(::cloister::test::is_ok((result)))
#define ASSERT_OK(result) ASSERT_TRUE(::cloister::test::is_ok((result)))
