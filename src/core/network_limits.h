// What one network may take, as numbers that an operator can change (docs/operations.md). A near network is meant;
// wide ones may take `kWideShares` times as much. 0 everywhere: no limit.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cloister::core {

struct NetworkLimits {
  /// Connections at a time. A large office behind one address, with a tab or two for everybody.
  std::size_t connections = 500;
  /// Of these, connections that have not finished a first request, or sockets that have not proven themselves: a tenth
  /// of `net::kMaxUnproven`. Honest ones are through within a second.
  std::size_t unproven = 200;
  /// Bytes of unfinished requests at a time: sixteen of the largest that there are, an eighth of `net::kMaxHeldBytes`.
  std::size_t body_bytes = std::size_t{16} << 20;
  /// New sessions of customers in an hour. A customer needs one in half a day; `kMaxSessions` would take one network
  /// two months.
  std::int64_t sessions_per_hour = 120;
  /// New conversations in an hour.
  std::int64_t conversations_per_hour = 120;
  /// Conversations that wait at a time: less than a tenth of what a desk is shown (`kMaxShownWaiting`).
  std::size_t waiting = 40;
  /// Enrolments and sign-ins of staff tried in an hour: each costs several signatures to check. People need some few.
  std::int64_t sign_ins_per_hour = 600;

  /// Request proofs of customers that are remembered at a time, for two minutes (core/request_proof.h): a fiftieth of
  /// `kMaxRememberedProofs`.
  std::size_t proofs = 10'000;

  /// For a machine on which everybody is at the same address: development, benchmarks.
  static constexpr NetworkLimits none() {
    return {.connections = 0,
            .unproven = 0,
            .body_bytes = 0,
            .sessions_per_hour = 0,
            .conversations_per_hour = 0,
            .waiting = 0,
            .sign_ins_per_hour = 0,
            .proofs = 0};
  }
};

}  // namespace cloister::core
