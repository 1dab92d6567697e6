#include "simulation/oracle.h"

#include <map>
#include <optional>
#include <set>

#include "crypto/sha256.h"
#include "protocol/names.h"

namespace cloister::simulation {

using namespace protocol;

namespace {

/// Replays one log as a receiver would, with nothing believed.
class LogCheck {
 public:
  LogCheck(const test::TestSite& site, const ConversationId& id, Continuity continuity)
      : site_(site), id_(id), continuity_(continuity), heads_{transcript_start(site.id(), id)} {}

  void add(const Entry& entry) {
    require(entry.seq == heads_.size(), "places without gaps");
    require(entry.time_ms >= time_, "times do not go back");
    require(entry.hash == crypto::sha256(entry.body), "an entry's hash is its body's");
    require(!closed_, "nothing comes after the close");
    time_ = entry.time_ms;
    const auto kind = static_cast<EntryKind>(entry.kind);
    switch (kind) {
      case EntryKind::genesis:
        genesis(*decode<ConversationGenesis>(entry.body));
        break;
      case EntryKind::packet:
        packet(*decode<Packet>(entry.body));
        break;
      case EntryKind::cert:
        cert(*decode<SenderCert>(entry.body));
        break;
      case EntryKind::assign:
        assign(*decode<Assign>(entry.body));
        break;
      case EntryKind::message:
        message(*decode<Envelope>(entry.body));
        break;
      case EntryKind::close:
        close(*decode<Close>(entry.body));
        break;
      case EntryKind::removal:
        require(false, "no removals yet");
        break;
    }
    require(!expect_packet_ || kind == EntryKind::assign, "a packet follows the assign at once");
    heads_.push_back(transcript_next(heads_.back(), entry.seq, kind, entry.hash));
  }
  void finish() const {
    require(heads_.size() >= 4, "the first three entries come together");
    require(!expect_packet_, "assign and packet come together");
  }

 private:
  struct Sender {
    SignKey key;
    std::uint32_t counter = 0;
    bool customer = false;
  };

  const SignatureChecker& signatures() const { return test::stand_in_signatures(); }
  void named_right(const SiteId& site, const ConversationId& conversation) const {
    require(site == site_.id() && conversation == id_, "an entry stays in its conversation");
  }
  std::optional<SignKey> key_of(const DeviceId& device) const {
    if (device == customer_.id) return customer_.key;
    const StaffDevice* staff = site_.roster().device(device);
    if (staff == nullptr || staff->person != assigned_) return std::nullopt;
    return staff->sign_key;
  }
  void seen(std::uint64_t seq, const Hash& head) const {
    require(seq < heads_.size() && heads_[seq] == head, "everybody has seen the same history");
  }

  void genesis(const ConversationGenesis& genesis) {
    require(heads_.size() == 1, "genesis is the first entry");
    named_right(genesis.site, genesis.conversation);
    customer_ = {device_id(genesis.device), genesis.device.sign_key};
    require(verify_signed(signatures(), genesis, customer_.key).has_value(), "genesis is signed");
  }
  void packet(const Packet& packet) {
    named_right(packet.site, packet.conversation);
    require(packet.prev == packet_ && packet.epoch == epochs_, "packets never fork");
    require(packet.head == heads_.back(), "a packet names the history before it");
    const auto key = key_of(packet.maker);
    require(key && verify_signed(signatures(), packet, *key).has_value(), "a packet is signed by a participant");
    const auto root = site_.roster().tree_root(packet.tree_size);
    require(root && *root == packet.tree_root, "a packet names the key log");
    const auto allowed = allowed_readers(site_.roster(), packet.tree_size, {customer_.id, assigned_, continuity_});
    require(allowed && check_readers(packet, *allowed).has_value(), "the readers are the allowed ones");
    packet_ = packet_hash(packet);
    ++epochs_;
    expect_packet_ = false;
  }
  void cert(const SenderCert& cert) {
    named_right(cert.site, cert.conversation);
    const auto key = key_of(cert.device);
    require(key && verify_signed(signatures(), cert, *key).has_value(), "a certificate is of a participant");
    const bool fresh = senders_.emplace(cert_hash(cert), Sender{cert.sign_key, 0, cert.device == customer_.id}).second;
    require(fresh, "a certificate is stored once");
  }
  void assign(const Assign& assign) {
    named_right(assign.site, assign.conversation);
    require(!assigned_, "a conversation is assigned once");
    require(assign.head == heads_.back(), "an assign names the history before it");
    assigned_ = assign.person;
    const auto key = key_of(assign.device);
    require(key && verify_signed(signatures(), assign, *key).has_value(), "an assign is signed by the agent");
    expect_packet_ = true;
  }
  void message(const Envelope& envelope) {
    const auto sender = senders_.find(envelope.sender);
    require(sender != senders_.end(), "a message has a certified sender");
    require(verify_signed(signatures(), envelope, site_.id(), id_, sender->second.key).has_value(),
            "a message is signed for this conversation");
    require(envelope.counter == sender->second.counter + 1, "counters without gap or repeat");
    sender->second.counter = envelope.counter;
    require(envelope.packet == packet_, "no message of another epoch");
    require(ids_.insert(envelope.id).second, "no message is stored twice");
    seen(envelope.seen_seq, envelope.seen_head);
  }
  void close(const Close& close) {
    named_right(close.site, close.conversation);
    const auto sender = senders_.find(close.sender);
    require(sender != senders_.end() && verify_signed(signatures(), close, sender->second.key).has_value(),
            "a close is signed by a participant");
    seen(close.seen_seq, close.head);
    closed_ = true;
  }

  const test::TestSite& site_;
  ConversationId id_;
  Continuity continuity_;
  std::vector<Hash> heads_;
  std::uint64_t time_ = 0;
  struct {
    DeviceId id;
    SignKey key;
  } customer_;
  std::optional<PersonId> assigned_;
  std::map<Hash, Sender> senders_;
  std::set<ClientMessageId> ids_;
  Hash packet_;
  std::uint32_t epochs_ = 0;
  bool expect_packet_ = false;
  bool closed_ = false;
};

}  // namespace

void check_log(const test::TestSite& site, const ConversationId& id, const Log& log, Continuity continuity) {
  LogCheck check(site, id, continuity);
  for (const Entry& entry : log) check.add(entry);
  check.finish();
}

}  // namespace cloister::simulation
