#include "core/sessions.h"

#include <algorithm>

namespace cloister::core {

DurationMs Sessions::notice(DurationMs limit) { return std::min(kEndingNoticeMs, limit / 10); }

Result<Session> Sessions::open_visitor(const SiteId& site, const DeviceId& device, const SignKey& key, TimeMs now,
                                       RandomSource& random) {
  if (visitor_runs(site, device, key, now)) {
    const Slot* slot = running(device, key, false);
    touch(slot->session.id, now);
    return slot->session;
  }
  return open({.id = {}, .site = site, .key = key, .device = device, .person = {}}, now, random);
}

Result<Session> Sessions::open_staff(const protocol::SiteRoster& roster, const DeviceId& device, const SignKey& key,
                                     TimeMs now, RandomSource& random) {
  const protocol::StaffDevice* known = roster.current_device(device);
  if (known == nullptr) return fail(ErrorCode::revoked);
  if (Slot* slot = running(device, key, true); slot != nullptr && now < absolute_end(slot->session)) {
    slot->session.locked = false;
    slot->session.active_ms = now;
    slot->warned_idle = 0;
    schedule(*slot);
    return slot->session;
  }
  return open({.id = {},
               .site = roster.site(),
               .key = key,
               .device = device,
               .person = known->person,
               .roles = roster.person(known->person)->roles},
              now, random);
}

bool Sessions::visitor_runs(const SiteId& site, const DeviceId& device, const SignKey& key, TimeMs now) const {
  const Slot* slot = running(device, key, false);
  return slot != nullptr && slot->session.site == site && find(slot->session.id, now);
}

const Sessions::Slot* Sessions::running(const DeviceId& device, const SignKey& key, bool staff) const {
  const auto [first, last] = by_device_.equal_range(device);
  const auto found = std::find_if(first, last, [&](const auto& one) {
    return one.second->session.key == key && one.second->session.staff() == staff;
  });
  return found == last ? nullptr : found->second;
}

Result<Session> Sessions::open(Session session, TimeMs now, RandomSource& random) {
  if (by_device_.count(session.device) >= kMaxSessionsPerDevice) {
    const SessionId oldest = by_device_.lower_bound(session.device)->second->session.id;
    displaced_.push_back({.session = oldest, .code = ErrorCode::session_expired});
    remove(oldest);
  }
  const std::size_t reserved = session.staff() ? 0 : policy_.max_sessions / kStaffShare;
  if (sessions_.size() >= policy_.max_sessions - reserved) return fail(ErrorCode::limit_reached, "sessions");
  session.id = random.make<SessionId>();
  session.created_ms = now;
  session.active_ms = now;
  insert(session);
  return session;
}

void Sessions::restore(const Session& session, TimeMs now) {
  if (sessions_.contains(session.id) || sessions_.size() >= policy_.max_sessions) return;
  if (by_device_.count(session.device) >= kMaxSessionsPerDevice) return;
  if (now >= absolute_end(session) || (!session.staff() && now >= idle_end(session))) return;
  insert(session);
}

void Sessions::insert(const Session& session) {
  Slot& slot = sessions_.emplace(session.id, Slot{.session = session}).first->second;
  by_device_.emplace(session.device, &slot);
  slot.timer = due(slot);
  timers_.insert(&slot);
}

void Sessions::remove(const SessionId& id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  timers_.erase(&found->second);
  const auto [first, last] = by_device_.equal_range(found->second.session.device);
  by_device_.erase(std::find_if(first, last, [&](const auto& one) { return one.second == &found->second; }));
  sessions_.erase(found);
}

void Sessions::schedule(Slot& slot) {
  timers_.erase(&slot);
  slot.timer = due(slot);
  timers_.insert(&slot);
}

TimeMs Sessions::due(const Slot& slot) const {
  const Session& session = slot.session;
  const SessionLimits& limits = limits_of(session);
  const TimeMs absolute = absolute_end(session);
  TimeMs next = slot.warned_absolute ? absolute : absolute - notice(limits.absolute_ms);
  if (!session.locked) {
    const TimeMs idle = idle_end(session);
    next = std::min(next, slot.warned_idle == idle ? idle : idle - notice(limits.idle_ms));
  }
  return next;
}

Result<Session> Sessions::find(const SessionId& id, TimeMs now) const {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return fail(ErrorCode::no_session);
  Session session = found->second.session;
  if (now >= absolute_end(session)) return fail(ErrorCode::session_expired);
  if (now >= idle_end(session)) {
    if (!session.staff()) return fail(ErrorCode::session_expired);
    session.locked = true;
  }
  return session;
}

Principal Sessions::principal(const SessionId& id, TimeMs now) const {
  const auto session = find(id, now);
  if (!session) return Nobody{};
  if (!session->staff()) return Visitor{session->site, session->device, session->id};
  return Staff{session->site, *session->person, session->device, session->roles, session->locked, session->id};
}

void Sessions::touch(const SessionId& id, TimeMs now) {
  const auto session = find(id, now);
  if (!session || session->locked) return;
  // The timer stays: it finds out that it is early, and the end can only have moved away.
  Session& held = sessions_.at(id).session;
  held.active_ms = std::max(held.active_ms, now);
}

bool Sessions::lock(const SessionId& id) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end() || !found->second.session.staff()) return false;
  found->second.session.locked = true;
  schedule(found->second);
  return true;
}

bool Sessions::end(const SessionId& id) {
  const bool known = sessions_.contains(id);
  remove(id);
  return known;
}

std::vector<SessionEvent> Sessions::revoke(const protocol::SiteRoster& roster) {
  std::vector<SessionEvent> out;
  for (const auto& [id, slot] : sessions_)
    if (slot.session.staff() && slot.session.site == roster.site() &&
        roster.current_device(slot.session.device) == nullptr)
      out.push_back({.session = id, .code = ErrorCode::revoked});
  for (const SessionEvent& event : out) remove(event.session);
  return out;
}

void Sessions::advance_one(Slot& slot, TimeMs now, std::vector<SessionEvent>& out) {
  Session& session = slot.session;
  const SessionLimits& limits = limits_of(session);
  const TimeMs absolute = absolute_end(session);
  const TimeMs idle = idle_end(session);
  const bool idle_over = !session.locked && now >= idle;
  if (now >= absolute || (idle_over && !session.staff())) {
    out.push_back({.session = session.id, .idle = now < absolute, .code = ErrorCode::session_expired});
    remove(session.id);
    return;
  }
  if (idle_over) {
    session.locked = true;
    out.push_back({.session = session.id, .idle = true, .code = ErrorCode::session_locked});
  }
  const auto ending = [&](TimeMs end, bool by_idle) {
    out.push_back({.kind = SessionEvent::Kind::ending, .session = session.id, .in_ms = end - now, .idle = by_idle});
  };
  if (!slot.warned_absolute && now >= absolute - notice(limits.absolute_ms)) {
    slot.warned_absolute = true;
    ending(absolute, false);
  }
  if (!session.locked && slot.warned_idle != idle && now >= idle - notice(limits.idle_ms)) {
    slot.warned_idle = idle;
    ending(idle, true);
  }
  schedule(slot);
}

std::vector<SessionEvent> Sessions::advance(TimeMs now) {
  std::vector<SessionEvent> out;
  out.swap(displaced_);
  while (!timers_.empty() && (*timers_.begin())->timer <= now) advance_one(**timers_.begin(), now, out);
  return out;
}

std::optional<TimeMs> Sessions::next_deadline() const {
  if (!displaced_.empty()) return 0;
  if (timers_.empty()) return std::nullopt;
  return (*timers_.begin())->timer;
}

}  // namespace cloister::core
