// SHA-256 (FIPS 180-4): every hash of the product.
#pragma once

#include <initializer_list>
#include <memory>

#include "base/fixed.h"

namespace cloister::crypto {

/// Hash of one buffer. Thread safe, cannot fail.
Hash sha256(ByteView data);
/// Hash of several buffers as if they lay one behind the other; no copy is made. The caller sees to it that
/// the boundaries are unambiguous (fixed sizes or length prefixes).
Hash sha256(std::initializer_list<ByteView> parts);

/// A hash that grows. Not thread safe. After `finish` it is empty again and may be reused.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  Sha256& update(ByteView data);
  Hash finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cloister::crypto
