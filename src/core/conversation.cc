#include "core/conversation.h"

#include <algorithm>
#include <cstring>

#include "crypto/sha256.h"
#include "protocol/names.h"

namespace cloister::core {

using namespace protocol;  // NOLINT(google-build-using-namespace): the structures of the wire

namespace {

constexpr auto kSuite = static_cast<std::uint16_t>(kSuiteP256Aes256gcm);

std::uint64_t prefix_of(const Hash& hash) {
  std::uint64_t prefix = 0;
  std::memcpy(&prefix, hash.value.data(), sizeof prefix);
  return prefix;
}

Status check_size(ByteView body) {
  if (body.size() > static_cast<std::size_t>(kMaxBodyBytes)) return fail(ErrorCode::too_large);
  return {};
}

}  // namespace

std::string_view name_of(ClosedBy reason) {
  switch (reason) {
    case ClosedBy::nobody:
      return "";
    case ClosedBy::done:
      return "done";
    case ClosedBy::left:
      return "left";
    case ClosedBy::idle:
      return "idle";
  }
  return {};
}

Conversation::Conversation(const SiteId& site, const ConversationId& id) : site_(site), id_(id) {
  state_.head = transcript_start(site, id);
}

// --- Checks that several entries share ---

Status Conversation::check_names(std::uint16_t suite, const SiteId& site, const ConversationId& conversation) const {
  if (suite != kSuite) return fail(ErrorCode::unsupported_suite);
  if (site != site_) return fail(ErrorCode::wrong_site);
  if (conversation != id_) return fail(ErrorCode::wrong_conversation);
  return {};
}

/// Nobody can have seen what is not on disk.
Status Conversation::check_seen(std::uint64_t seen_seq) const {
  if (seen_seq > committed_seq()) return fail(ErrorCode::out_of_order, "seen what has not happened");
  return {};
}

Status Conversation::check_room(EntryKind kind, std::size_t entries) const {
  // The last place is for the close, so that a full conversation can still end in order.
  const auto places = static_cast<std::size_t>(kMaxEntries) - (kind == EntryKind::close ? 0 : 1);
  if (state_.seq + entries > places) return fail(ErrorCode::limit_reached, "entries");
  if (state_.status == ConversationStatus::waiting && kind != EntryKind::assign && kind != EntryKind::close &&
      state_.seq + entries > kMaxWaitingEntries)
    return fail(ErrorCode::limit_reached, "entries while waiting");
  if (pending_.size() + entries > kMaxPendingEntries) return fail(ErrorCode::limit_reached, "pending entries");
  return {};
}

Result<SignKey> Conversation::author_key(const AppendGrant& grant, const SiteView& site) const {
  const ConversationResource& granted = grant.conversation();
  if (granted.site != site_ || granted.conversation != id_) return fail(ErrorCode::not_found);
  if (!grant.person()) {
    if (grant.device() != customer_device_) return fail(ErrorCode::not_found);
    return customer_key_;
  }
  if (state_.assign_seq == 0 || state_.assigned != *grant.person()) return fail(ErrorCode::not_found);
  const StaffDevice* device = site.roster.current_device(grant.device());
  if (device == nullptr || device->person != *grant.person()) return fail(ErrorCode::revoked);
  return device->sign_key;
}

Status Conversation::check_packet(const Packet& packet, const State& before, const DeviceId& maker, const SignKey& key,
                                  const SiteView& site) const {
  CLOISTER_CHECK(check_names(packet.suite, packet.site, packet.conversation));
  const bool first = before.packet_seq == 0;
  if (packet.prev != before.packet || packet.epoch != (first ? 0 : before.epoch + 1))
    return fail(ErrorCode::stale_epoch);
  if (packet.tree_size != site.roster.size()) return fail(ErrorCode::stale_roster);
  CLOISTER_TRY(const Hash root, site.roster.tree_root(packet.tree_size));
  if (packet.tree_root != root) return fail(ErrorCode::bad_chain, "tree root of a packet");
  if (packet.head != before.head) return fail(ErrorCode::stale_head);
  if (packet.maker != maker) return fail(ErrorCode::not_permitted, "maker of a packet");
  ReaderScope scope{.customer_device = customer_device_, .assigned = {}, .continuity = site.continuity};
  if (before.assign_seq != 0) scope.assigned = before.assigned;
  CLOISTER_TRY(const auto readers, allowed_readers(site.roster, packet.tree_size, scope));
  CLOISTER_CHECK(check_readers(packet, readers));
  return verify_signed(site.signatures, packet, key);
}

Status Conversation::check_cert(const SenderCert& cert, const DeviceId& device, const SignKey& key,
                                const SiteView& site) const {
  CLOISTER_CHECK(check_names(cert.suite, cert.site, cert.conversation));
  if (cert.device != device) return fail(ErrorCode::not_permitted, "certificate of another device");
  const auto of_this_side = [&](const Sender& sender) {
    return (sender.device == customer_device_) == (device == customer_device_);
  };
  if (static_cast<std::size_t>(std::ranges::count_if(senders_, of_this_side)) >= kMaxCertsPerSide)
    return fail(ErrorCode::limit_reached, "certificates");
  CLOISTER_CHECK(site.signatures.check_sign_key(cert.sign_key));
  return verify_signed(site.signatures, cert, key);
}

// --- How entries change the state ---

void Conversation::advance(EntryKind kind, const Hash& hash, TimeMs time_ms) {
  ++state_.seq;
  state_.head = transcript_next(state_.head, state_.seq, kind, hash);
  state_.updated_ms = time_ms;
}

void Conversation::take_packet(const Packet& packet) {
  state_.packet = packet_hash(packet);
  state_.epoch = packet.epoch;
  state_.packet_seq = state_.seq + 1;
}

void Conversation::take_assign(const PersonId& person, const Hash& hash) {
  state_.assigned = person;
  state_.assign = hash;
  state_.assign_seq = state_.seq + 1;
  state_.status = ConversationStatus::assigned;
}

void Conversation::take_cert(const SenderCert& cert) {
  Sender& sender = senders_.emplace_back();
  sender.id = cert_hash(cert);
  sender.device = cert.device;
  sender.key = cert.sign_key;
  sender.cert_seq = state_.seq + 1;
}

void Conversation::take_message(std::uint16_t index, std::uint32_t counter, const Hash& hash, TimeMs time_ms) {
  Sender& sender = senders_[index];
  sender.counter = counter;
  sender.unsure = false;
  const std::size_t slot = counter % kRecentPerSender;
  if (sender.recent.size() <= slot) sender.recent.resize(slot + 1);
  Recent& recent = sender.recent[slot];
  recent.hash_prefix = prefix_of(hash);
  recent.seq = (state_.seq + 1) & 0x1ffff;
  recent.time_ms = static_cast<std::uint64_t>(time_ms) & 0x7fff'ffff'ffff;
  ++state_.messages;
}

void Conversation::take_close(CloseReason reason, const Hash& hash) {
  state_.close = hash;
  state_.close_seq = state_.seq + 1;
  state_.status = ConversationStatus::closed;
  state_.closed_by = reason == CloseReason::left ? ClosedBy::left : ClosedBy::done;
}

/// The server's clock may be set back; the times of the entries are not.
TimeMs Conversation::time_of(TimeMs now) const { return std::max(now, state_.updated_ms); }

Conversation::Pending Conversation::way_back() const {
  Pending pending;
  pending.before = state_;
  return pending;
}

Planned Conversation::push(EntryKind kind, const Hash& hash, Bytes body, TimeMs time_ms, Pending way_back) {
  pending_.push_back(std::move(way_back));
  advance(kind, hash, time_ms);
  Planned planned;
  planned.entry = {state_.seq, static_cast<std::uint64_t>(time_ms), static_cast<std::uint8_t>(kind), hash,
                   std::move(body)};
  planned.head = state_.head;
  return planned;
}

Planned Conversation::duplicate_of(std::uint64_t seq, TimeMs time_ms, EntryKind kind, const Hash& hash) const {
  Planned planned;
  planned.entry = {seq, static_cast<std::uint64_t>(time_ms), static_cast<std::uint8_t>(kind), hash, {}};
  planned.duplicate = true;
  return planned;
}

// --- The start ---

Status Conversation::check_genesis(const ConversationGenesis& genesis, const Visitor& visitor,
                                   const SiteView& site) const {
  CLOISTER_CHECK(check_names(genesis.suite, genesis.site, genesis.conversation));
  if (!site.roster.ready()) return fail(ErrorCode::not_ready);
  if (genesis.root != site.roster.root()->fingerprint) return fail(ErrorCode::wrong_root);
  const DeviceRecord& device = genesis.device;
  if (device.suite != kSuite) return fail(ErrorCode::unsupported_suite);
  if (device.site != site_) return fail(ErrorCode::wrong_site);
  if (device.owner_kind != static_cast<std::uint8_t>(OwnerKind::customer) || device_id(device) != visitor.device)
    return fail(ErrorCode::not_permitted, "device of somebody else");
  CLOISTER_CHECK(site.signatures.check_sign_key(device.sign_key));
  CLOISTER_CHECK(site.signatures.check_kem_key(device.kem_key));
  return verify_signed(site.signatures, genesis, device.sign_key);
}

Result<Conversation::Started> Conversation::start(const Grant<Action::conversation_start>& grant, Bytes genesis,
                                                  Bytes packet, Bytes cert, const SiteView& site, TimeMs now) {
  const Visitor* visitor = grant.visitor();
  if (visitor == nullptr) return fail(ErrorCode::not_permitted);
  if (visitor->site != site.roster.site()) return fail(ErrorCode::wrong_site);
  CLOISTER_CHECK(check_size(genesis));
  CLOISTER_TRY(const auto parsed, decode<ConversationGenesis>(genesis));
  Conversation conversation(visitor->site, parsed.conversation);
  auto entries = conversation.plan_start(*visitor, std::move(genesis), std::move(packet), std::move(cert), site, now);
  if (!entries) return std::unexpected(std::move(entries).error());
  return Started{std::move(conversation), std::move(*entries)};
}

Result<std::array<Planned, 3>> Conversation::plan_start(const Visitor& visitor, Bytes genesis_body, Bytes packet_body,
                                                        Bytes cert_body, const SiteView& site, TimeMs now) {
  CLOISTER_CHECK(check_size(packet_body));
  CLOISTER_CHECK(check_size(cert_body));
  std::array<Planned, 3> planned;
  const TimeMs time_ms = time_of(now);
  created_ms_ = time_ms;

  CLOISTER_TRY(const auto genesis, decode<ConversationGenesis>(genesis_body));
  CLOISTER_CHECK(check_genesis(genesis, visitor, site));
  customer_device_ = visitor.device;
  customer_key_ = genesis.device.sign_key;
  const Hash genesis_hash = crypto::sha256(genesis_body);
  planned[0] = push(EntryKind::genesis, genesis_hash, std::move(genesis_body), time_ms, way_back());

  CLOISTER_TRY(const auto packet, decode<Packet>(packet_body));
  CLOISTER_CHECK(check_packet(packet, state_, customer_device_, customer_key_, site));
  Pending back = way_back();
  take_packet(packet);
  const Hash body_hash = crypto::sha256(packet_body);
  planned[1] = push(EntryKind::packet, body_hash, std::move(packet_body), time_ms, std::move(back));

  CLOISTER_TRY(const auto cert, decode<SenderCert>(cert_body));
  CLOISTER_CHECK(check_cert(cert, customer_device_, customer_key_, site));
  back = way_back();
  back.sender_added = true;
  take_cert(cert);
  const Hash cert_body_hash = crypto::sha256(cert_body);
  planned[2] = push(EntryKind::cert, cert_body_hash, std::move(cert_body), time_ms, std::move(back));
  start_head_ = state_.head;
  return planned;
}

bool Conversation::started_with(ByteView genesis, ByteView packet, ByteView cert) const {
  Hash head = transcript_start(site_, id_);
  head = transcript_next(head, 1, EntryKind::genesis, crypto::sha256(genesis));
  head = transcript_next(head, 2, EntryKind::packet, crypto::sha256(packet));
  head = transcript_next(head, 3, EntryKind::cert, crypto::sha256(cert));
  return head == start_head_;
}

// --- Acceptance ---

Status Conversation::check_assign(const Assign& assign, const Staff& staff, const SignKey& key,
                                  const SiteView& site) const {
  CLOISTER_CHECK(check_names(assign.suite, assign.site, assign.conversation));
  if (assign.person != staff.person || assign.device != staff.device)
    return fail(ErrorCode::not_permitted, "assign of somebody else");
  if (state_.status == ConversationStatus::closed) return fail(ErrorCode::conversation_closed);
  if (state_.status == ConversationStatus::assigned) return fail(ErrorCode::already_assigned);
  if (assign.head != state_.head) return fail(ErrorCode::stale_head);
  return verify_signed(site.signatures, assign, key);
}

Result<std::array<Planned, 2>> Conversation::accept(const Grant<Action::conversation_accept>& grant, Bytes assign_body,
                                                    Bytes packet_body, const SiteView& site, TimeMs now) {
  const Staff* staff = grant.staff();
  const ConversationResource* granted = grant.conversation();
  if (staff == nullptr || granted == nullptr || granted->site != site_ || granted->conversation != id_)
    return fail(ErrorCode::not_found);
  CLOISTER_CHECK(check_size(assign_body));
  CLOISTER_CHECK(check_size(packet_body));
  const StaffDevice* device = site.roster.current_device(staff->device);
  if (device == nullptr || device->person != staff->person) return fail(ErrorCode::revoked);
  const StaffPerson* person = site.roster.current_person(staff->person);
  if (person == nullptr || !has_role(person->roles, Role::agent)) return fail(ErrorCode::not_permitted);

  CLOISTER_TRY(const auto assign, decode<Assign>(assign_body));
  CLOISTER_TRY(const auto packet, decode<Packet>(packet_body));
  const Hash assign_hash = crypto::sha256(assign_body);
  const Hash body_hash = crypto::sha256(packet_body);
  const bool same = state_.assign_seq != 0 && assign_hash == state_.assign &&
                    state_.packet_seq == state_.assign_seq + 1 && packet_hash(packet) == state_.packet;
  if (same)
    return std::array{duplicate_of(state_.assign_seq, state_.updated_ms, EntryKind::assign, assign_hash),
                      duplicate_of(state_.packet_seq, state_.updated_ms, EntryKind::packet, body_hash)};
  CLOISTER_CHECK(check_room(EntryKind::assign, 2));
  CLOISTER_CHECK(check_assign(assign, *staff, device->sign_key, site));

  // What the state will be between the two: the packet is checked on top of it before anything changes.
  State between = state_;
  between.assigned = staff->person;
  between.assign_seq = state_.seq + 1;
  between.head = transcript_next(state_.head, state_.seq + 1, EntryKind::assign, assign_hash);
  CLOISTER_CHECK(check_packet(packet, between, staff->device, device->sign_key, site));

  std::array<Planned, 2> planned;
  const TimeMs time_ms = time_of(now);
  Pending back = way_back();
  take_assign(staff->person, assign_hash);
  planned[0] = push(EntryKind::assign, assign_hash, std::move(assign_body), time_ms, std::move(back));
  back = way_back();
  take_packet(packet);
  planned[1] = push(EntryKind::packet, body_hash, std::move(packet_body), time_ms, std::move(back));
  return planned;
}

// --- Entries by the socket ---

Result<Planned> Conversation::plan(const AppendGrant& grant, Bytes body, const SiteView& site, TimeMs now) {
  CLOISTER_CHECK(check_size(body));
  switch (grant.kind()) {
    case EntryKind::packet:
      return plan_packet(grant, std::move(body), site, now);
    case EntryKind::cert:
      return plan_cert(grant, std::move(body), site, now);
    case EntryKind::message:
      return plan_message(grant, std::move(body), site, now);
    case EntryKind::close:
      return plan_close(grant, std::move(body), site, now);
    case EntryKind::genesis:
    case EntryKind::assign:
    case EntryKind::removal:
      break;
  }
  return fail(ErrorCode::not_permitted, "entry kind");
}

Result<Planned> Conversation::plan_packet(const AppendGrant& grant, Bytes body, const SiteView& site, TimeMs now) {
  CLOISTER_TRY(const SignKey key, author_key(grant, site));
  CLOISTER_TRY(const auto packet, decode<Packet>(body));
  const Hash hash = crypto::sha256(body);
  if (packet_hash(packet) == state_.packet)
    return duplicate_of(state_.packet_seq, state_.updated_ms, EntryKind::packet, hash);
  if (state_.status == ConversationStatus::closed) return fail(ErrorCode::conversation_closed);
  CLOISTER_CHECK(check_room(EntryKind::packet, 1));
  CLOISTER_CHECK(check_packet(packet, state_, grant.device(), key, site));
  Pending back = way_back();
  take_packet(packet);
  return push(EntryKind::packet, hash, std::move(body), time_of(now), std::move(back));
}

Result<Planned> Conversation::plan_cert(const AppendGrant& grant, Bytes body, const SiteView& site, TimeMs now) {
  CLOISTER_TRY(const SignKey key, author_key(grant, site));
  CLOISTER_TRY(const auto cert, decode<SenderCert>(body));
  const Hash hash = crypto::sha256(body);
  if (const auto old = find_sender(cert_hash(cert)))
    return duplicate_of(senders_[*old].cert_seq, state_.updated_ms, EntryKind::cert, hash);
  if (state_.status == ConversationStatus::closed) return fail(ErrorCode::conversation_closed);
  CLOISTER_CHECK(check_room(EntryKind::cert, 1));
  CLOISTER_CHECK(check_cert(cert, grant.device(), key, site));
  Pending back = way_back();
  back.sender_added = true;
  take_cert(cert);
  return push(EntryKind::cert, hash, std::move(body), time_of(now), std::move(back));
}

Result<Planned> Conversation::resent(const Sender& sender, std::uint32_t counter, const Hash& hash) const {
  const std::size_t slot = counter % kRecentPerSender;
  if (sender.counter - counter < kRecentPerSender && slot < sender.recent.size())
    if (const Recent& recent = sender.recent[slot]; recent.seq != 0 && recent.hash_prefix == prefix_of(hash))
      return duplicate_of(recent.seq, static_cast<TimeMs>(recent.time_ms), EntryKind::message, hash);
  return fail(ErrorCode::duplicate);
}

Result<Planned> Conversation::plan_message(const AppendGrant& grant, Bytes body, const SiteView& site, TimeMs now) {
  CLOISTER_TRY(const SignKey device_key, author_key(grant, site));
  static_cast<void>(device_key);  // the certified key signs messages
  CLOISTER_TRY(const auto envelope, decode<Envelope>(body));
  if (envelope.suite != kSuite) return fail(ErrorCode::unsupported_suite);
  CLOISTER_TRY(const std::uint16_t index, sender_of(envelope.sender, grant.device()));
  const Sender& sender = senders_[index];
  const Hash hash = crypto::sha256(body);
  // First of all: what was taken is acknowledged again, whatever has happened to the conversation since.
  if (envelope.counter <= sender.counter) return resent(sender, envelope.counter, hash);
  if (state_.status == ConversationStatus::closed) return fail(ErrorCode::conversation_closed);
  // Before the counter: all messages that wait behind a stale one are stale too, and are to be told so.
  if (envelope.packet != state_.packet) return fail(ErrorCode::stale_epoch);
  if (envelope.counter != sender.counter + 1 && !sender.unsure) return fail(ErrorCode::out_of_order);
  if (envelope.counter > kMaxMessagesPerKey) return fail(ErrorCode::limit_reached, "messages of one key");
  CLOISTER_CHECK(check_seen(envelope.seen_seq));
  const auto kind = known<ContentKind>(envelope.kind);
  if (!kind || (*kind == ContentKind::intro && !grant.person())) return fail(ErrorCode::malformed, "content kind");
  CLOISTER_CHECK(check_room(EntryKind::message, 1));

  Pending back = way_back();
  back.counted = index;
  back.counter = sender.counter;
  back.unsure = sender.unsure;
  const std::size_t slot = envelope.counter % kRecentPerSender;
  if (slot < sender.recent.size()) back.recent = sender.recent[slot];
  const TimeMs time_ms = time_of(now);
  take_message(index, envelope.counter, hash, time_ms);
  return push(EntryKind::message, hash, std::move(body), time_ms, std::move(back));
}

Result<Planned> Conversation::plan_close(const AppendGrant& grant, Bytes body, const SiteView& site, TimeMs now) {
  CLOISTER_TRY(const SignKey device_key, author_key(grant, site));
  static_cast<void>(device_key);
  CLOISTER_TRY(const auto close, decode<Close>(body));
  const Hash hash = crypto::sha256(body);
  if (state_.close_seq != 0 && hash == state_.close)
    return duplicate_of(state_.close_seq, state_.updated_ms, EntryKind::close, hash);
  CLOISTER_CHECK(check_names(close.suite, close.site, close.conversation));
  CLOISTER_TRY(const std::uint16_t index, sender_of(close.sender, grant.device()));
  if (state_.status == ConversationStatus::closed) return fail(ErrorCode::conversation_closed);
  const auto reason = known<CloseReason>(close.reason);
  if (!reason || (*reason == CloseReason::left && grant.person())) return fail(ErrorCode::malformed, "close reason");
  CLOISTER_CHECK(check_seen(close.seen_seq));
  CLOISTER_CHECK(check_room(EntryKind::close, 1));
  CLOISTER_CHECK(verify_signed(site.signatures, close, senders_[index].key));
  Pending back = way_back();
  take_close(*reason, hash);
  return push(EntryKind::close, hash, std::move(body), time_of(now), std::move(back));
}

// --- Senders ---

std::optional<std::uint16_t> Conversation::find_sender(const Hash& id) const {
  // From the end: the newest certificates are the ones in use.
  for (std::size_t i = senders_.size(); i-- > 0;)
    if (senders_[i].id == id) return static_cast<std::uint16_t>(i);
  return std::nullopt;
}

Result<std::uint16_t> Conversation::sender_of(const Hash& id, const DeviceId& device) const {
  const auto index = find_sender(id);
  if (!index || senders_[*index].device != device) return fail(ErrorCode::not_permitted, "sender");
  return *index;
}

Side Conversation::side_of(const Sender& sender) const {
  return sender.device == customer_device_ ? Side::customer : Side::staff;
}

// --- Marks ---

Result<bool> Conversation::mark(const Grant<Action::mark>& grant, const Mark& mark) {
  const ConversationResource* granted = grant.conversation();
  if (granted == nullptr || granted->site != site_ || granted->conversation != id_) return fail(ErrorCode::not_found);
  if (mark.suite != kSuite) return fail(ErrorCode::unsupported_suite);
  if (!known<MarkKind>(mark.kind)) return fail(ErrorCode::malformed, "mark kind");
  const DeviceId device = grant.staff() != nullptr ? grant.staff()->device : grant.visitor()->device;
  CLOISTER_TRY(const std::uint16_t index, sender_of(mark.sender, device));
  // Marks know no way back, so they wait for the certificate to be on disk.
  if (senders_[index].cert_seq > committed_seq()) return fail(ErrorCode::not_permitted, "sender");
  CLOISTER_CHECK(check_seen(mark.seq));
  const auto same = [&](const KeptMark& kept) {
    return kept.sender == index && kept.kind == static_cast<MarkKind>(mark.kind);
  };
  const auto kept = std::ranges::find_if(marks_, same);
  if (kept != marks_.end() && mark.seq <= kept->seq) return false;
  return keep_mark(index, mark);
}

bool Conversation::keep_mark(std::uint16_t sender, const Mark& mark) {
  const KeptMark next{sender, static_cast<MarkKind>(mark.kind), static_cast<std::uint32_t>(mark.seq), mark.head,
                      mark.signature};
  const auto same = [&](const KeptMark& kept) { return kept.sender == sender && kept.kind == next.kind; };
  auto place = std::ranges::find_if(marks_, same);
  if (place != marks_.end() && next.seq <= place->seq) return false;
  if (place == marks_.end()) {
    if (marks_.size() < kMaxMarks) {
      marks_.push_back(next);
      return true;
    }
    place = std::ranges::min_element(marks_, {}, &KeptMark::seq);
  }
  *place = next;
  return true;
}

std::vector<Mark> Conversation::marks() const {
  std::vector<Mark> out;
  for (const KeptMark& kept : marks_)
    out.push_back(
        {kSuite, senders_[kept.sender].id, static_cast<std::uint8_t>(kept.kind), kept.seq, kept.head, kept.signature});
  return out;
}

std::uint64_t Conversation::read_seq(Side side) const {
  std::uint64_t seq = 0;
  for (const KeptMark& kept : marks_)
    if (kept.kind == MarkKind::read && side_of(senders_[kept.sender]) == side)
      seq = std::max<std::uint64_t>(seq, kept.seq);
  return seq;
}

// --- Commit and way back ---

void Conversation::committed(std::uint64_t seq) {
  const std::uint64_t before = committed_seq();
  if (seq <= before) return;
  const auto count = static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(seq - before, pending_.size()));
  pending_.erase(pending_.begin(), pending_.begin() + count);
  if (pending_.empty() && pending_.capacity() > 1) std::vector<Pending>().swap(pending_);
}

void Conversation::rolled_back() { undo_from(0); }

void Conversation::undo_from(std::uint64_t seq) {
  for (; !pending_.empty() && state_.seq >= seq; pending_.pop_back()) {
    const Pending& back = pending_.back();
    if (back.sender_added) senders_.pop_back();
    if (back.counted) {
      Sender& sender = senders_[*back.counted];
      sender.recent[sender.counter % kRecentPerSender] = back.recent;
      sender.counter = back.counter;
      sender.unsure = back.unsure;
    }
    state_ = back.before;
  }
}

Status Conversation::abandon(TimeMs now) {
  if (!pending_.empty()) return fail(ErrorCode::internal, "entries are pending");
  if (state_.status == ConversationStatus::closed) return {};
  state_.status = ConversationStatus::closed;
  state_.closed_by = ClosedBy::idle;
  state_.updated_ms = time_of(now);
  return {};
}

// --- What may be told ---

std::optional<PersonId> Conversation::assigned() const {
  if (durable().assign_seq == 0) return std::nullopt;
  return durable().assigned;
}

std::optional<PersonId> Conversation::planned_assigned() const {
  if (state_.assign_seq == 0) return std::nullopt;
  return state_.assigned;
}

ConversationResource Conversation::resource() const {
  return {site_, id_, customer_device_, durable().status, assigned()};
}

ConversationInfo Conversation::info(Side asking) const {
  const State& state = durable();
  ConversationInfo out;
  out.conversation = id_;
  out.status = std::string(name_of(state.status));
  out.last_seq = state.seq;
  out.messages = state.messages;
  out.created_ms = static_cast<std::uint64_t>(created_ms_);
  out.updated_ms = static_cast<std::uint64_t>(state.updated_ms);
  out.assigned = assigned();
  out.read_seq = read_seq(asking);
  return out;
}

std::size_t Conversation::memory_bytes() const {
  std::size_t out = sizeof *this + senders_.capacity() * sizeof(Sender) + marks_.capacity() * sizeof(KeptMark) +
                    pending_.capacity() * sizeof(Pending);
  for (const Sender& sender : senders_) out += sender.recent.capacity() * sizeof(Recent);
  return out;
}

}  // namespace cloister::core
