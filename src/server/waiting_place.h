// A place on the waiting list that was taken for a conversation which is yet to be made.
#pragma once

#include "base/fixed.h"
#include "server/context.h"

namespace cloister::server {

/// Gives the place back when it dies, in whatever thread, unless it is kept: the conversation exists, and holds it
/// until it no longer waits.
class WaitingPlace {
 public:
  /// None: one that was taken before, by the same request.
  WaitingPlace() = default;
  WaitingPlace(Context& context, const SiteId& site, const ConversationId& conversation)
      : context_(&context), site_(site), conversation_(conversation) {}
  WaitingPlace(WaitingPlace&& other) noexcept
      : context_(std::exchange(other.context_, nullptr)), site_(other.site_), conversation_(other.conversation_) {}
  WaitingPlace& operator=(WaitingPlace&&) = delete;
  ~WaitingPlace();

  void keep() { context_ = nullptr; }

 private:
  Context* context_ = nullptr;
  SiteId site_;
  ConversationId conversation_;
};

}  // namespace cloister::server
