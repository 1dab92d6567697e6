#include "core/access.h"

#include <algorithm>

#include "protocol/roster.h"

namespace cloister::core {
namespace {

using namespace protocol;  // NOLINT(google-build-using-namespace): the names of the matrix, kRelation…

constexpr Relations kUnlockedStaff = kRelationAgent | kRelationAdmin | kRelationAgentWaiting | kRelationAgentAssigned;
/// Towards a conversation: somebody who may know that it exists.
constexpr Relations kInvolved = kRelationCustomerOwn | kRelationAgentWaiting | kRelationAgentAssigned;

const SiteId& site_of(const Resource& resource) {
  return std::visit([](const auto& what) -> const SiteId& { return what.site; }, resource);
}

Relations relations_of_visitor(const Visitor& visitor, const Resource& resource) {
  if (std::holds_alternative<SiteResource>(resource)) return kRelationCustomer;
  const auto* conversation = std::get_if<ConversationResource>(&resource);
  if (conversation == nullptr) return kRelationCustomerOther;
  return conversation->customer_device == visitor.device ? kRelationCustomerOwn : kRelationCustomerOther;
}

Relations relations_of_staff(const Staff& staff, const Resource& resource) {
  if (staff.locked) return kRelationAgentLocked;
  if (std::holds_alternative<SiteResource>(resource))
    return kRelationAgent | (has_role(staff.roles, Role::admin) ? kRelationAdmin : 0);
  const auto* conversation = std::get_if<ConversationResource>(&resource);
  if (conversation == nullptr || !has_role(staff.roles, Role::agent)) return 0;
  if (conversation->assigned)
    return *conversation->assigned == staff.person ? kRelationAgentAssigned : kRelationAgentOther;
  return conversation->status == ConversationStatus::waiting ? kRelationAgentWaiting : 0;
}

bool is_on_conversation(Action action) {
  const auto says = [&](const auto& entry) { return entry.action == action && entry.on_conversation; };
  return std::ranges::any_of(routes(), says) || std::ranges::any_of(commands(), says);
}

}  // namespace

std::string_view name_of(ConversationStatus status) {
  switch (status) {
    case ConversationStatus::waiting:
      return "waiting";
    case ConversationStatus::assigned:
      return "assigned";
    case ConversationStatus::closed:
      return "closed";
  }
  return {};
}

Relations relations_of(const Principal& principal, const Resource& resource) {
  if (std::holds_alternative<Nobody>(principal)) return kRelationNobody;
  if (const auto* visitor = std::get_if<Visitor>(&principal))
    return visitor->site == site_of(resource) ? relations_of_visitor(*visitor, resource) : kRelationForeign;
  const auto& staff = std::get<Staff>(principal);
  return staff.site == site_of(resource) ? relations_of_staff(staff, resource) : kRelationForeign;
}

Result<Relations> evaluate(const Principal& principal, Action action, const Resource& resource) {
  const bool on_conversation = is_on_conversation(action);
  if (on_conversation == std::holds_alternative<SiteResource>(resource))
    return fail(ErrorCode::internal, "resource does not fit the action");

  const Relations relations = relations_of(principal, resource);
  const Relations may = allowed(action);
  if ((relations & may) != 0) {
    // Nobody is let in to what does not exist, whatever the matrix says.
    if (std::holds_alternative<MissingConversation>(resource)) return fail(ErrorCode::not_found);
    return relations;
  }
  if ((relations & kRelationNobody) != 0) return fail(ErrorCode::no_session);
  // By the action only, not by the conversation: a locked session must not learn which ones exist.
  if ((relations & kRelationAgentLocked) != 0 && (may & kUnlockedStaff) != 0) return fail(ErrorCode::session_locked);
  if (on_conversation && (relations & kInvolved) == 0) return fail(ErrorCode::not_found);
  return fail(ErrorCode::not_permitted);
}

Result<AppendGrant> decide_append(const Principal& principal, EntryKind kind,
                                  const ConversationResource& conversation) {
  CLOISTER_TRY(const Relations relations, evaluate(principal, Action::append, conversation));
  if ((relations & may_append(kind)) == 0) return fail(ErrorCode::not_permitted, "entry kind");
  if (const auto* visitor = std::get_if<Visitor>(&principal))
    return AppendGrant(kind, conversation, visitor->device, std::nullopt);
  if (const auto* staff = std::get_if<Staff>(&principal))
    return AppendGrant(kind, conversation, staff->device, staff->person);
  return fail(ErrorCode::internal, "nobody may append");
}

}  // namespace cloister::core
