#include "client/conversation_log.h"

#include <algorithm>

#include "crypto/sha256.h"
#include "protocol/compare.h"
#include "protocol/names.h"

namespace cloister::client {

using protocol::ContentKind;
using protocol::EntryKind;
using protocol::ReaderKind;

ConversationLog::ConversationLog(const SiteId& site, const ConversationId& conversation, RosterPtr roster,
                                 const Keyholder& keys, LogOptions options)
    : site_(site),
      id_(conversation),
      roster_(std::move(roster)),
      keys_(keys),
      options_(options),
      heads_{protocol::transcript_start(site, conversation)} {}

Result<LogEvent> ConversationLog::take(const protocol::Entry& entry) {
  if (entry.seq != seq() + 1) return fail(ErrorCode::bad_transcript, "gap");
  const auto kind = protocol::known<EntryKind>(entry.kind);
  if (!kind) return fail(ErrorCode::malformed, "entry kind");
  // Only messages are ever erased.
  const bool erased = entry.body.empty() && *kind == EntryKind::message;
  if (!erased && crypto::sha256(entry.body) != entry.hash) return fail(ErrorCode::bad_transcript, "hash of a body");
  CLOISTER_TRY(LogEvent event, take_body(entry, *kind));
  heads_.push_back(protocol::transcript_next(head(), entry.seq, *kind, entry.hash));
  event.seq = entry.seq;
  event.time_ms = entry.time_ms;
  event.body_hash = entry.hash;
  return event;
}

Result<LogEvent> ConversationLog::take_body(const protocol::Entry& entry, EntryKind kind) {
  if ((kind == EntryKind::genesis) != (entry.seq == 1)) return fail(ErrorCode::bad_chain, "genesis is the first entry");
  if (closed_) return fail(ErrorCode::bad_chain, "entry after the close");
  if (packet_due_ && kind != EntryKind::packet) return fail(ErrorCode::bad_chain, "assign without packet");
  switch (kind) {
    case EntryKind::genesis:
      return take_genesis(entry.body);
    case EntryKind::packet:
      return take_packet(entry.body);
    case EntryKind::cert:
      return take_cert(entry.body);
    case EntryKind::assign:
      return take_assign(entry.body);
    case EntryKind::message:
      if (entry.body.empty()) return LogEvent{.kind = LogEvent::Kind::message};
      return take_message(entry.body);
    case EntryKind::close:
      return take_close(entry.body);
    case EntryKind::removal:
      break;
  }
  return fail(ErrorCode::malformed, "entry kind");
}

Status ConversationLog::check_names(std::uint16_t suite, const SiteId& site, const ConversationId& conversation) const {
  if (suite != protocol::kSuiteP256Aes256gcm) return fail(ErrorCode::unsupported_suite);
  if (site != site_) return fail(ErrorCode::wrong_site);
  if (conversation != id_) return fail(ErrorCode::wrong_conversation);
  return {};
}

Result<LogEvent> ConversationLog::take_genesis(ByteView body) {
  CLOISTER_TRY(const auto genesis, protocol::decode<protocol::ConversationGenesis>(body));
  CLOISTER_CHECK(check_names(genesis.suite, genesis.site, genesis.conversation));
  if (!roster_->root() || genesis.root != roster_->root()->fingerprint) return fail(ErrorCode::wrong_root);
  const protocol::DeviceRecord& device = genesis.device;
  if (device.suite != protocol::kSuiteP256Aes256gcm || device.site != site_ ||
      device.owner_kind != static_cast<std::uint8_t>(Side::customer))
    return fail(ErrorCode::bad_chain, "device of the customer");
  CLOISTER_CHECK(verify_signed(protocol::real_signatures(), genesis, device.sign_key));
  customer_ = device;
  customer_id_ = protocol::device_id(device);
  return LogEvent{.kind = LogEvent::Kind::genesis, .own = customer_id_ == keys_.device().id};
}

Result<SignKey> ConversationLog::maker_key(const protocol::Packet& packet) const {
  if (packet.epoch == 0) {
    if (packet.maker != customer_id_) return fail(ErrorCode::wrong_reader, "epoch 0 is the customer's");
    return customer_.sign_key;
  }
  const auto is_maker = [&](const protocol::Reader& reader) {
    return reader.kind == static_cast<std::uint8_t>(ReaderKind::staff_device) &&
           reader.id == protocol::reader_id(packet.maker);
  };
  const protocol::StaffDevice* device = roster_->device(packet.maker);
  if (device == nullptr || std::ranges::none_of(packet.readers, is_maker))
    return fail(ErrorCode::wrong_reader, "maker is no reader");
  return device->sign_key;
}

/// Which continuity the site has chosen is not signed by an act; whoever is meant by it is staff by signed acts.
Status ConversationLog::check_packet_readers(const protocol::Packet& packet) const {
  using protocol::Continuity;
  for (const Continuity continuity : {Continuity::supervisors, Continuity::nobody, Continuity::team}) {
    CLOISTER_TRY(const auto allowed,
                 protocol::allowed_readers(*roster_, packet.tree_size, {customer_id_, assigned_, continuity}));
    if (protocol::check_readers(packet, allowed)) return {};
  }
  return fail(ErrorCode::wrong_reader);
}

Result<LogEvent> ConversationLog::take_packet(ByteView body) {
  CLOISTER_TRY(auto packet, protocol::decode<protocol::Packet>(body));
  CLOISTER_CHECK(check_names(packet.suite, packet.site, packet.conversation));
  if (packet.tree_size > roster_->size()) return fail(ErrorCode::stale_roster);
  const bool first = seq() == 1;
  if (packet.epoch != (first ? 0 : epoch_ + 1) || packet.prev != packet_hash_)
    return fail(ErrorCode::bad_chain, "chain of packets");
  if (!first && !assigned_) return fail(ErrorCode::bad_chain, "new epoch while waiting");
  if (packet.head != head()) return fail(ErrorCode::bad_transcript, "head of a packet");
  if (packet.tree_size < packet_.tree_size) return fail(ErrorCode::bad_chain, "older roster than before");
  CLOISTER_TRY(const Hash tree_root, roster_->tree_root(packet.tree_size));
  if (packet.tree_root != tree_root) return fail(ErrorCode::bad_chain, "key log of the maker");
  CLOISTER_CHECK(check_packet_readers(packet));
  CLOISTER_TRY(const SignKey key, maker_key(packet));
  CLOISTER_CHECK(verify_signed(protocol::real_signatures(), packet, key));
  LogEvent event{.kind = LogEvent::Kind::readers,
                 .side = packet.epoch == 0 ? Side::customer : Side::staff,
                 .own = packet.maker == keys_.device().id};
  packet_ = std::move(packet);
  packet_hash_ = protocol::packet_hash(packet_);
  epoch_ = packet_.epoch;
  packet_due_ = false;
  open_epoch();
  return event;
}

void ConversationLog::open_epoch() {
  message_keys_.clear();
  epoch_key_.reset();
  epoch_problem_ = ErrorCode::missing_key;
  const auto open = [&](ReaderKind kind, const Hash& id, const crypto::P256KeyPair& key) {
    auto opened = protocol::open_packet(packet_, kind, id, key);
    if (opened) {
      epoch_key_ = std::move(*opened);
    } else {
      epoch_problem_ = opened.error().code;
    }
  };
  const protocol::DeviceKeys& device = keys_.device();
  for (const protocol::Reader& reader : packet_.readers) {
    const auto kind = static_cast<ReaderKind>(reader.kind);
    if (kind == ReaderKind::team_key) {
      if (const auto* key = keys_.team_key(reader.id)) open(kind, reader.id, *key);
    } else if (reader.id == protocol::reader_id(device.id)) {
      open(kind, reader.id, device.kem);
    }
    if (epoch_key_ || epoch_problem_ != ErrorCode::missing_key) return;
  }
}

Result<LogEvent> ConversationLog::take_cert(ByteView body) {
  CLOISTER_TRY(const auto cert, protocol::decode<protocol::SenderCert>(body));
  CLOISTER_CHECK(check_names(cert.suite, cert.site, cert.conversation));
  if (senders_.size() >= static_cast<std::size_t>(protocol::kMaxCerts)) return fail(ErrorCode::limit_reached, "certs");
  Sender sender{.device = cert.device, .key = cert.sign_key};
  SignKey device_key = customer_.sign_key;
  if (cert.device != customer_id_) {
    const protocol::StaffDevice* device = roster_->device(cert.device);
    // A device that the roster at hand does not know may be in a newer one.
    if (device == nullptr) return fail(ErrorCode::stale_roster);
    if (!assigned_ || device->person != *assigned_ || device->current.until <= packet_.tree_size)
      return fail(ErrorCode::bad_chain, "certificate of somebody else");
    sender.side = Side::staff;
    device_key = device->sign_key;
  }
  CLOISTER_CHECK(verify_signed(protocol::real_signatures(), cert, device_key));
  const Hash hash = protocol::cert_hash(cert);
  if (!senders_.emplace(hash, sender).second) return fail(ErrorCode::duplicate, "certificate");
  return LogEvent{.kind = LogEvent::Kind::sender, .side = sender.side, .own = own_sender_ && hash == *own_sender_};
}

Result<LogEvent> ConversationLog::take_assign(ByteView body) {
  CLOISTER_TRY(const auto assign, protocol::decode<protocol::Assign>(body));
  CLOISTER_CHECK(check_names(assign.suite, assign.site, assign.conversation));
  if (assigned_) return fail(ErrorCode::bad_chain, "assigned twice");
  if (assign.head != head()) return fail(ErrorCode::bad_transcript, "head of an assign");
  const protocol::StaffDevice* device = roster_->device(assign.device);
  if (device == nullptr) return fail(ErrorCode::stale_roster);
  if (device->person != assign.person) return fail(ErrorCode::bad_chain, "device of somebody else");
  CLOISTER_CHECK(verify_signed(protocol::real_signatures(), assign, device->sign_key));
  assigned_ = assign.person;
  packet_due_ = true;
  return LogEvent{.kind = LogEvent::Kind::assigned, .side = Side::staff, .own = assign.device == keys_.device().id};
}

Result<LogEvent> ConversationLog::take_message(ByteView body) {
  CLOISTER_TRY(const auto envelope, protocol::decode<protocol::Envelope>(body));
  if (envelope.suite != protocol::kSuiteP256Aes256gcm) return fail(ErrorCode::unsupported_suite);
  const auto found = senders_.find(envelope.sender);
  if (found == senders_.end()) return fail(ErrorCode::bad_chain, "unknown sender");
  Sender& sender = found->second;
  if (envelope.packet != packet_hash_) return fail(ErrorCode::stale_epoch);
  if (envelope.counter != sender.counter + 1) return fail(ErrorCode::out_of_order, "counter");
  if (envelope.seen_seq > seq() || envelope.seen_head != head_at(envelope.seen_seq))
    return fail(ErrorCode::bad_transcript, "head that a sender has seen");
  const bool own = own_sender_ && envelope.sender == *own_sender_;
  if (!own && messages_++ % options_.verify_every == 0)
    CLOISTER_CHECK(verify_signed(protocol::real_signatures(), envelope, site_, id_, sender.key));
  if (!message_ids_.insert(envelope.id).second) return fail(ErrorCode::duplicate, "client message id");
  sender.counter = envelope.counter;
  LogEvent event{.kind = LogEvent::Kind::message, .side = sender.side, .own = own, .id = envelope.id};
  if (const auto kind = protocol::known<ContentKind>(envelope.kind)) event.content = *kind;
  if (options_.open_messages) read_message(envelope, event);
  return event;
}

void ConversationLog::read_message(const protocol::Envelope& envelope, LogEvent& event) {
  const auto read = [&]() -> Result<std::string> {
    CLOISTER_TRY(crypto::AesGcm * key, message_key(envelope.sender));
    CLOISTER_TRY(const Bytes plain, protocol::open_message(site_, id_, envelope, *key));
    CLOISTER_TRY(protocol::Content content, protocol::decode_content(envelope.kind, plain));
    if (auto* text = std::get_if<protocol::TextContent>(&content)) return std::move(text->text);
    return std::move(std::get<protocol::IntroContent>(content).name);
  };
  if (auto text = read()) {
    event.text = std::move(*text);
  } else {
    event.problem = text.error().code;
  }
}

Result<LogEvent> ConversationLog::take_close(ByteView body) {
  CLOISTER_TRY(const auto close, protocol::decode<protocol::Close>(body));
  CLOISTER_CHECK(check_names(close.suite, close.site, close.conversation));
  const auto found = senders_.find(close.sender);
  if (found == senders_.end()) return fail(ErrorCode::bad_chain, "unknown sender");
  if (close.seen_seq > seq() || close.head != head_at(close.seen_seq))
    return fail(ErrorCode::bad_transcript, "head of a close");
  CLOISTER_CHECK(verify_signed(protocol::real_signatures(), close, found->second.key));
  closed_ = true;
  return LogEvent{
      .kind = LogEvent::Kind::closed, .side = found->second.side, .own = own_sender_ && close.sender == *own_sender_};
}

Status ConversationLog::check(const protocol::Mark& mark) const {
  if (mark.suite != protocol::kSuiteP256Aes256gcm) return fail(ErrorCode::unsupported_suite);
  const auto found = senders_.find(mark.sender);
  // Ahead of the entries that it is about: nothing to compare with yet.
  if (found == senders_.end() || mark.seq > seq()) return fail(ErrorCode::not_ready);
  if (mark.head != head_at(mark.seq)) return fail(ErrorCode::bad_transcript, "head of a mark");
  return verify_signed(protocol::real_signatures(), mark, site_, id_, found->second.key);
}

std::optional<Side> ConversationLog::side_of(const Hash& sender) const {
  const auto found = senders_.find(sender);
  if (found == senders_.end()) return std::nullopt;
  return found->second.side;
}

std::uint32_t ConversationLog::counter_of(const Hash& sender) const {
  const auto found = senders_.find(sender);
  return found == senders_.end() ? 0 : found->second.counter;
}

Result<crypto::AesGcm*> ConversationLog::message_key(const Hash& sender) {
  if (!epoch_key_) return fail(epoch_problem_);
  auto found = message_keys_.find(sender);
  if (found == message_keys_.end()) {
    const Secret key = epoch_key_->message_key(packet_hash_, sender);
    CLOISTER_TRY(auto cipher, crypto::AesGcm::with_key(key.view()));
    found = message_keys_.emplace(sender, std::move(cipher)).first;
  }
  return &found->second;
}

Result<std::vector<protocol::AllowedReader>> ConversationLog::readers_for(const std::optional<PersonId>& assigned,
                                                                          protocol::Continuity continuity) const {
  return protocol::allowed_readers(*roster_, roster_->size(), {customer_id_, assigned, continuity});
}

std::string ConversationLog::comparison_code() const {
  return protocol::comparison_code({.root = roster_->root() ? roster_->root()->fingerprint : Hash{},
                                    .site = site_,
                                    .conversation = id_,
                                    .packet_hash = packet_hash_,
                                    .customer_device = customer_id_,
                                    .maker = packet_.maker});
}

}  // namespace cloister::client
