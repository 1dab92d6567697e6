// The one state that all sockets of a session share (server/session_state.h).
#pragma once

#include <memory>
#include <unordered_map>

#include "base/fixed.h"
#include "server/session_state.h"

namespace cloister::server {

/// As long as any socket holds the state of a session, others of it get the same: so that ending the session reaches
/// each of them, also one that has proven itself and is on its way to its conversation while the last one before it
/// closes. Used in the hub's loop; the states themselves anywhere.
class SessionStates {
 public:
  /// The state that is in use, or a new one for `who`.
  std::shared_ptr<SessionState> of(const SessionId& session, const core::Principal& who) {
    std::weak_ptr<SessionState>& kept = states_[session];
    std::shared_ptr<SessionState> state = kept.lock();
    if (state && !state->revoked.load(std::memory_order_acquire)) return state;
    state = std::make_shared<SessionState>(who);
    kept = state;
    return state;
  }
  /// Ended or locked: no command of its sockets is taken any more. The next `of` makes a new one.
  void revoke(const SessionId& session) {
    const auto found = states_.find(session);
    if (found == states_.end()) return;
    if (const auto state = found->second.lock()) state->revoked.store(true, std::memory_order_release);
    states_.erase(found);
  }
  /// Forgets those that nobody holds; to be called now and then.
  void sweep() {
    std::erase_if(states_, [](const auto& item) { return item.second.expired(); });
  }
  std::size_t size() const { return states_.size(); }

 private:
  std::unordered_map<SessionId, std::weak_ptr<SessionState>> states_;
};

}  // namespace cloister::server
