// What the store keeps, as the domain speaks of it. Plain values; each names its site.
//
// All times are `TimeMs` of the caller's clock: the store never reads a clock for what it keeps. Secrets and
// personal metadata stand here in the clear and are sealed by the store on their way to disk (sealing.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/fixed.h"
#include "base/secret.h"
#include "protocol/gen/wire.h"

namespace cloister::store {

/// A site: one shop or company with its own staff.
struct SiteRecord {
  SiteId site;
  /// WebAuthn relying party id. At most 253 bytes.
  std::string rp_id;
  /// Seed of the key that signs checkpoints; 32 bytes. Kept sealed under the site's key.
  Secret log_key_seed;
  TeamId support_team;
  TeamId supervisors_team;
  /// Keyed hash of the one-time secret of the first enrolment link; none once it was used.
  std::optional<Hash> first_link;
  TimeMs created_ms = 0;
};

/// A member of staff. Roles are not kept: the roster says them.
struct PersonRecord {
  SiteId site;
  PersonId person;
  /// At most 200 bytes. Kept sealed under the person's key.
  std::string name;
  /// Signature counter of the last assertion made with the person's passkey, at whatever device (WebAuthn L2 section
  /// 6.1.1). Set by `SetSignCount` alone.
  std::uint32_t sign_count = 0;
};

/// What the server keeps for a staff device besides the roster.
struct DeviceKeeping {
  SiteId site;
  DeviceId device;
  PersonId person;
  /// The share that unlocks the keys in the browser. Kept sealed under the person's key.
  Secret lock_share;
  TimeMs created_ms = 0;
};

enum class SessionKind : std::uint8_t { visitor = 1, staff = 2 };

/// A session. Its id is not kept, only a keyed hash of it.
struct SessionRecord {
  SiteId site;
  /// Keyed hash of the session id (crypto/keyed_hash.h).
  Hash id_hash;
  SessionKind kind = SessionKind::visitor;
  SignKey key;
  DeviceId device;
  /// The person, or the customer handle.
  OwnerId owner;
  TimeMs created_ms = 0;
  /// Coalesced: may be up to `kCoalesceMs` older than the last `note_session_seen` after a crash.
  TimeMs last_seen_ms = 0;
  /// Absolute end.
  TimeMs expires_ms = 0;
  bool locked = false;
};

enum class ConversationStatus : std::uint8_t { waiting = 1, assigned = 2, closed = 3 };

/// A conversation without its entries.
struct ConversationRecord {
  SiteId site;
  ConversationId conversation;
  DeviceId customer_device;
  /// The random handle of the customer.
  OwnerId customer;
  ConversationStatus status = ConversationStatus::waiting;
  /// The assigned person; stays when the conversation is closed.
  std::optional<PersonId> assigned;
  TimeMs created_ms = 0;
  /// Time of the last entry or change of status. Filled in by reads.
  TimeMs updated_ms = 0;
  /// Last sequence number, transcript head there, messages up to there. Filled in by reads.
  std::uint64_t last_seq = 0;
  Hash head;
  std::uint64_t messages = 0;
};

/// An entry without its body: enough to rebuild the live state of a conversation.
struct EntryHead {
  std::uint64_t seq = 0;
  protocol::EntryKind kind{};
  TimeMs time_ms = 0;
  /// SHA-256 of the body.
  Hash hash;
  /// Transcript head after this entry.
  Hash head;
  /// Messages in the conversation up to and with this entry.
  std::uint64_t messages = 0;
  /// For messages: seq of the cert entry of the sender, and the sender's counter. 0 otherwise.
  std::uint64_t sender_seq = 0;
  std::uint32_t counter = 0;

  friend bool operator==(const EntryHead&, const EntryHead&) = default;
};

/// An entry with its body.
struct EntryRecord {
  EntryHead head;
  /// As the participants made it (kept wrapped once more under the conversation's key). Empty, with `hash`
  /// remaining, when the conversation was erased.
  Bytes body;

  friend bool operator==(const EntryRecord&, const EntryRecord&) = default;
};

/// The latest mark of a sender and kind.
struct MarkRecord {
  SiteId site;
  ConversationId conversation;
  /// Sender certificate.
  Hash sender;
  protocol::MarkKind kind{};
  /// The position marked; a mark that goes back is ignored.
  std::uint64_t seq = 0;
  /// Encoded protocol::Mark, at most 512 bytes.
  Bytes mark;

  friend bool operator==(const MarkRecord&, const MarkRecord&) = default;
};

/// A security event: names from the program's own tables and numbers, never content, never a name of a
/// person.
struct AuditRecord {
  /// Given by the store: ascending, with gaps.
  std::uint64_t id = 0;
  SiteId site;
  TimeMs time_ms = 0;
  /// Name of the action, such as "conversation_accept". At most 64 bytes.
  std::string action;
  /// Name of the outcome, such as "granted" or an error's name. At most 64 bytes.
  std::string outcome;
  /// Pseudonym of who acted: a keyed hash; zero for nobody.
  Hash principal;
  /// Whatever the action counts. At most 8.
  std::vector<std::int64_t> numbers;

  friend bool operator==(const AuditRecord&, const AuditRecord&) = default;
};

/// How often something became of a kind of thing in drafts (core/sensitive_data.h).
struct NoticedCount {
  std::uint8_t kind = 0;
  std::uint8_t outcome = 0;
  std::uint64_t count = 0;

  friend bool operator==(const NoticedCount&, const NoticedCount&) = default;
};

}  // namespace cloister::store
