// The live state of one conversation, and every check the server makes before it takes an entry
// (docs/protocol.md section 4). One object, used by one thread.
//
// How it is used: `start`, `accept` and `plan` check a request against the tentative state, give the entry
// its place and advance the tentative state. The caller hands the planned entries, in order, to the store.
// When the store has them, `committed(seq)`: only then may they be delivered and acknowledged. When the store
// fails, `rolled_back()`: the state is again what is on disk, and everything planned after `committed_seq()`
// is refused to its senders
// (`storage_failed`), also what was still on its way to the store. A request that was already taken comes
// back as `duplicate`: it is acknowledged with the old place as soon as that is committed, and not stored
// again.
//
// Size: below 2 KiB for an idle conversation between one customer and one agent.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/clock.h"
#include "core/access.h"
#include "protocol/gen/messages.h"
#include "protocol/readers.h"
#include "protocol/roster.h"

namespace cloister::core {

/// For so many of their last messages a sender gets the old acknowledgement again when they send the same
/// bytes; so clients have at most so many messages unacknowledged (docs/protocol.md, "Sending again"). What
/// is older is refused as `duplicate`.
inline constexpr std::size_t kRecentPerSender = 16;
/// Entries planned and not yet committed; `limit_reached` beyond.
inline constexpr std::size_t kMaxPendingEntries = 256;
/// Entries of a conversation that nobody has accepted: enough for a night's worth of messages, and little enough that
/// whoever accepts can read it at a glance and is not outrun by somebody who goes on writing.
inline constexpr std::size_t kMaxWaitingEntries = 600;
/// Certificates of one side, so that neither can use up the other's.
inline constexpr std::size_t kMaxCertsPerSide = static_cast<std::size_t>(protocol::kMaxCerts) / 2;
/// Marks kept: what one `Ready` can carry. Beyond, the one with the lowest position goes.
inline constexpr std::size_t kMaxMarks = 64;

/// What the entries are checked against.
struct SiteView {
  const protocol::SiteRoster& roster;
  protocol::Continuity continuity = protocol::Continuity::supervisors;
  const protocol::SignatureChecker& signatures = protocol::real_signatures();
};

struct Planned {
  /// What is stored and later delivered. Of a duplicate only `seq`, `time_ms` (of the old entry, or later),
  /// `kind` and `hash` are set.
  protocol::Entry entry;
  /// Transcript head after it: T(seq). Zero for a duplicate.
  Hash head;
  bool duplicate = false;
};

enum class Side : std::uint8_t { customer, staff };
enum class ClosedBy : std::uint8_t { nobody, done, left, idle };
/// As StatusEvent.reason writes it; empty for nobody.
std::string_view name_of(ClosedBy reason);

class Conversation {
 public:
  struct Started;

  /// Entries 1 to 3 of a new conversation. The caller sees to it that the conversation id is free
  /// (`started_with` tells whether it was taken by the same request). Errors: those of every check,
  /// `wrong_root` for another pinned root, `not_ready` before the site has its team keys.
  static Result<Started> start(const Grant<Action::conversation_start>& grant, Bytes genesis, Bytes packet, Bytes cert,
                               const SiteView& site, TimeMs now);
  /// These are the very entries 1 to 3: the request was sent again.
  bool started_with(ByteView genesis, ByteView packet, ByteView cert) const;

  /// Assign and packet of the next epoch: both or none. `already_assigned`, `conversation_closed`, `stale_head`,
  /// `stale_epoch`, `stale_roster`, `wrong_reader`, …
  Result<std::array<Planned, 2>> accept(const Grant<Action::conversation_accept>& grant, Bytes assign, Bytes packet,
                                        const SiteView& site, TimeMs now);

  /// One entry that a socket appends: packet, cert, message or close, as the grant says. `not_found` when the
  /// grant is for another conversation.
  Result<Planned> plan(const AppendGrant& grant, Bytes body, const SiteView& site, TimeMs now);

  /// A delivered or read mark. True if it is news, to be forwarded and kept; false if it is not ahead of the
  /// last one of this sender and kind. Marks are not entries and need no commit.
  /// Whether its signature is right is for the readers to judge, as it is with messages.
  Result<bool> mark(const Grant<Action::mark>& grant, const protocol::Mark& mark);

  /// The store has everything up to `seq`.
  void committed(std::uint64_t seq);
  /// The store has nothing after `committed_seq()` and will not get it.
  void rolled_back();
  /// The store did not take what was planned from `seq` on; what was planned before is still on its way.
  void undo_from(std::uint64_t seq);
  /// The server closes an abandoned conversation; the caller has stored that (no entry says so, and after a
  /// replay it is to be called again). `internal` while entries are pending.
  Status abandon(TimeMs now);

  // What is on disk: what may be told, and by what access is decided.
  const SiteId& site() const { return site_; }
  const ConversationId& id() const { return id_; }
  const DeviceId& customer_device() const { return customer_device_; }
  ConversationResource resource() const;
  ConversationStatus status() const { return durable().status; }
  ClosedBy closed_by() const { return durable().closed_by; }
  std::optional<PersonId> assigned() const;
  std::uint64_t committed_seq() const { return durable().seq; }
  protocol::ConversationInfo info(Side asking) const;

  /// Its first three entries are on disk; until then there is nothing that anybody may be told of.
  bool exists() const { return committed_seq() >= 3; }

  // The tentative state: what the next entry is put on top of, and what is written to the store beside the entries.
  ConversationStatus planned_status() const { return state_.status; }
  std::optional<PersonId> planned_assigned() const;
  std::uint64_t planned_messages() const { return state_.messages; }
  std::uint64_t last_seq() const { return state_.seq; }
  /// T(last_seq()).
  const Hash& head() const { return state_.head; }
  std::uint32_t epoch() const { return state_.epoch; }
  /// Hash of the packet of this epoch.
  const Hash& packet() const { return state_.packet; }
  /// Nothing is on its way to the store.
  bool idle() const { return pending_.empty(); }

  /// Latest marks, for `Ready`.
  std::vector<protocol::Mark> marks() const;
  /// Last entry that somebody of this side has marked as read.
  std::uint64_t read_seq(Side side) const;

  std::size_t memory_bytes() const;

 private:
  friend class ConversationReplay;

  /// Everything that an entry can change, but the senders: small, so that a copy is the way back.
  struct State {
    Hash head;
    Hash packet;
    /// Hashes of the bodies of assign and close, to know them again; zero before.
    Hash assign;
    Hash close;
    PersonId assigned;
    TimeMs updated_ms = 0;
    std::uint32_t seq = 0;
    std::uint32_t epoch = 0;
    std::uint32_t packet_seq = 0;
    std::uint32_t assign_seq = 0;
    std::uint32_t close_seq = 0;
    std::uint32_t messages = 0;
    ConversationStatus status = ConversationStatus::waiting;
    ClosedBy closed_by = ClosedBy::nobody;
  };
  /// One of a sender's last messages: enough to know the same bytes again. The hash is cut because only its
  /// own sender could make a collision, and would win nothing.
  struct Recent {
    std::uint64_t hash_prefix = 0;
    std::uint64_t seq : 17 = 0;
    std::uint64_t time_ms : 47 = 0;
  };
  struct Sender {
    Hash id;
    DeviceId device;
    SignKey key;
    std::uint32_t counter = 0;
    std::uint32_t cert_seq = 0;
    /// Messages of before were erased, so the next counter may be any higher one.
    bool unsure = false;
    /// Slot of counter c: c % kRecentPerSender.
    std::vector<Recent> recent;
  };
  struct KeptMark {
    std::uint16_t sender = 0;
    protocol::MarkKind kind = protocol::MarkKind::delivered;
    std::uint32_t seq = 0;
    Hash head;
    Signature signature;
  };
  /// The way back from one entry that is not on disk yet.
  struct Pending {
    State before;
    bool sender_added = false;
    /// Set when a sender's counter went on.
    std::optional<std::uint16_t> counted;
    std::uint32_t counter = 0;
    bool unsure = false;
    Recent recent;
  };

  Conversation(const SiteId& site, const ConversationId& id);
  const State& durable() const { return pending_.empty() ? state_ : pending_.front().before; }

  Result<std::array<Planned, 3>> plan_start(const Visitor& visitor, Bytes genesis, Bytes packet, Bytes cert,
                                            const SiteView& site, TimeMs now);
  Status check_genesis(const protocol::ConversationGenesis& genesis, const Visitor& visitor,
                       const SiteView& site) const;
  Status check_assign(const protocol::Assign& assign, const Staff& staff, const SignKey& key,
                      const SiteView& site) const;
  /// A packet on top of `before`.
  Status check_packet(const protocol::Packet& packet, const State& before, const DeviceId& maker, const SignKey& key,
                      const SiteView& site) const;
  Status check_cert(const protocol::SenderCert& cert, const DeviceId& device, const SignKey& key,
                    const SiteView& site) const;
  Status check_names(std::uint16_t suite, const SiteId& site, const ConversationId& conversation) const;
  Status check_seen(std::uint64_t seen_seq) const;
  /// Room for so many more entries, here and on the way to the store.
  Status check_room(EntryKind kind, std::size_t entries) const;
  /// Signing key of the device behind the socket, if it may still act here.
  Result<SignKey> author_key(const AppendGrant& grant, const SiteView& site) const;

  Result<Planned> plan_packet(const AppendGrant& grant, Bytes body, const SiteView& site, TimeMs now);
  Result<Planned> plan_cert(const AppendGrant& grant, Bytes body, const SiteView& site, TimeMs now);
  Result<Planned> plan_message(const AppendGrant& grant, Bytes body, const SiteView& site, TimeMs now);
  Result<Planned> plan_close(const AppendGrant& grant, Bytes body, const SiteView& site, TimeMs now);
  /// The old place of a message whose counter is not new, if its bytes are the old ones.
  Result<Planned> resent(const Sender& sender, std::uint32_t counter, const Hash& hash) const;

  std::optional<std::uint16_t> find_sender(const Hash& id) const;
  /// `not_permitted` unless the certificate is one of this device.
  Result<std::uint16_t> sender_of(const Hash& id, const DeviceId& device) const;
  Side side_of(const Sender& sender) const;

  // How entries change the state: the same for new ones and for replayed ones.
  void advance(EntryKind kind, const Hash& hash, TimeMs time_ms);
  void take_packet(const protocol::Packet& packet);
  void take_assign(const PersonId& person, const Hash& hash);
  void take_cert(const protocol::SenderCert& cert);
  void take_message(std::uint16_t sender, std::uint32_t counter, const Hash& hash, TimeMs time_ms);
  void take_close(protocol::CloseReason reason, const Hash& hash);
  TimeMs time_of(TimeMs now) const;
  Pending way_back() const;
  Planned push(EntryKind kind, const Hash& hash, Bytes body, TimeMs time_ms, Pending way_back);
  Planned duplicate_of(std::uint64_t seq, TimeMs time_ms, EntryKind kind, const Hash& hash) const;
  /// True if it is ahead of what is kept.
  bool keep_mark(std::uint16_t sender, const protocol::Mark& mark);

  SiteId site_;
  ConversationId id_;
  DeviceId customer_device_;
  SignKey customer_key_;
  /// T(3).
  Hash start_head_;
  TimeMs created_ms_ = 0;
  State state_;
  std::vector<Sender> senders_;
  std::vector<KeptMark> marks_;
  /// One for each entry that is not on disk yet, in order.
  std::vector<Pending> pending_;
};

struct Conversation::Started {
  Conversation conversation;
  std::array<Planned, 3> entries;
};

/// Builds a conversation from its stored entries, one after the other. Bodies are what was checked when they
/// were taken, so signatures are not checked again, but hashes, places and the chain of packets are:
/// `bad_transcript` when the store does not hold what was written. Bodies of messages may be erased (empty).
class ConversationReplay {
 public:
  ConversationReplay(const SiteId& site, const ConversationId& id);
  Status add(const protocol::Entry& entry);
  /// A kept mark; one of an unknown sender is ignored.
  void add_mark(const protocol::Mark& mark);
  /// `bad_transcript` with fewer than three entries.
  Result<Conversation> finish() &&;

 private:
  Status add_genesis(const protocol::Entry& entry);
  Status add_packet(const protocol::Entry& entry);
  Status add_cert(const protocol::Entry& entry);
  Status add_assign(const protocol::Entry& entry);
  Status add_message(const protocol::Entry& entry);
  Status add_close(const protocol::Entry& entry);
  Conversation conversation_;
};

}  // namespace cloister::core
