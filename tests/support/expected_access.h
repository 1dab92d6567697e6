// The access matrix, said a second time by hand. The tests of access compare with this and never with the table that
// the server itself reads: a row loosened by mistake would loosen them along with it.
#pragma once

#include <span>

#include "protocol/gen/routes.h"

namespace cloister::test {

struct ExpectedAction {
  protocol::Action action;
  protocol::Relations may;
};

namespace expected {
using namespace protocol;  // NOLINT(google-build-using-namespace): the names of the matrix

inline constexpr Relations kAnybody =
    kRelationNobody | kRelationCustomer | kRelationAgent | kRelationAdmin | kRelationAgentLocked | kRelationForeign;
inline constexpr Relations kUnlocked = kRelationAgent | kRelationAdmin;
inline constexpr Relations kTalking = kRelationCustomerOwn | kRelationAgentAssigned;

inline constexpr ExpectedAction kActions[] = {
    // What anybody may know, and what comes before any session.
    {Action::site_info, kAnybody},
    {Action::site_roster, kAnybody},
    {Action::challenge, kAnybody},
    {Action::visitor_start, kAnybody},
    {Action::enrol_info, kAnybody},
    {Action::enrol_genesis, kAnybody},
    {Action::enrol_join, kAnybody},
    {Action::enrol_device, kAnybody},
    {Action::staff_sign_in, kAnybody},
    // Any session of this site, and whose.
    {Action::session_end, kUnlocked | kRelationAgentLocked | kRelationCustomer},
    {Action::report, kUnlocked | kRelationCustomer},
    {Action::conversation_list, kRelationCustomer},
    {Action::conversation_start, kRelationCustomer},
    {Action::staff_lock, kUnlocked | kRelationAgentLocked},
    {Action::staff_people, kUnlocked},
    {Action::staff_noticed, kUnlocked},
    {Action::act_submit, kUnlocked},
    {Action::available, kUnlocked},
    {Action::desk_active, kUnlocked},
    // One conversation.
    {Action::conversation_entries, kRelationAgentWaiting | kRelationAgentAssigned},
    // Assigned: the answer to an acceptance was lost, and it is asked again.
    {Action::conversation_accept, kRelationAgentWaiting | kRelationAgentAssigned},
    {Action::conversation_ticket, kTalking},
    {Action::append, kTalking},
    {Action::mark, kTalking},
    {Action::typing, kTalking},
    {Action::active, kTalking},
    {Action::noticed, kTalking},
};
}  // namespace expected

inline std::span<const ExpectedAction> expected_actions() { return expected::kActions; }

inline protocol::Relations expected_to_allow(protocol::Action action) {
  for (const ExpectedAction& row : expected::kActions)
    if (row.action == action) return row.may;
  return 0;
}

inline protocol::Relations expected_to_append(protocol::EntryKind kind) {
  switch (kind) {
    case protocol::EntryKind::packet:
      return protocol::kRelationAgentAssigned;
    case protocol::EntryKind::cert:
    case protocol::EntryKind::message:
    case protocol::EntryKind::close:
      return expected::kTalking;
    default:
      return 0;
  }
}

/// What somebody hears who is not let in.
inline ErrorCode expected_refusal(protocol::Relations relations, protocol::Relations may, bool on_conversation) {
  constexpr protocol::Relations kHelpedByUnlocking =
      expected::kUnlocked | protocol::kRelationAgentWaiting | protocol::kRelationAgentAssigned;
  constexpr protocol::Relations kKnowsThatItExists = expected::kTalking | protocol::kRelationAgentWaiting;
  if ((relations & protocol::kRelationNobody) != 0) return ErrorCode::no_session;
  if ((relations & protocol::kRelationAgentLocked) != 0 && (may & kHelpedByUnlocking) != 0)
    return ErrorCode::session_locked;
  if (on_conversation && (relations & kKnowsThatItExists) == 0) return ErrorCode::not_found;
  return ErrorCode::not_permitted;
}

}  // namespace cloister::test
