#include "simulation/truth.h"

#include "protocol/names.h"

namespace cloister::simulation {

using namespace protocol;

void Truth::learn(const Entry& entry) {
  const auto kind = static_cast<EntryKind>(entry.kind);
  if (kind == EntryKind::genesis) customer = device_id(decode<ConversationGenesis>(entry.body)->device);
  if (kind == EntryKind::assign) assigned = decode<Assign>(entry.body)->person;
  if (kind == EntryKind::close) closed = true;
}

bool may_follow(const core::Principal& principal, const Truth& truth) {
  if (const auto* visitor = std::get_if<core::Visitor>(&principal)) return visitor->device == truth.customer;
  const auto* staff = std::get_if<core::Staff>(&principal);
  return staff != nullptr && !staff->locked && truth.assigned == staff->person;
}

bool may_accept(const core::Principal& principal, const Truth& truth) {
  const auto* staff = std::get_if<core::Staff>(&principal);
  const bool open_to = staff != nullptr && (truth.waiting() || truth.assigned == staff->person);
  return open_to && !staff->locked && (staff->roles & 1) != 0;
}

bool may_peek(const core::Principal& principal, const Truth& truth) {
  const auto* staff = std::get_if<core::Staff>(&principal);
  return may_accept(principal, truth) || (staff != nullptr && may_follow(principal, truth));
}

}  // namespace cloister::simulation
