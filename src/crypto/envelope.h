// Envelope encryption of data at rest: a master key wraps data keys, a data key seals what belongs to one
// subject or one conversation. Destroying the wrapped data key erases everything under it, backups of the
// data included.
//
// All of it is XChaCha20-Poly1305 with random nonces; the key in use is derived from the stored one for its
// purpose (HKDF-SHA256), so a master key can never be confused with a data key.
//
//   wrapped key   version(1)=1 ‖ master key id(8) ‖ nonce(24) ‖ data key(32) ‖ tag(16)
//   sealed value  version(1)=1 ‖ nonce(24) ‖ ciphertext ‖ tag(16)
#pragma once

#include <string_view>
#include <vector>

#include "base/fixed.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace cloister::crypto {

using MasterKeyId = Fixed<8, struct MasterKeyIdTag>;

inline constexpr std::size_t kMasterKeySize = 32;
inline constexpr std::size_t kDataKeySize = 32;
inline constexpr std::size_t kWrappedKeySize = 1 + 8 + 24 + kDataKeySize + 16;
/// What sealing adds to a value.
inline constexpr std::size_t kEnvelopeOverhead = 1 + 24 + 16;
/// Most former master keys that are kept for unwrapping; rotation re-wraps and drops them.
inline constexpr std::size_t kMaxFormerMasterKeys = 8;

/// Key of one subject or conversation. Move only, wiped when it dies. Const calls are thread safe.
class DataKey {
 public:
  static DataKey generate(RandomSource& random);

  /// `context` says what the value is and to which row it belongs ("person.name" ‖ id): a value put elsewhere
  /// does not open.
  Bytes seal(ByteView context, ByteView plaintext, RandomSource& random) const;
  /// `decryption_failed` when key, context or value are not those of `seal`; `malformed` for an unknown
  /// version.
  Result<Secret> open(ByteView context, ByteView sealed) const;
  /// Forgets the key now. Sealing with a wiped key is a bug and ends the process; opening fails.
  void wipe() { seal_key_.clear(), key_.clear(); }
  bool wiped() const { return key_.empty(); }

 private:
  friend class MasterKeys;
  explicit DataKey(Secret key);
  Secret key_;
  Secret seal_key_;
};

/// The current master key and former ones that still open. Immutable after construction; thread safe.
class MasterKeys {
 public:
  /// `current` and each of `former` have 32 bytes, as read from their files. `malformed` otherwise, or for
  /// more than `kMaxFormerMasterKeys`.
  static Result<MasterKeys> create(Secret current, std::vector<Secret> former = {});

  /// Public name of the current key: derived, tells nothing about it.
  const MasterKeyId& current_id() const { return keys_.front().id; }

  /// `subject` names whose key this is (kind and id); a wrapped key moved to another subject does not open.
  Bytes wrap(const DataKey& key, ByteView subject, RandomSource& random) const;
  /// `decryption_failed` for another subject, an unknown master key or a changed byte alike; `malformed` for
  /// another form.
  Result<DataKey> unwrap(ByteView wrapped, ByteView subject) const;
  /// Which master key wrapped it; `malformed` if it is no wrapped key.
  static Result<MasterKeyId> wrapped_by(ByteView wrapped);
  /// The same data key under the current master key.
  Result<Bytes> rewrap(ByteView wrapped, ByteView subject, RandomSource& random) const;

  /// A 32-byte key for another purpose (look-up hashes, tokens) from the current master key. `label` is a
  /// constant of the caller, unique to the purpose. Changes when the master key is rotated.
  Secret derive(std::string_view label) const;

 private:
  struct Entry {
    MasterKeyId id;
    Secret key;
    Secret wrap_key;
  };
  std::vector<Entry> keys_;
};

}  // namespace cloister::crypto
