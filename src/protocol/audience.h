// Who a message is for, as people see it: persons and teams instead of devices and generations (docs/protocol.md
// section 4, "The recipients are frozen"). Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protocol/roster.h"

namespace cloister::protocol {

/// The customer is always among them and never named.
struct Audience {
  std::vector<PersonId> people;
  std::vector<TeamId> teams;
  bool empty() const { return people.empty() && teams.empty(); }
};

/// Whom the readers of an accepted packet stand for. Readers that the roster does not know are left out: no accepted
/// packet names any.
Audience audience_of(const SiteRoster& roster, std::span<const Reader> readers);

/// Who of `now` could not read what is sealed to `before`, with the teams as of `size` acts. A team covers its members,
/// those who join later included; a team all of whose members could read is nobody new.
Audience newcomers(const SiteRoster& roster, std::uint64_t size, const Audience& before, const Audience& now);

}  // namespace cloister::protocol
