#include "core/conversation.h"
#include "crypto/sha256.h"
#include "protocol/names.h"

namespace cloister::core {

using namespace protocol;  // NOLINT(google-build-using-namespace): the structures of the wire

namespace {

/// Genesis, packet, cert: written together.
constexpr std::uint64_t kStartEntries = 3;

std::unexpected<Error> damaged(const char* what) { return fail(ErrorCode::bad_transcript, what); }

}  // namespace

ConversationReplay::ConversationReplay(const SiteId& site, const ConversationId& id) : conversation_(site, id) {}

Status ConversationReplay::add(const Entry& entry) {
  Conversation::State& state = conversation_.state_;
  if (entry.seq != state.seq + 1 || entry.seq > static_cast<std::uint64_t>(kMaxEntries))
    return damaged("place of an entry");
  const auto kind = known<EntryKind>(entry.kind);
  if (!kind || (*kind == EntryKind::genesis) != (entry.seq == 1)) return damaged("kind of an entry");
  const bool erased = entry.body.empty() && *kind == EntryKind::message;
  if (!erased && crypto::sha256(entry.body) != entry.hash) return damaged("hash of an entry");

  Status taken = damaged("kind of an entry");
  if (*kind == EntryKind::genesis) taken = add_genesis(entry);
  if (*kind == EntryKind::packet) taken = add_packet(entry);
  if (*kind == EntryKind::cert) taken = add_cert(entry);
  if (*kind == EntryKind::assign) taken = add_assign(entry);
  if (*kind == EntryKind::message) taken = add_message(entry);
  if (*kind == EntryKind::close) taken = add_close(entry);
  CLOISTER_CHECK(std::move(taken));
  conversation_.advance(*kind, entry.hash, static_cast<TimeMs>(entry.time_ms));
  if (entry.seq == kStartEntries) conversation_.start_head_ = state.head;
  return {};
}

Status ConversationReplay::add_genesis(const Entry& entry) {
  CLOISTER_TRY(const auto genesis, decode<ConversationGenesis>(entry.body));
  if (genesis.site != conversation_.site_ || genesis.conversation != conversation_.id_)
    return damaged("entry of another conversation");
  conversation_.customer_device_ = device_id(genesis.device);
  conversation_.customer_key_ = genesis.device.sign_key;
  conversation_.created_ms_ = static_cast<TimeMs>(entry.time_ms);
  return {};
}

Status ConversationReplay::add_packet(const Entry& entry) {
  CLOISTER_TRY(const auto packet, decode<Packet>(entry.body));
  const Conversation::State& state = conversation_.state_;
  const std::uint32_t epoch = state.packet_seq == 0 ? 0 : state.epoch + 1;
  if (packet.prev != state.packet || packet.epoch != epoch || packet.head != state.head)
    return damaged("chain of packets");
  conversation_.take_packet(packet);
  return {};
}

Status ConversationReplay::add_cert(const Entry& entry) {
  CLOISTER_TRY(const auto cert, decode<SenderCert>(entry.body));
  if (conversation_.senders_.size() >= static_cast<std::size_t>(kMaxCerts)) return damaged("certificates");
  conversation_.take_cert(cert);
  return {};
}

Status ConversationReplay::add_assign(const Entry& entry) {
  CLOISTER_TRY(const auto assign, decode<Assign>(entry.body));
  conversation_.take_assign(assign.person, entry.hash);
  return {};
}

Status ConversationReplay::add_message(const Entry& entry) {
  if (entry.body.empty()) {
    for (Conversation::Sender& sender : conversation_.senders_) sender.unsure = true;
    ++conversation_.state_.messages;
    return {};
  }
  CLOISTER_TRY(const auto envelope, decode<Envelope>(entry.body));
  const auto sender = conversation_.find_sender(envelope.sender);
  if (!sender) return damaged("sender of a message");
  const Conversation::Sender& known_sender = conversation_.senders_[*sender];
  if (known_sender.unsure ? envelope.counter <= known_sender.counter : envelope.counter != known_sender.counter + 1)
    return damaged("counter of a message");
  conversation_.take_message(*sender, envelope.counter, entry.hash, static_cast<TimeMs>(entry.time_ms));
  return {};
}

Status ConversationReplay::add_close(const Entry& entry) {
  CLOISTER_TRY(const auto close, decode<Close>(entry.body));
  const auto reason = known<CloseReason>(close.reason);
  if (!reason) return damaged("reason of a close");
  conversation_.take_close(*reason, entry.hash);
  return {};
}

void ConversationReplay::add_mark(const Mark& mark) {
  const auto sender = conversation_.find_sender(mark.sender);
  if (sender && known<MarkKind>(mark.kind) && mark.seq <= conversation_.state_.seq)
    conversation_.keep_mark(*sender, mark);
}

Result<Conversation> ConversationReplay::finish() && {
  if (conversation_.state_.seq < kStartEntries || conversation_.state_.packet_seq == 0)
    return damaged("start of a conversation");
  return std::move(conversation_);
}

}  // namespace cloister::core
