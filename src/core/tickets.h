// Tickets for conversation sockets (docs/protocol.md section 6): each opens one socket, once, within 30 s,
// for one conversation, one session and one key. Not thread safe.
#pragma once

#include <deque>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "core/access.h"
#include "protocol/gen/messages.h"
#include "protocol/signatures.h"

namespace cloister::core {

/// Unused tickets: of one session (the oldest goes), and all in all (`limit_reached`).
inline constexpr std::size_t kMaxTicketsPerSession = 16;
inline constexpr std::size_t kMaxTickets = 100'000;

/// Where the socket comes from, by its Origin: the chat origin, or `null` for a frame of the console.
enum class SocketOrigin : std::uint8_t { chat, frame };

/// What a redeemed ticket says.
struct TicketHolder {
  SiteId site;
  ConversationId conversation;
  SessionId session;
};

class Tickets {
 public:
  explicit Tickets(std::size_t max = kMaxTickets) : max_(max) {}

  /// `key_hash` is SHA-256 of the socket key to come.
  Result<protocol::Ticket> give(const Grant<Action::conversation_ticket>& grant, const Hash& key_hash, TimeMs now,
                                RandomSource& random);
  /// Checks the first frame of a socket against the ticket, its key and the challenge of this socket, and
  /// uses the ticket up. `bad_ticket` for whatever is wrong with the ticket, `bad_proof` for the signature;
  /// neither uses it up. The session must still be looked up and the access decided anew.
  Result<TicketHolder> redeem(const protocol::ProveConversation& prove, const Hash& challenge, SocketOrigin origin,
                              TimeMs now, const protocol::SignatureChecker& signatures = protocol::real_signatures());
  /// To be called when a session is locked or ends.
  void drop(const SessionId& session);
  std::size_t size() const { return tickets_.size(); }

 private:
  struct Slot {
    TicketHolder holder;
    SocketOrigin origin = SocketOrigin::chat;
    Hash key_hash;
    TimeMs expires_ms = 0;
  };
  void forget(TimeMs now);
  void remove(const SessionId& ticket);

  std::size_t max_;
  std::unordered_map<SessionId, Slot> tickets_;
  std::unordered_map<SessionId, std::vector<SessionId>> by_session_;
  std::deque<std::pair<TimeMs, SessionId>> order_;
};

}  // namespace cloister::core
