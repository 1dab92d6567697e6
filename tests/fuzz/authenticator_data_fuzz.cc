// Authenticator data and the key inside come from the authenticator of whoever tries to sign in.
#include "crypto/authenticator_data.h"
#include "crypto/cose_key.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cloister;
  const ByteView input{data, size};
  const auto parsed = crypto::parse_authenticator_data(input);
  if (parsed && parsed->credential) {
    // There is one encoding of a key, and it must be the one that was there.
    const Bytes key = crypto::format_cose_es256(parsed->credential->public_key);
    const std::size_t at = 37 + 16 + 2 + parsed->credential->id.size();
    if (at + key.size() > size || !equal(input.subspan(at, key.size()), key)) __builtin_trap();
  }
  if (const auto key = crypto::parse_cose_es256(input)) {
    if (!equal(input.first(key->size_bytes), crypto::format_cose_es256(key->key))) __builtin_trap();
  }
  return 0;
}
