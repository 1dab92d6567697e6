#include "base/secret.h"

#include <openssl/crypto.h>

namespace cloister {

void wipe(void* data, std::size_t size) { OPENSSL_cleanse(data, size); }

bool equal_constant_time(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0);
}

}  // namespace cloister
