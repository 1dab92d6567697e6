// What one stored conversation says, read from its entries and nothing else.
#pragma once

#include <optional>

#include "core/access.h"
#include "protocol/gen/wire.h"

namespace cloister::simulation {

struct Truth {
  DeviceId customer;
  std::optional<PersonId> assigned;
  bool closed = false;

  void learn(const protocol::Entry& entry);
  bool waiting() const { return !assigned && !closed; }
};

/// May this principal be given entries of such a conversation by a socket; before accepting; and may they accept it, or
/// accept it again?
bool may_follow(const core::Principal& principal, const Truth& truth);
bool may_peek(const core::Principal& principal, const Truth& truth);
bool may_accept(const core::Principal& principal, const Truth& truth);

}  // namespace cloister::simulation
