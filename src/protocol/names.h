// Names by hash and the transcript of a conversation (docs/protocol.md sections 1 and 4). Pure; thread safe.
#pragma once

#include <cstdint>
#include <optional>

#include "protocol/gen/wire.h"

namespace cloister::protocol {

DeviceId device_id(const DeviceRecord& device);
Hash act_hash(const Act& act);
Hash packet_hash(const Packet& packet);
/// The sender id of whoever signs with the certified key.
Hash cert_hash(const SenderCert& cert);
/// Leaf of the key log: SHA-256(0x00 ‖ encoding) (RFC 6962 section 2.1).
Hash act_leaf(const Act& act);

/// T(0).
Hash transcript_start(const SiteId& site, const ConversationId& conversation);
/// T(seq) from T(seq - 1), for the entry `seq` (from 1) whose body has the hash `body_hash`.
Hash transcript_next(const Hash& before, std::uint64_t seq, EntryKind kind, const Hash& body_hash);

/// A person's handle as the owner in their device records.
inline OwnerId owner_of(const PersonId& person) { return OwnerId{person.value}; }
inline PersonId person_of(const OwnerId& owner) { return PersonId{owner.value}; }
/// A device as a reader.
inline Hash reader_id(const DeviceId& device) { return Hash{device.value}; }

/// The enumerator for a number from the wire, or nothing. Instantiated for the enumerations of wire.h below.
template <class Enum>
std::optional<Enum> known(std::uint8_t number);
template <>
std::optional<ActKind> known<ActKind>(std::uint8_t number);
template <>
std::optional<EntryKind> known<EntryKind>(std::uint8_t number);
template <>
std::optional<ContentKind> known<ContentKind>(std::uint8_t number);
template <>
std::optional<MarkKind> known<MarkKind>(std::uint8_t number);
template <>
std::optional<CloseReason> known<CloseReason>(std::uint8_t number);

}  // namespace cloister::protocol
