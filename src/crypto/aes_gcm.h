// AES-GCM (NIST SP 800-38D) with 96-bit nonces and 128-bit tags: content, attachments, and the AEAD of HPKE.
//
// Sealed form: ciphertext ‖ tag, as Web Cryptography writes it. The nonce travels beside it. One key must
// never see the same nonce twice; with random nonces a key seals at most 2^20 messages (docs/protocol.md),
// far below the 2^32 of SP 800-38D section 8.3.
#pragma once

#include <memory>
#include <span>

#include "base/fixed.h"
#include "base/result.h"

namespace cloister::crypto {

/// One key with its schedule computed. Move only, not thread safe (the context is reused), wiped when it
/// dies.
class AesGcm {
 public:
  static constexpr std::size_t kKeySize = 32;
  static constexpr std::size_t kTagSize = 16;
  /// Largest message in bytes, a bound of ours (SP 800-38D allows 2^36 - 32).
  static constexpr std::size_t kMaxSize = std::size_t{1} << 30;

  /// `key` has 32 bytes (AES-256). 16 bytes (AES-128) work too and serve published vectors only. `malformed`
  /// otherwise.
  static Result<AesGcm> with_key(ByteView key);
  ~AesGcm();
  AesGcm(AesGcm&&) noexcept;
  AesGcm& operator=(AesGcm&&) noexcept;

  /// Returns ciphertext ‖ tag. More than `kMaxSize` ends the process: callers bound their input.
  Bytes seal(const Nonce& nonce, ByteView aad, ByteView plaintext);
  /// The same into `out`, exactly `plaintext.size() + kTagSize` bytes; `out` may begin where `plaintext`
  /// does.
  void seal_into(const Nonce& nonce, ByteView aad, ByteView plaintext, std::span<std::uint8_t> out);

  /// `decryption_failed` when anything differs from what was sealed.
  Result<Bytes> open(const Nonce& nonce, ByteView aad, ByteView sealed);
  /// The same into `out`, exactly `sealed.size() - kTagSize` bytes, which may begin where `sealed` does. On
  /// failure `out` is wiped: unauthenticated plaintext never leaves.
  Status open_into(const Nonce& nonce, ByteView aad, ByteView sealed, std::span<std::uint8_t> out);

 private:
  struct State;
  explicit AesGcm(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace cloister::crypto
