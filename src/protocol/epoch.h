// Epochs of a conversation: making the packet that seals a new secret to its readers, and opening one
// (docs/protocol.md section 4, "Packets"). Pure; thread safe as far as the random source is.
//
// Only who holds private keys needs this: clients. The server checks packets without opening them (readers.h).
#pragma once

#include <vector>

#include "base/random.h"
#include "base/secret.h"
#include "crypto/ed25519.h"
#include "crypto/p256.h"
#include "protocol/readers.h"

namespace cloister::protocol {

inline constexpr std::size_t kEpochSecretSize = 32;

/// The secret of one epoch in the form in which it is used: HKDF-Extract("", secret). Move only, wiped when it dies.
class EpochKey {
 public:
  static EpochKey from_secret(ByteView secret);
  /// What the packet's `commit` must be.
  Hash commit() const;
  /// The AES-256 key of one sender in this epoch, 32 bytes.
  Secret message_key(const Hash& packet_hash, const Hash& sender) const;

 private:
  explicit EpochKey(Secret prk) : prk_(std::move(prk)) {}
  Secret prk_;
};

/// Everything about a new epoch but its readers.
struct PacketDraft {
  SiteId site;
  ConversationId conversation;
  std::uint32_t epoch = 0;
  /// Hash of the packet before; zero for epoch 0.
  Hash prev;
  /// Transcript head before the entry.
  Hash head;
  DeviceId maker;
  /// The key log as the maker has verified it.
  std::uint64_t tree_size = 0;
  Hash tree_root;
};

struct MadePacket {
  Packet packet;
  EpochKey key;
};

/// Draws a secret, seals it to exactly `readers` (as `allowed_readers` gives them) and signs with the maker's key.
/// `customer_kem_key` is the one of the conversation's genesis, which the roster does not know. `weak_key` for a reader
/// to whom nobody must seal, `limit_reached` for more than `kMaxReaders`.
Result<MadePacket> make_packet(const PacketDraft& draft, const std::vector<AllowedReader>& readers,
                               const KemKey& customer_kem_key, const crypto::Ed25519KeyPair& maker_key,
                               RandomSource& random);

/// Opens the packet as the reader `kind`, `id` whose private key is `key`, and checks the commitment. The signature and
/// the list of readers are not looked at. `missing_key` when this is no reader of it, `decryption_failed`, and
/// `wrong_reader` when the maker committed to another secret.
Result<EpochKey> open_packet(const Packet& packet, ReaderKind kind, const Hash& id, const crypto::P256KeyPair& key);

/// HPKE `info` under which the secret is sealed to one reader. The aad is `packet.prev`.
Bytes epoch_info(const Packet& packet, ReaderKind kind, const Hash& reader);

}  // namespace cloister::protocol
