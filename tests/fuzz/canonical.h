// For fuzz targets: whatever decodes has one encoding, the one it came from.
#pragma once

#include "base/bytes.h"
#include "protocol/codec.h"

namespace cloister::fuzz {

template <class T>
bool decodes_canonically(ByteView input) {
  const auto value = protocol::decode<T>(input);
  if (!value) return false;
  if (!equal(protocol::encode(*value), input)) __builtin_trap();
  return true;
}

}  // namespace cloister::fuzz
