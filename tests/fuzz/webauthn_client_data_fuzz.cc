// Client data of WebAuthn comes from the browser of whoever tries to sign in.
#include "crypto/client_data.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto parsed = cloister::crypto::parse_client_data({data, size});
  if (parsed && (size > cloister::crypto::kMaxClientData || parsed->challenge.size() > size)) __builtin_trap();
  return 0;
}
