#include "core/tickets.h"

#include "crypto/sha256.h"
#include "protocol/proofs.h"

namespace cloister::core {

void Tickets::remove(const SessionId& ticket) {
  const auto found = tickets_.find(ticket);
  if (found == tickets_.end()) return;
  const auto of_session = by_session_.find(found->second.holder.session);
  std::erase(of_session->second, ticket);
  if (of_session->second.empty()) by_session_.erase(of_session);
  tickets_.erase(found);
}

void Tickets::forget(TimeMs now) {
  while (!order_.empty() && (order_.front().first <= now || !tickets_.contains(order_.front().second))) {
    remove(order_.front().second);
    order_.pop_front();
  }
}

Result<protocol::Ticket> Tickets::give(const Grant<Action::conversation_ticket>& grant, const Hash& key_hash,
                                       TimeMs now, RandomSource& random) {
  const ConversationResource* conversation = grant.conversation();
  if (conversation == nullptr) return fail(ErrorCode::not_found);
  forget(now);
  // `order_` may also name used ones: bounded by it, not by the unused ones alone.
  if (order_.size() >= max_) return fail(ErrorCode::limit_reached, "tickets");
  Slot slot;
  slot.origin = grant.staff() != nullptr ? SocketOrigin::frame : SocketOrigin::chat;
  slot.holder = {conversation->site, conversation->conversation,
                 grant.staff() != nullptr ? grant.staff()->session : grant.visitor()->session};
  slot.key_hash = key_hash;
  slot.expires_ms = now + protocol::kTicketLifetimeMs;
  if (const auto of_session = by_session_.find(slot.holder.session);
      of_session != by_session_.end() && of_session->second.size() >= kMaxTicketsPerSession)
    remove(SessionId(of_session->second.front()));
  protocol::Ticket ticket;
  ticket.ticket = random.make<SessionId>();
  ticket.expires_ms = static_cast<std::uint64_t>(slot.expires_ms);
  by_session_[slot.holder.session].push_back(ticket.ticket);
  order_.emplace_back(slot.expires_ms, ticket.ticket);
  tickets_.emplace(ticket.ticket, slot);
  return ticket;
}

Result<TicketHolder> Tickets::redeem(const protocol::ProveConversation& prove, const Hash& challenge,
                                     SocketOrigin origin, TimeMs now, const protocol::SignatureChecker& signatures) {
  const auto found = tickets_.find(prove.ticket);
  if (found == tickets_.end()) return fail(ErrorCode::bad_ticket);
  const Slot& slot = found->second;
  if (now >= slot.expires_ms || origin != slot.origin || prove.conversation != slot.holder.conversation ||
      crypto::sha256(prove.key) != slot.key_hash)
    return fail(ErrorCode::bad_ticket);
  const Bytes message = protocol::socket_bytes(challenge, prove.ticket, prove.conversation);
  if (!signatures.verify(prove.key, message, prove.proof)) return fail(ErrorCode::bad_proof);
  const TicketHolder holder = slot.holder;
  remove(prove.ticket);
  forget(now);
  return holder;
}

void Tickets::drop(const SessionId& session) {
  const auto of_session = by_session_.find(session);
  if (of_session == by_session_.end()) return;
  const std::vector<SessionId> tickets = of_session->second;
  for (const SessionId& ticket : tickets) remove(ticket);
}

}  // namespace cloister::core
