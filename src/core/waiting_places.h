// Who holds the places of a site's waiting list, so that one network cannot fill it with conversations of any number of
// devices. Pure; not thread safe.
#pragma once

#include <unordered_map>

#include "base/fixed.h"
#include "base/result.h"
#include "core/network_quota.h"

namespace cloister::core {

/// Places are taken before a conversation is made, and free again when it no longer waits. In memory only: after a
/// restart the conversations that wait count for nobody (`Desk::admit` counts them all the same).
class WaitingPlaces {
 public:
  explicit WaitingPlaces(Shares shares) : pot_(shares) {}

  /// True if the place is new, false if the conversation has one. `limit_reached` as of `NetworkPot`.
  Result<bool> take(const ConversationId& conversation, const Network& from) {
    if (places_.contains(conversation)) return false;
    CLOISTER_CHECK(pot_.take(from));
    places_.emplace(conversation, from);
    return true;
  }
  /// Does nothing for one without a place.
  void free(const ConversationId& conversation) {
    const auto found = places_.find(conversation);
    if (found == places_.end()) return;
    pot_.give_back(found->second);
    places_.erase(found);
  }
  std::size_t size() const { return places_.size(); }

 private:
  NetworkPot pot_;
  std::unordered_map<ConversationId, Network> places_;
};

}  // namespace cloister::core
