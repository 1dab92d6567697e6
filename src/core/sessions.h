// Sessions of visitors and staff (docs/protocol.md section 5): their limits, locking, and when what happens.
//
// Not thread safe. Time is handed in; nothing runs by itself: the caller asks `next_deadline()`, waits, and
// calls `advance()`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "core/access.h"
#include "protocol/roster.h"

namespace cloister::core {

/// Sessions of one server, and of one device (the oldest of the device ends when there is one more).
inline constexpr std::size_t kMaxSessions = 200'000;
inline constexpr std::size_t kMaxSessionsPerDevice = 8;
/// One place in so many is for staff alone: a flood of visitors must not keep those out who could answer it.
inline constexpr std::size_t kStaffShare = 10;
/// `Ending` comes this long before the end, or a tenth of the limit, if that is less.
inline constexpr DurationMs kEndingNoticeMs = 60 * kSecondMs;

struct SessionLimits {
  DurationMs idle_ms = 30 * kMinuteMs;
  DurationMs absolute_ms = 12 * kHourMs;
};
struct SessionPolicy {
  SessionLimits customers;
  SessionLimits staff;
  std::size_t max_sessions = kMaxSessions;
};

struct Session {
  SessionId id;
  SiteId site;
  /// Ed25519; proves each request.
  SignKey key;
  DeviceId device;
  /// Set for staff.
  std::optional<PersonId> person;
  std::uint8_t roles = 0;
  bool locked = false;
  TimeMs created_ms = 0;
  /// Last sign of somebody being there.
  TimeMs active_ms = 0;

  bool staff() const { return person.has_value(); }
};

/// What happened to a session by itself; its sockets are told.
struct SessionEvent {
  enum class Kind : std::uint8_t {
    /// Send `Ending` with `in_ms` and `idle`.
    ending,
    /// Send `Ended` with `code`, close the sockets (4003 when `code` is session_locked, 4001 otherwise).
    ended,
  };
  Kind kind = Kind::ended;
  SessionId session;
  DurationMs in_ms = 0;
  /// By the idle limit, not the absolute one.
  bool idle = false;
  ErrorCode code = ErrorCode::session_expired;
};

class Sessions {
 public:
  explicit Sessions(const SessionPolicy& policy) : policy_(policy) {}
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;

  /// A visitor session; the running one if the same device comes with the same key. `limit_reached` when
  /// full.
  Result<Session> open_visitor(const SiteId& site, const DeviceId& device, const SignKey& key, TimeMs now,
                               RandomSource& random);
  /// Would `open_visitor` give a session that runs already?
  bool visitor_runs(const SiteId& site, const DeviceId& device, const SignKey& key, TimeMs now) const;
  /// A staff session after the passkey was verified; the running one, unlocked, if the same device comes with
  /// the same key. `revoked` unless the device is current in the roster.
  Result<Session> open_staff(const protocol::SiteRoster& roster, const DeviceId& device, const SignKey& key, TimeMs now,
                             RandomSource& random);
  /// A session that was stored before a restart. Ignored when over a limit.
  void restore(const Session& session, TimeMs now);

  /// The session if it has not ended: `no_session`, or `session_expired` when it has reached a limit that
  /// `advance` has not acted on yet. A staff session past its idle limit comes back locked.
  Result<Session> find(const SessionId& id, TimeMs now) const;
  /// Who that is for the access decision; Nobody when `find` fails.
  Principal principal(const SessionId& id, TimeMs now) const;

  /// Somebody is there. Does nothing for a locked session or one at its end.
  void touch(const SessionId& id, TimeMs now);
  /// False if there is no such staff session.
  bool lock(const SessionId& id);
  bool end(const SessionId& id);

  /// Ends the staff sessions of this site whose device is not current in the roster; each comes back as
  /// `ended` with `revoked`. To be called after each act.
  std::vector<SessionEvent> revoke(const protocol::SiteRoster& roster);
  /// Everything that is due at `now`. Sessions that had to make room come back here too.
  std::vector<SessionEvent> advance(TimeMs now);
  /// When to call `advance` next; may be early, never late.
  std::optional<TimeMs> next_deadline() const;

  /// When a session ends by itself, if nobody touches it.
  TimeMs idle_end(const Session& session) const { return session.active_ms + limits_of(session).idle_ms; }
  TimeMs absolute_end(const Session& session) const { return session.created_ms + limits_of(session).absolute_ms; }
  const SessionLimits& limits_of(const Session& session) const {
    return session.staff() ? policy_.staff : policy_.customers;
  }
  std::size_t size() const { return sessions_.size(); }

 private:
  struct Slot {
    Session session;
    /// Key of its one timer.
    TimeMs timer = 0;
    /// The ends for which `Ending` was sent.
    TimeMs warned_idle = 0;
    bool warned_absolute = false;
  };
  struct Sooner {
    bool operator()(const Slot* a, const Slot* b) const {
      return std::tie(a->timer, a->session.id) < std::tie(b->timer, b->session.id);
    }
  };
  static DurationMs notice(DurationMs limit);
  /// The next moment at which something is to be done about it.
  TimeMs due(const Slot& slot) const;
  Result<Session> open(Session session, TimeMs now, RandomSource& random);
  const Slot* running(const DeviceId& device, const SignKey& key, bool staff) const;
  Slot* running(const DeviceId& device, const SignKey& key, bool staff) {
    return const_cast<Slot*>(std::as_const(*this).running(device, key, staff));
  }
  void insert(const Session& session);
  void remove(const SessionId& id);
  void schedule(Slot& slot);
  void advance_one(Slot& slot, TimeMs now, std::vector<SessionEvent>& out);

  SessionPolicy policy_;
  std::unordered_map<SessionId, Slot> sessions_;
  /// These two point into `sessions_`. Those of one device are in the order opened.
  std::multimap<DeviceId, Slot*> by_device_;
  std::set<Slot*, Sooner> timers_;
  std::vector<SessionEvent> displaced_;
};

}  // namespace cloister::core
