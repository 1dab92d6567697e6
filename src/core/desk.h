// The queue of one site, the presence of its staff, and what each desk is told: metadata only.
//
// Not thread safe. Does not send: it returns events, which the caller turns into frames. Who may call for
// whom is decided before (core/access.h); what somebody may hear of is decided here.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "core/access.h"
#include "protocol/gen/messages.h"

namespace cloister::core {

/// Waiting conversations that desks are told of, the oldest first (the list in DeskState holds no more). The
/// next one is announced when one of them goes.
inline constexpr std::size_t kMaxShownWaiting = 500;
inline constexpr std::size_t kMaxShownMine = 500;
/// Waiting conversations of a site; a new one is `limit_reached` beyond.
inline constexpr std::size_t kMaxWaiting = 100'000;
/// Desks of a site.
inline constexpr std::size_t kMaxDesks = 10'000;

/// One message and whom it is for. `to` names staff sessions with a desk; never empty.
struct DeskEvent {
  std::variant<protocol::DeskWaiting, protocol::DeskMine, protocol::DeskGone, protocol::DeskRoster> message;
  std::vector<SessionId> to;
};

/// What a desk is told at the start; the caller adds the tag's other members (acts, server_ms).
struct DeskSnapshot {
  bool available = false;
  std::vector<protocol::ConversationInfo> waiting;
  std::vector<protocol::ConversationInfo> mine;
};

class Desk {
 public:
  /// A desk socket has proven itself. Connecting again replaces the old entry. `limit_reached` beyond
  /// `kMaxDesks`.
  Result<DeskSnapshot> connect(const Staff& staff);
  void disconnect(const SessionId& session);
  /// The agent takes conversations, or not. `not_permitted` for staff without the role agent, `not_found`
  /// without desk.
  Status set_available(const Grant<Action::available>& grant, bool on);

  /// Room for one more waiting conversation: asked before a conversation is started.
  Status admit() const;
  /// A conversation is new or has changed, on disk. `info` is as the staff side sees it.
  std::vector<DeskEvent> update(const protocol::ConversationInfo& info);
  /// The key log has grown.
  std::vector<DeskEvent> roster_grown(std::uint64_t acts) const;

  /// An agent is connected and takes conversations.
  bool site_available() const { return available_ > 0; }
  std::size_t waiting() const { return waiting_.size(); }
  std::size_t desks() const { return desks_.size(); }

 private:
  struct Place {
    TimeMs created_ms = 0;
    ConversationId conversation;
    auto operator<=>(const Place&) const = default;
  };
  struct Member {
    PersonId person;
    bool agent = false;
    bool available = false;
  };
  std::vector<SessionId> agents() const;
  std::vector<SessionId> desks_of(const PersonId& person) const;
  void remove_waiting(const ConversationId& id, std::vector<DeskEvent>& out);

  std::unordered_map<SessionId, Member> desks_;
  std::size_t available_ = 0;
  std::unordered_map<ConversationId, protocol::ConversationInfo> waiting_;
  std::set<Place> shown_;
  std::set<Place> hidden_;
  std::unordered_map<PersonId, std::map<ConversationId, protocol::ConversationInfo>> mine_;
};

}  // namespace cloister::core
