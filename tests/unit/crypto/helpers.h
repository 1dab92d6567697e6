// Shared by the tests of the crypto module.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "base/encoding.h"
#include "base/random.h"
#include "base/result.h"

namespace cloister::crypto {

inline Bytes hex(std::string_view text) {
  auto bytes = from_hex(text);
  if (!bytes) ADD_FAILURE() << "not hexadecimal: " << text;
  return bytes.value_or(Bytes{});
}

template <class T>
T fixed(std::string_view text) {
  auto value = T::from(hex(text));
  if (!value) ADD_FAILURE() << "wrong size: " << text;
  return value.value_or(T{});
}

/// Deterministic; nothing but tests may use it.
class TestRandom final : public RandomSource {
 public:
  explicit TestRandom(std::uint64_t seed = 1) : state_(seed) {}
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) {  // splitmix64
      std::uint64_t z = state_ += 0x9E3779B97F4A7C15;
      z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
      byte = static_cast<std::uint8_t>(z >> 56);
    }
  }

 private:
  std::uint64_t state_;
};

/// A copy with one bit turned over.
inline Bytes flipped(ByteView bytes, std::size_t bit) {
  Bytes out = to_bytes(bytes);
  out.at(bit / 8) ^= static_cast<std::uint8_t>(1U << (bit % 8));
  return out;
}

template <class T>
::testing::AssertionResult fails_with(const Result<T>& result, ErrorCode code) {
  if (result) return ::testing::AssertionFailure() << "succeeded";
  if (result.error().code != code)
    return ::testing::AssertionFailure() << "failed with " << static_cast<int>(result.error().code) << " ("
                                         << result.error().detail << "), expected " << static_cast<int>(code);
  return ::testing::AssertionSuccess();
}

template <class T>
::testing::AssertionResult works(const Result<T>& result) {
  if (result) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << "failed with " << static_cast<int>(result.error().code) << ": "
                                       << result.error().detail;
}

}  // namespace cloister::crypto
