// HMAC-SHA256 (RFC 2104, FIPS 198-1).
#pragma once

#include <initializer_list>
#include <memory>
#include <span>

#include "base/fixed.h"

namespace cloister::crypto {

inline constexpr std::size_t kHmacSize = 32;

/// A keyed hash that grows. Not thread safe. After `finish` it is empty again, with the same key. The key is
/// wiped with the object.
class HmacSha256 {
 public:
  explicit HmacSha256(ByteView key);
  ~HmacSha256();
  HmacSha256(HmacSha256&&) noexcept;
  HmacSha256& operator=(HmacSha256&&) noexcept;

  /// A second one that has seen the same key and data.
  HmacSha256 clone() const;

  HmacSha256& update(ByteView data);
  void finish(std::span<std::uint8_t, kHmacSize> out);
  Hash finish();

 private:
  struct State;
  explicit HmacSha256(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// One-shot over several buffers as if they lay one behind the other. Thread safe. For tags that are public;
/// derived keys come from hkdf.h and are `Secret`.
Hash hmac_sha256(ByteView key, std::initializer_list<ByteView> parts);

}  // namespace cloister::crypto
