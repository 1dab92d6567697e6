// What can be changed in the store. One operation is done whole or not at all.
//
// Errors every operation can end with: `storage_full`, `storage_failed` (then nothing of it is kept, and it
// can be sent again), `not_found` (no such site or conversation, or one of another site), `too_large` (a
// limit of records.h).
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "store/records.h"

namespace cloister::store {

/// `duplicate` if the site exists.
struct CreateSite {
  SiteRecord site;
};

/// Replaces (or with nullopt removes) the first enrolment link of a site that has no acts yet;
/// `already_enrolled` if it has.
struct SetFirstLink {
  SiteId site;
  std::optional<Hash> first_link;
};

/// Appends acts to the key log of a site, together with what they bring along.
struct AppendActs {
  SiteId site;
  /// Position of the first of `acts`: compare and set against the number of acts kept, else `stale_roster`.
  std::uint64_t first_seq = 0;
  /// Encoded protocol::Act each, at most 70000 bytes.
  std::vector<Bytes> acts;
  /// The first enrolment link that this uses up: must be the site's, else `already_enrolled`.
  std::optional<Hash> uses_first_link;
  /// New people and devices of this site (`site` is taken from above), new sessions. `duplicate` if one
  /// exists.
  std::vector<PersonRecord> people;
  std::vector<DeviceKeeping> devices;
  std::vector<SessionRecord> sessions;
  /// Devices and people that end: their shares, names, keys and sessions are removed.
  std::vector<DeviceId> ended_devices;
  std::vector<PersonId> ended_people;
};

/// Replaces the display name of a person, or sets the first.
struct PutPerson {
  PersonRecord person;
};

/// Replaces what is kept for a device, or sets the first.
struct PutDevice {
  DeviceKeeping device;
};

/// Raises the counter of a person's passkey; it never goes back. `not_found` for an unknown person.
struct SetSignCount {
  SiteId site;
  PersonId person;
  std::uint32_t sign_count = 0;
};

/// `duplicate` if the hash exists.
struct StartSession {
  SessionRecord session;
};

/// Locks or unlocks, and takes over what else may change with that. `not_found` for an unknown session.
struct ChangeSession {
  SiteId site;
  Hash id_hash;
  bool locked = false;
  TimeMs last_seen_ms = 0;
  /// The new session key, if unlocking brought one.
  std::optional<SignKey> key;
};

/// Forgets sessions; unknown ones are ignored.
struct EndSessions {
  SiteId site;
  std::vector<Hash> id_hashes;
};

/// Forgets all sessions, of every site, whose absolute end is at or before `now_ms`.
struct EndExpiredSessions {
  TimeMs now_ms = 0;
};

/// A new entry. Its seq is its place in the operation.
struct NewEntry {
  protocol::EntryKind kind{};
  TimeMs time_ms = 0;
  /// SHA-256 of the body; transcript head after the entry; messages up to and with it.
  Hash hash;
  Hash head;
  std::uint64_t messages = 0;
  /// For messages: seq of the sender's cert entry, and the counter. 0 otherwise.
  std::uint64_t sender_seq = 0;
  std::uint32_t counter = 0;
  /// At most protocol::kMaxBodyBytes.
  Bytes body;
};

/// A conversation with its first entries (genesis, packet, cert), seq 1 and on. `duplicate` if the id exists.
struct CreateConversation {
  SiteId site;
  ConversationId conversation;
  DeviceId customer_device;
  OwnerId customer;
  TimeMs created_ms = 0;
  std::vector<NewEntry> entries;
};

/// Entries of one conversation, and a change of its status if there is one.
struct AppendEntries {
  SiteId site;
  ConversationId conversation;
  /// seq of the first of `entries`: compare and set against the last one kept + 1, else `stale_head`.
  std::uint64_t first_seq = 0;
  /// 1 to kMaxEntriesPerAppend.
  std::vector<NewEntry> entries;
  std::optional<ConversationStatus> status;
  /// Taken over if given; never cleared.
  std::optional<PersonId> assigned;
};

/// A change of status without an entry (the server closes an abandoned conversation).
struct SetStatus {
  SiteId site;
  ConversationId conversation;
  ConversationStatus status{};
  TimeMs time_ms = 0;
};

/// Destroys the key of a conversation: its bodies are gone for good, hashes and heads remain. Backups of the
/// database without its keys file hold nothing readable either.
struct EraseConversation {
  SiteId site;
  ConversationId conversation;
};

/// Appends security events; the oldest beyond `StoreLimits::audit_rows` are dropped.
struct AppendAudit {
  std::vector<AuditRecord> records;
};

/// One more of something that was noticed in a draft of this conversation. Kept as long as the conversation.
struct CountNoticed {
  SiteId site;
  ConversationId conversation;
  /// Whose draft; nullopt for the customer's.
  std::optional<PersonId> person;
  std::uint8_t kind = 0;
  std::uint8_t outcome = 0;
};

using Operation = std::variant<AppendEntries, CreateConversation, SetStatus, EraseConversation, CreateSite,
                               SetFirstLink, AppendActs, PutPerson, PutDevice, SetSignCount, StartSession,
                               ChangeSession, EndSessions, EndExpiredSessions, AppendAudit, CountNoticed>;

}  // namespace cloister::store
