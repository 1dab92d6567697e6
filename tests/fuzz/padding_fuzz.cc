// What comes out of a ciphertext was padded by another client. There is one padding of a content.
#include "crypto/padding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cloister;
  const ByteView input{data, size};
  if (const auto content = crypto::unpad(input)) {
    if (!equal(crypto::pad(*content), input)) __builtin_trap();
  }
  const Bytes padded = crypto::pad(input);
  const auto back = crypto::unpad(padded);
  if (!back || !equal(*back, input)) __builtin_trap();
  return 0;
}
