// Randomness as the core sees it: a source handed in, so that a simulation can replay it.
#pragma once

#include <span>

#include "base/bytes.h"

namespace cloister {

/// Fills buffers with bytes. Implementations say whether they are thread safe.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;

  /// A random id or nonce of a `Fixed` type.
  template <class T>
  T make() {
    T out;
    fill(out.value);
    return out;
  }
};

/// The operating system's generator (OpenSSL's, seeded by getrandom). Thread safe. Aborts the process when no
/// randomness is to be had: going on without it is not an option.
RandomSource& system_random();

}  // namespace cloister
