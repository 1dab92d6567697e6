#include "protocol/names.h"

#include <array>
#include <string_view>

#include "crypto/merkle.h"
#include "crypto/sha256.h"

namespace cloister::protocol {
namespace {

template <class Enum>
std::optional<Enum> between(std::uint8_t number, Enum first, Enum last) {
  if (number < static_cast<std::uint8_t>(first) || number > static_cast<std::uint8_t>(last)) return std::nullopt;
  return static_cast<Enum>(number);
}

}  // namespace

DeviceId device_id(const DeviceRecord& device) { return DeviceId{crypto::sha256(hash_bytes(device)).value}; }
Hash act_hash(const Act& act) { return crypto::sha256(hash_bytes(act)); }
Hash packet_hash(const Packet& packet) { return crypto::sha256(hash_bytes(packet)); }
Hash cert_hash(const SenderCert& cert) { return crypto::sha256(hash_bytes(cert)); }
Hash act_leaf(const Act& act) { return crypto::merkle_leaf(encode(act)); }

Hash transcript_start(const SiteId& site, const ConversationId& conversation) {
  Encoder out;
  out.label("transcript");
  out.raw(site);
  out.raw(conversation);
  return crypto::sha256(out.take());
}

Hash transcript_next(const Hash& before, std::uint64_t seq, EntryKind kind, const Hash& body_hash) {
  static constexpr std::string_view kLabel{"cloister/v1/transcript-entry\0", 29};
  std::array<std::uint8_t, 9> place{};
  for (std::size_t i = 0; i < 8; ++i) place[i] = static_cast<std::uint8_t>(seq >> (56 - 8 * i));
  place[8] = static_cast<std::uint8_t>(kind);
  return crypto::sha256({as_bytes(kLabel), before, place, body_hash});
}

template <>
std::optional<ActKind> known<ActKind>(std::uint8_t number) {
  return between(number, ActKind::genesis, ActKind::withdraw);
}
template <>
std::optional<EntryKind> known<EntryKind>(std::uint8_t number) {
  return between(number, EntryKind::genesis, EntryKind::removal);
}
template <>
std::optional<ContentKind> known<ContentKind>(std::uint8_t number) {
  return between(number, ContentKind::text, ContentKind::intro);
}
template <>
std::optional<MarkKind> known<MarkKind>(std::uint8_t number) {
  return between(number, MarkKind::delivered, MarkKind::read);
}
template <>
std::optional<CloseReason> known<CloseReason>(std::uint8_t number) {
  return between(number, CloseReason::done, CloseReason::left);
}

}  // namespace cloister::protocol
