#include "crypto/sodium.h"

#include <sodium.h>

#include <cstdlib>

namespace cloister::crypto::sodium {

void ready() {
  static const bool started = sodium_init() >= 0;
  if (!started) std::abort();
}

}  // namespace cloister::crypto::sodium
