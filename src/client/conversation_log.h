// What a client knows of one conversation, entry by entry: everything is verified before it is believed
// (docs/protocol.md section 4). Pure: entries come in, events come out.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "client/key_log.h"
#include "protocol/device_keys.h"
#include "protocol/epoch.h"
#include "protocol/message.h"

namespace cloister::client {

using Side = protocol::OwnerKind;

/// Private keys of one device and what it can reach with them.
class Keyholder {
 public:
  virtual ~Keyholder() = default;
  virtual const protocol::DeviceKeys& device() const = 0;
  /// The private half of a team key by the hash of its act; nullptr if it is not held.
  virtual const crypto::P256KeyPair* team_key(const Hash& act) const = 0;
};

struct LogOptions {
  /// For load only: check the signature of every n-th message of others, and decrypt messages or leave them closed.
  /// Transcript, hashes, places, counters, packets and certificates are always checked.
  std::uint32_t verify_every = 1;
  bool open_messages = true;
};

struct LogEvent {
  enum class Kind : std::uint8_t { genesis, readers, sender, assigned, message, closed };
  Kind kind = Kind::genesis;
  std::uint64_t seq = 0;
  std::uint64_t time_ms = 0;
  /// Who did it.
  Side side = Side::customer;
  /// By this very device and key.
  bool own = false;
  // Messages only.
  ClientMessageId id{};
  protocol::ContentKind content = protocol::ContentKind::text;
  /// Text, or the name of an intro. Empty if it could not be read or was not opened.
  std::string text{};
  /// Why it could not be read; the conversation goes on.
  std::optional<ErrorCode> problem{};
  /// SHA-256 of the body.
  Hash body_hash{};
};

/// Not thread safe.
class ConversationLog {
 public:
  /// `keys` outlives the log.
  ConversationLog(const SiteId& site, const ConversationId& conversation, RosterPtr roster, const Keyholder& keys,
                  LogOptions options = {});

  /// A newer roster of the same site.
  void set_roster(RosterPtr roster) { roster_ = std::move(roster); }
  /// Messages of this sender are our own: their signatures are not checked.
  void set_own_sender(const Hash& sender) { own_sender_ = sender; }

  /// Takes the next entry. `stale_roster` when a newer roster is needed (nothing has changed; take it again then). Any
  /// other error means that the server or a peer did what must not be: `bad_transcript`, `bad_signature`, `bad_chain`,
  /// `wrong_reader`, `wrong_conversation`, `wrong_root`, `out_of_order`, `duplicate`, `malformed`, …; the conversation
  /// is then not to be trusted any more.
  Result<LogEvent> take(const protocol::Entry& entry);

  /// Checks a mark of a peer. `bad_transcript` when it names another history.
  Status check(const protocol::Mark& mark) const;
  /// The side of a sender; nothing if unknown.
  std::optional<Side> side_of(const Hash& sender) const;

  const SiteId& site() const { return site_; }
  const ConversationId& id() const { return id_; }
  const RosterPtr& roster() const { return roster_; }
  std::uint64_t seq() const { return heads_.size() - 1; }
  /// T(seq()), T(at).
  const Hash& head() const { return heads_.back(); }
  const Hash& head_at(std::uint64_t at) const { return heads_[at]; }
  bool knows_sender(const Hash& sender) const { return senders_.contains(sender); }
  /// Last counter of a sender, 0 if none.
  std::uint32_t counter_of(const Hash& sender) const;
  const std::optional<PersonId>& assigned() const { return assigned_; }
  bool closed() const { return closed_; }
  std::uint32_t epoch() const { return epoch_; }
  /// Hash of the current packet.
  const Hash& packet() const { return packet_hash_; }
  /// The packet itself.
  const protocol::Packet& packet_body() const { return packet_; }
  const protocol::DeviceRecord& customer_device() const { return customer_; }
  const DeviceId& customer_device_id() const { return customer_id_; }
  /// The message key of a sender in the current epoch. `missing_key` when the packet could not be opened.
  Result<crypto::AesGcm*> message_key(const Hash& sender);
  /// What assigns the conversation next: who may read then, under this continuity.
  Result<std::vector<protocol::AllowedReader>> readers_for(const std::optional<PersonId>& assigned,
                                                           protocol::Continuity continuity) const;
  /// For both sides to compare.
  std::string comparison_code() const;

 private:
  struct Sender {
    DeviceId device;
    SignKey key;
    Side side = Side::customer;
    std::uint32_t counter = 0;
  };
  Result<LogEvent> take_body(const protocol::Entry& entry, protocol::EntryKind kind);
  Result<LogEvent> take_genesis(ByteView body);
  Result<LogEvent> take_packet(ByteView body);
  Result<LogEvent> take_cert(ByteView body);
  Result<LogEvent> take_assign(ByteView body);
  Result<LogEvent> take_message(ByteView body);
  Result<LogEvent> take_close(ByteView body);
  Status check_names(std::uint16_t suite, const SiteId& site, const ConversationId& conversation) const;
  Result<SignKey> maker_key(const protocol::Packet& packet) const;
  Status check_packet_readers(const protocol::Packet& packet) const;
  void open_epoch();
  void read_message(const protocol::Envelope& envelope, LogEvent& event);

  SiteId site_;
  ConversationId id_;
  RosterPtr roster_;
  const Keyholder& keys_;
  LogOptions options_;
  std::vector<Hash> heads_;
  protocol::DeviceRecord customer_;
  DeviceId customer_id_;
  std::unordered_map<Hash, Sender> senders_;
  std::unordered_set<ClientMessageId> message_ids_;
  std::optional<Hash> own_sender_;
  std::optional<PersonId> assigned_;
  /// An assign that its packet has not followed yet.
  bool packet_due_ = false;
  bool closed_ = false;
  std::uint32_t epoch_ = 0;
  std::uint32_t messages_ = 0;
  Hash packet_hash_;
  protocol::Packet packet_;
  std::optional<protocol::EpochKey> epoch_key_;
  ErrorCode epoch_problem_ = ErrorCode::missing_key;
  std::unordered_map<Hash, crypto::AesGcm> message_keys_;
};

}  // namespace cloister::client
