// Who may still append to the key log, which holds `protocol::kMaxActs` for good. Pure; not thread safe.
#pragma once

#include "base/fixed.h"
#include "core/pace.h"
#include "protocol/gen/wire.h"

namespace cloister::core {

/// Acts that one person may submit at once, and again within the period: far more than setting up a team takes.
inline constexpr std::int64_t kActsBurst = 60;
inline constexpr DurationMs kActsPeriodMs = 10 * kMinuteMs;
/// Acts of one person in a day. Whoever signs in at shared computers makes three each time; an admin brings in a team.
/// An agent alone would need more than a year to come to the reserve, and is removed by then.
inline constexpr std::int64_t kActsOfAgentPerDay = 200;
inline constexpr std::int64_t kActsOfAdminPerDay = 2'000;
/// The last places are for admins: to remove who has filled the others, to hand on team keys, and to invite whoever
/// makes a new site.
inline constexpr std::uint64_t kActsForAdmins = protocol::kMaxActs / 10;

class KeyLogQuota {
 public:
  /// One more act by this person, on a log of `size`. `limit_reached` when it is too soon or the places are not theirs.
  Status take(const PersonId& person, bool admin, std::uint64_t size, TimeMs now) {
    if (!admin && size + kActsForAdmins >= protocol::kMaxActs)
      return fail(ErrorCode::limit_reached, "the last places of the key log");
    Pace<PersonId>& day = admin ? admins_day_ : agents_day_;
    if (!day.has(person, now)) return fail(ErrorCode::limit_reached, "acts of one day");
    CLOISTER_CHECK(burst_.take(person, now));
    return day.take(person, now);
  }

 private:
  Pace<PersonId> burst_{kActsBurst, kActsPeriodMs};
  Pace<PersonId> agents_day_{kActsOfAgentPerDay, kDayMs};
  Pace<PersonId> admins_day_{kActsOfAdminPerDay, kDayMs};
};

}  // namespace cloister::core
