#include "crypto/hkdf.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "crypto/hmac.h"

namespace cloister::crypto {

Secret hkdf_extract(ByteView salt, std::initializer_list<ByteView> key_material) {
  // HMAC pads a short key with zeros, so an empty salt is the 32 zero bytes of the RFC.
  HmacSha256 mac(salt);
  for (ByteView part : key_material) mac.update(part);
  Secret out(kHmacSize);
  mac.finish(out.writable().first<kHmacSize>());
  return out;
}

Secret hkdf_extract(ByteView salt, ByteView key_material) { return hkdf_extract(salt, {key_material}); }

Secret hkdf_expand(ByteView pseudo_random_key, std::initializer_list<ByteView> info, std::size_t size_bytes) {
  if (size_bytes == 0 || size_bytes > kHkdfMaxSize) std::abort();
  HmacSha256 mac(pseudo_random_key);
  Secret out(size_bytes);
  Secret block(kHmacSize);
  std::uint8_t counter = 0;
  for (std::size_t done = 0; done < size_bytes;) {
    if (counter > 0) mac.update(block.view());
    for (ByteView part : info) mac.update(part);
    ++counter;
    mac.update({&counter, 1});
    mac.finish(block.writable().first<kHmacSize>());
    const std::size_t take = std::min(kHmacSize, size_bytes - done);
    std::copy_n(block.view().begin(), take, out.writable().begin() + static_cast<std::ptrdiff_t>(done));
    done += take;
  }
  return out;
}

Secret hkdf_expand(ByteView pseudo_random_key, ByteView info, std::size_t size_bytes) {
  return hkdf_expand(pseudo_random_key, {info}, size_bytes);
}

Secret hkdf(ByteView key_material, ByteView salt, std::initializer_list<ByteView> info, std::size_t size_bytes) {
  return hkdf_expand(hkdf_extract(salt, key_material).view(), info, size_bytes);
}

Secret hkdf(ByteView key_material, ByteView salt, ByteView info, std::size_t size_bytes) {
  return hkdf(key_material, salt, {info}, size_bytes);
}

}  // namespace cloister::crypto
