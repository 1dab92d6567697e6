#include "core/desk.h"

#include <algorithm>

#include "protocol/roster.h"

namespace cloister::core {

using protocol::ConversationInfo;

Result<DeskSnapshot> Desk::connect(const Staff& staff) {
  const bool known = desks_.contains(staff.session);
  if (!known && desks_.size() >= kMaxDesks) return fail(ErrorCode::limit_reached, "desks");
  disconnect(staff.session);
  const bool agent = protocol::has_role(staff.roles, protocol::Role::agent);
  desks_.emplace(staff.session, Member{staff.person, agent, false});
  DeskSnapshot snapshot;
  if (!agent) return snapshot;
  for (const Place& place : shown_) snapshot.waiting.push_back(waiting_.at(place.conversation));
  if (const auto mine = mine_.find(staff.person); mine != mine_.end())
    for (const auto& [id, info] : mine->second)
      if (snapshot.mine.size() < kMaxShownMine) snapshot.mine.push_back(info);
  return snapshot;
}

void Desk::disconnect(const SessionId& session) {
  const auto found = desks_.find(session);
  if (found == desks_.end()) return;
  if (found->second.available) --available_;
  desks_.erase(found);
}

Status Desk::set_available(const Grant<Action::available>& grant, bool on) {
  const Staff* staff = grant.staff();
  const auto found = staff == nullptr ? desks_.end() : desks_.find(staff->session);
  if (found == desks_.end()) return fail(ErrorCode::not_found);
  if (!found->second.agent) return fail(ErrorCode::not_permitted, "not an agent");
  if (found->second.available != on) available_ = on ? available_ + 1 : available_ - 1;
  found->second.available = on;
  return {};
}

Status Desk::admit() const {
  if (waiting_.size() >= kMaxWaiting) return fail(ErrorCode::limit_reached, "waiting conversations");
  return {};
}

std::vector<SessionId> Desk::agents() const {
  std::vector<SessionId> out;
  for (const auto& [session, member] : desks_)
    if (member.agent) out.push_back(session);
  std::ranges::sort(out);
  return out;
}

std::vector<SessionId> Desk::desks_of(const PersonId& person) const {
  std::vector<SessionId> out;
  for (const auto& [session, member] : desks_)
    if (member.agent && member.person == person) out.push_back(session);
  std::ranges::sort(out);
  return out;
}

namespace {

template <class Message>
void tell(std::vector<DeskEvent>& out, Message message, std::vector<SessionId> to) {
  if (!to.empty()) out.push_back({std::move(message), std::move(to)});
}

}  // namespace

void Desk::remove_waiting(const ConversationId& id, std::vector<DeskEvent>& out) {
  const auto found = waiting_.find(id);
  if (found == waiting_.end()) return;
  const Place place{static_cast<TimeMs>(found->second.created_ms), id};
  waiting_.erase(found);
  if (hidden_.erase(place) != 0) return;
  shown_.erase(place);
  tell(out, protocol::DeskGone{.conversation = id}, agents());
  if (hidden_.empty()) return;
  const Place next = *hidden_.begin();
  hidden_.erase(hidden_.begin());
  shown_.insert(next);
  tell(out, protocol::DeskWaiting{.conversation = waiting_.at(next.conversation)}, agents());
}

std::vector<DeskEvent> Desk::update(const ConversationInfo& info) {
  std::vector<DeskEvent> out;
  if (info.status == name_of(ConversationStatus::waiting)) {
    const Place place{static_cast<TimeMs>(info.created_ms), info.conversation};
    waiting_[info.conversation] = info;
    if (!shown_.contains(place) && !hidden_.contains(place))
      (shown_.size() < kMaxShownWaiting ? shown_ : hidden_).insert(place);
    if (shown_.contains(place)) tell(out, protocol::DeskWaiting{.conversation = info}, agents());
    return out;
  }
  remove_waiting(info.conversation, out);
  if (!info.assigned) return out;
  auto& mine = mine_[*info.assigned];
  if (info.status == name_of(ConversationStatus::closed)) {
    mine.erase(info.conversation);
    if (mine.empty()) mine_.erase(*info.assigned);
  } else {
    mine[info.conversation] = info;
  }
  tell(out, protocol::DeskMine{.conversation = info}, desks_of(*info.assigned));
  return out;
}

std::vector<DeskEvent> Desk::roster_grown(std::uint64_t acts) const {
  std::vector<DeskEvent> out;
  std::vector<SessionId> everybody;
  for (const auto& [session, member] : desks_) everybody.push_back(session);
  std::ranges::sort(everybody);
  tell(out, protocol::DeskRoster{.acts = acts}, std::move(everybody));
  return out;
}

}  // namespace cloister::core
