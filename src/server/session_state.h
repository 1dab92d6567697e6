// What a socket knows of its session: who is behind it, and whether that still holds.
#pragma once

#include <atomic>

#include "core/access.h"

namespace cloister::server {

/// Made by the hub, shared with the sockets of the session in their loops. `revoked` is set at the moment the session
/// ends or is locked, before the sockets are told, so that no command slips through in between.
struct SessionState {
  explicit SessionState(core::Principal who) : principal(std::move(who)) {}
  const core::Principal principal;
  std::atomic<bool> revoked = false;

  /// For the access decision of one command.
  core::Principal now() const {
    return revoked.load(std::memory_order_acquire) ? core::Principal(core::Nobody{}) : principal;
  }
};

}  // namespace cloister::server
