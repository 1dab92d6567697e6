#include "protocol/epoch.h"

#include <algorithm>

#include "crypto/hkdf.h"
#include "crypto/hpke.h"
#include "protocol/device_keys.h"

namespace cloister::protocol {

EpochKey EpochKey::from_secret(ByteView secret) { return EpochKey(crypto::hkdf_extract({}, secret)); }

Hash EpochKey::commit() const {
  Encoder info;
  info.label("commit");
  const Secret out = crypto::hkdf_expand(prk_.view(), info.take(), Hash::kSize);
  return *Hash::from(out.view());
}

Secret EpochKey::message_key(const Hash& packet_hash, const Hash& sender) const {
  Encoder info;
  info.label("message-key");
  info.raw(packet_hash);
  info.raw(sender);
  return crypto::hkdf_expand(prk_.view(), info.take(), 32);
}

Bytes epoch_info(const Packet& packet, ReaderKind kind, const Hash& reader) {
  Encoder out;
  out.label("epoch");
  out.u16(packet.suite);
  out.raw(packet.site);
  out.raw(packet.conversation);
  out.u32(packet.epoch);
  out.u8(static_cast<std::uint8_t>(kind));
  out.raw(reader);
  out.raw(packet.maker);
  return out.take();
}

Result<MadePacket> make_packet(const PacketDraft& draft, const std::vector<AllowedReader>& readers,
                               const KemKey& customer_kem_key, const crypto::Ed25519KeyPair& maker_key,
                               RandomSource& random) {
  if (readers.size() > static_cast<std::size_t>(kMaxReaders)) return fail(ErrorCode::limit_reached, "readers");
  Secret secret(kEpochSecretSize);
  random.fill(secret.writable());
  EpochKey key = EpochKey::from_secret(secret.view());

  Packet packet{.suite = kSuiteP256Aes256gcm,
                .site = draft.site,
                .conversation = draft.conversation,
                .epoch = draft.epoch,
                .prev = draft.prev,
                .head = draft.head,
                .maker = draft.maker,
                .tree_size = draft.tree_size,
                .tree_root = draft.tree_root,
                .commit = key.commit(),
                .readers = {},
                .signature = {}};
  for (const AllowedReader& reader : readers) {
    const KemKey& to = reader.kind == ReaderKind::customer_device ? customer_kem_key : reader.kem_key;
    CLOISTER_TRY(const auto recipient, crypto::P256PublicKey::parse(to));
    packet.readers.push_back(
        {static_cast<std::uint8_t>(reader.kind), reader.id,
         crypto::hpke_seal(recipient, epoch_info(packet, reader.kind, reader.id), packet.prev, secret.view(), random)});
  }
  sign_in_place(packet, maker_key);
  return MadePacket{std::move(packet), std::move(key)};
}

Result<EpochKey> open_packet(const Packet& packet, ReaderKind kind, const Hash& id, const crypto::P256KeyPair& key) {
  if (packet.suite != kSuiteP256Aes256gcm) return fail(ErrorCode::unsupported_suite);
  const auto mine = std::ranges::find_if(packet.readers, [&](const Reader& reader) {
    return reader.kind == static_cast<std::uint8_t>(kind) && reader.id == id;
  });
  if (mine == packet.readers.end()) return fail(ErrorCode::missing_key, "not a reader");
  CLOISTER_TRY(const Secret secret, crypto::hpke_open(key, epoch_info(packet, kind, id), packet.prev, mine->sealed));
  if (secret.size() != kEpochSecretSize) return fail(ErrorCode::decryption_failed, "size of the epoch secret");
  EpochKey opened = EpochKey::from_secret(secret.view());
  if (opened.commit() != packet.commit) return fail(ErrorCode::wrong_reader, "another secret than committed to");
  return opened;
}

}  // namespace cloister::protocol
