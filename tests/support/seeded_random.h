// Randomness that is the same for the same seed: xoshiro256++ (Blackman and Vigna, 2019), seeded by splitmix64. For
// tests only. Not thread safe.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>

#include "base/random.h"

namespace cloister::test {

class SeededRandom final : public RandomSource {
 public:
  explicit SeededRandom(std::uint64_t seed) {
    for (std::uint64_t& word : state_) {
      seed += 0x9e3779b97f4a7c15;
      std::uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
      z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
      word = z ^ (z >> 31);
    }
  }

  std::uint64_t next() {
    const std::uint64_t out = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = std::rotl(state_[3], 45);
    return out;
  }

  void fill(std::span<std::uint8_t> out) override {
    while (!out.empty()) {
      const std::uint64_t word = next();
      const std::size_t size = std::min(out.size(), sizeof word);
      std::memcpy(out.data(), &word, size);
      out = out.subspan(size);
    }
  }

  /// Uniform enough for tests: in [0, below).
  std::uint64_t below(std::uint64_t below) { return below == 0 ? 0 : next() % below; }
  /// True in `percent` of a hundred.
  bool chance(std::uint64_t percent) { return this->below(100) < percent; }

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace cloister::test
