#include "client/outbox.h"

#include <algorithm>

#include "crypto/sha256.h"

namespace cloister::client {

bool may_pass(ErrorCode code) {
  return code == ErrorCode::limit_reached || code == ErrorCode::storage_failed || code == ErrorCode::storage_full ||
         code == ErrorCode::shutting_down || code == ErrorCode::internal || code == ErrorCode::out_of_order ||
         code == ErrorCode::stale_epoch;
}

Outbox::Item Outbox::make(protocol::ContentKind kind, Bytes content) {
  return {
      .id = random_.make<ClientMessageId>(), .kind = kind, .content = std::move(content), .meant_for = audience_now()};
}

Result<ClientMessageId> Outbox::add(protocol::ContentKind kind, Bytes content) {
  if (items_.size() >= kMaxOutbox) return fail(ErrorCode::limit_reached, "outbox");
  items_.push_back(make(kind, std::move(content)));
  const ClientMessageId id = items_.back().id;
  pump();
  return id;
}

bool Outbox::release(const ClientMessageId& id) {
  const auto found = std::ranges::find(held_, id, &Item::id);
  if (found == held_.end()) return false;
  items_.push_back({.id = id, .kind = found->kind, .content = std::move(found->content), .meant_for = audience_now()});
  held_.erase(found);
  pump();
  return true;
}

bool Outbox::discard(const ClientMessageId& id) {
  return std::erase_if(held_, [&](const Item& item) { return item.id == id; }) > 0;
}

Result<Outbox::Prepared> Outbox::prepare(Bytes content) {
  Item item = make(protocol::ContentKind::text, std::move(content));
  CLOISTER_CHECK(seal(item));
  const Prepared prepared{item.id, crypto::sha256(item.body)};
  prepared_.push_back(std::move(item));
  return prepared;
}

bool Outbox::send_prepared() {
  const bool others_wait = in_flight_ != items_.size();
  if (prepared_.empty() || !host_.can_send() || in_flight_ >= kMaxInFlight || others_wait) return false;
  items_.push_back(std::move(prepared_.front()));
  prepared_.pop_front();
  // Numbered anew since: sealed only now.
  if (items_.back().body.empty() && !seal(items_.back())) return false;
  transmit(items_.back());
  return true;
}

// --- Recipients: frozen when a message is given to the chat ---

std::shared_ptr<const protocol::Audience> Outbox::audience_now() {
  if (log_.packet() == Hash{}) return nullptr;
  if (!audience_ || audience_packet_ != log_.packet()) {
    audience_ =
        std::make_shared<const protocol::Audience>(protocol::audience_of(*log_.roster(), log_.packet_body().readers));
    audience_packet_ = log_.packet();
  }
  return audience_;
}

void Outbox::readers_known() {
  for (Item& item : items_)
    if (!item.meant_for) item.meant_for = audience_now();
}

void Outbox::readers_changed() {
  const std::size_t before = items_.size() + prepared_.size();
  const auto readers = audience_now();
  hold_back(*readers);
  if (items_.size() + prepared_.size() != before) number_anew();
}

void Outbox::hold_back(const protocol::Audience& readers) {
  const std::uint64_t size = log_.packet_body().tree_size;
  std::vector<std::pair<ClientMessageId, protocol::Audience>> held;
  const auto take = [&](std::deque<Item>& from) {
    std::erase_if(from, [&](Item& item) {
      if (!item.meant_for || item.kind == protocol::ContentKind::intro) return false;
      auto added = protocol::newcomers(*log_.roster(), size, *item.meant_for, readers);
      if (added.empty()) return false;
      if (item.state == State::sent) --in_flight_;
      held.emplace_back(item.id, std::move(added));
      held_.push_back(std::move(item));
      return true;
    });
  };
  take(items_);
  take(prepared_);
  for (const auto& [id, added] : held) host_.held(id, added);
}

/// Without gaps, under the packet in force. What is under way under the old one is refused; nobody waits for that.
void Outbox::number_anew() {
  next_counter_ = log_.counter_of(sender_.id) + 1;
  in_flight_ = 0;
  for (std::deque<Item>* queue : {&items_, &prepared_})
    for (Item& item : *queue) {
      item.state = State::waiting;
      item.counter = 0;
      item.body.clear();
    }
}

// --- Sending ---

/// Under the current epoch and the counter that the message already has, or the next one.
Status Outbox::seal(Item& item) {
  CLOISTER_TRY(crypto::AesGcm * key, log_.message_key(sender_.id));
  const std::uint32_t counter = item.counter != 0 ? item.counter : next_counter_;
  const protocol::MessageDraft draft{.packet = log_.packet(),
                                     .sender = sender_.id,
                                     .id = item.id,
                                     .kind = item.kind,
                                     .counter = counter,
                                     .seen_seq = log_.seq(),
                                     .seen_head = log_.head()};
  CLOISTER_TRY(const protocol::Envelope envelope,
               protocol::seal_message(log_.site(), log_.id(), draft, item.content, *key, sender_.key, random_));
  item.body = protocol::encode(envelope);
  item.packet = draft.packet;
  item.counter = counter;
  next_counter_ = std::max(next_counter_, counter + 1);
  return {};
}

void Outbox::pump() {
  if (!host_.can_send()) return;
  for (Item& item : items_) {
    if (in_flight_ >= kMaxInFlight) return;
    if (item.state == State::sent) continue;
    // What was refused was not taken: it may be sealed anew under the same counter.
    if (item.state == State::refused && item.packet != log_.packet()) item.body.clear();
    if (item.body.empty() && !seal(item)) return;
    transmit(item);
  }
}

void Outbox::transmit(Item& item) {
  item.state = State::sent;
  item.ref = host_.append(protocol::EntryKind::message, item.body);
  ++in_flight_;
}

void Outbox::interrupted() {
  for (Item& item : items_) item.state = State::waiting;
  in_flight_ = 0;
}

// --- Answers ---

void Outbox::taken(const ClientMessageId& id, std::uint64_t seq) {
  next_counter_ = std::max(next_counter_, log_.counter_of(sender_.id) + 1);
  const auto mine = std::ranges::find(items_, id, &Item::id);
  if (mine != items_.end()) acknowledged(static_cast<std::size_t>(mine - items_.begin()), seq);
}

void Outbox::acknowledged(std::size_t at, std::uint64_t seq) {
  const Item& item = items_[at];
  if (item.state == State::sent) --in_flight_;
  const ClientMessageId id = item.id;
  items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(at));
  host_.acknowledged(id, seq);
}

void Outbox::on_ack(std::uint32_t ref, std::uint64_t seq) {
  const auto found = std::ranges::find(items_, ref, &Item::ref);
  if (found != items_.end() && found->state == State::sent)
    acknowledged(static_cast<std::size_t>(found - items_.begin()), seq);
  if (in_flight_ < items_.size()) pump();
}

void Outbox::on_refusal(std::uint32_t ref, ErrorCode code) {
  const auto found = std::ranges::find(items_, ref, &Item::ref);
  if (found == items_.end() || found->state != State::sent) return;
  --in_flight_;
  const ClientMessageId id = found->id;
  // Sent right behind a certificate that was not taken.
  const bool too_early = code == ErrorCode::not_permitted && !log_.knows_sender(sender_.id);
  if (!may_pass(code) && !too_early) {
    items_.erase(found);
    return host_.refused(id, code);
  }
  found->state = State::refused;
  // With a new epoch at hand nothing is waited for.
  if (code == ErrorCode::stale_epoch && found->packet != log_.packet()) return pump();
  host_.postponed(id, code);
}

}  // namespace cloister::client
