// A key of this process alone: for tags that nobody outside must be able to aim at, and that mean nothing after a
// restart.
#pragma once

#include "base/random.h"
#include "base/secret.h"
#include "crypto/keyed_hash.h"

namespace cloister::core {

inline crypto::KeyedHash process_key(RandomSource& random) {
  Secret key(crypto::kLookupKeySize);
  random.fill(key.writable());
  return crypto::KeyedHash::create(key.view()).value();
}

}  // namespace cloister::core
