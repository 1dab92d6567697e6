#include "core/access.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "protocol/roster.h"
#include "support/expect_error.h"
#include "support/expected_access.h"

namespace cloister::core {
namespace {

using namespace protocol;

const SiteId kSite{{1}};
const SiteId kOtherSite{{2}};
const DeviceId kCustomer{{3}};
const DeviceId kOtherCustomer{{4}};
const PersonId kAnna{{5}};
const PersonId kBob{{6}};
const ConversationId kConversation{{7}};
constexpr std::uint8_t kAgentRole = 1;
constexpr std::uint8_t kSupervisorRole = 2;
constexpr std::uint8_t kAdminRole = 4;

Visitor visitor(const DeviceId& device, const SiteId& site = kSite) { return {site, device, {}}; }
Staff staff(const PersonId& person, std::uint8_t roles, bool locked = false, const SiteId& site = kSite) {
  return {site, person, {}, roles, locked, {}};
}
ConversationResource conversation(ConversationStatus status, std::optional<PersonId> assigned = {}) {
  return {kSite, kConversation, kCustomer, status, assigned};
}

/// Everybody there can be, and everything they can turn to, with the columns of the matrix that must apply.
struct Case {
  std::string name;
  Principal principal;
  Resource resource;
  Relations relations;
};

std::vector<Case> cases() {
  const SiteResource site{kSite};
  const auto waiting = conversation(ConversationStatus::waiting);
  const auto annas = conversation(ConversationStatus::assigned, kAnna);
  const auto closed = conversation(ConversationStatus::closed, kAnna);
  const auto closed_alone = conversation(ConversationStatus::closed);
  const MissingConversation missing{kSite};
  std::vector<Case> out{
      {"nobody, site", Nobody{}, site, kRelationNobody},
      {"nobody, conversation", Nobody{}, waiting, kRelationNobody},
      {"nobody, missing", Nobody{}, missing, kRelationNobody},
      {"visitor, site", visitor(kCustomer), site, kRelationCustomer},
      {"own, waiting", visitor(kCustomer), waiting, kRelationCustomerOwn},
      {"own, closed", visitor(kCustomer), closed, kRelationCustomerOwn},
      {"other customer", visitor(kOtherCustomer), waiting, kRelationCustomerOther},
      {"other customer, assigned", visitor(kOtherCustomer), annas, kRelationCustomerOther},
      {"visitor, missing", visitor(kCustomer), missing, kRelationCustomerOther},
      {"agent, site", staff(kAnna, kAgentRole), site, kRelationAgent},
      {"supervisor, site", staff(kAnna, kSupervisorRole), site, kRelationAgent},
      {"admin, site", staff(kAnna, kAdminRole), site, kRelationAgent | kRelationAdmin},
      {"agent, waiting", staff(kAnna, kAgentRole), waiting, kRelationAgentWaiting},
      {"agent, assigned", staff(kAnna, kAgentRole), annas, kRelationAgentAssigned},
      {"agent, closed", staff(kAnna, kAgentRole), closed, kRelationAgentAssigned},
      {"other agent, assigned", staff(kBob, kAgentRole), annas, kRelationAgentOther},
      {"other agent, closed", staff(kBob, kAgentRole), closed, kRelationAgentOther},
      {"agent, closed while waiting", staff(kAnna, kAgentRole), closed_alone, 0},
      {"agent, missing", staff(kAnna, kAgentRole), missing, 0},
      {"admin only, waiting", staff(kAnna, kAdminRole), waiting, 0},
      {"supervisor only, assigned to another", staff(kBob, kSupervisorRole), annas, 0},
  };
  for (const Resource& resource : std::initializer_list<Resource>{site, waiting, annas, closed, missing}) {
    out.push_back({"locked", staff(kAnna, kAllRoles, true), resource, kRelationAgentLocked});
    out.push_back({"foreign visitor", visitor(kCustomer, kOtherSite), resource, kRelationForeign});
    out.push_back({"foreign staff", staff(kAnna, kAllRoles, false, kOtherSite), resource, kRelationForeign});
    out.push_back({"foreign locked", staff(kAnna, kAllRoles, true, kOtherSite), resource, kRelationForeign});
  }
  return out;
}

struct NamedAction {
  Action action;
  std::string name;
  bool on_conversation;
};

std::vector<NamedAction> actions() {
  std::vector<NamedAction> out;
  for (const Route& route : routes()) out.push_back({route.action, std::string(route.name), route.on_conversation});
  for (const Command& command : commands())
    out.push_back({command.action, std::string(command.name), command.on_conversation});
  return out;
}

TEST(Relations, AreTheColumnsOfTheMatrix) {
  for (const Case& each : cases()) EXPECT_EQ(relations_of(each.principal, each.resource), each.relations) << each.name;
}

TEST(Access, TheMatrixIsTheOneThatWasMeant) {
  for (const NamedAction& what : actions())
    EXPECT_EQ(allowed(what.action), test::expected_to_allow(what.action)) << what.name;
  for (std::uint8_t number = 0; number < 20; ++number) {
    const auto kind = static_cast<EntryKind>(number);
    EXPECT_EQ(may_append(kind), test::expected_to_append(kind)) << int{number};
  }
}

TEST(Access, IsTheMatrixAndNothingElse) {
  std::size_t let_in = 0;
  for (const Case& each : cases())
    for (const NamedAction& what : actions()) {
      SCOPED_TRACE(each.name + ": " + what.name);
      const bool about_site = std::holds_alternative<SiteResource>(each.resource);
      const auto result = evaluate(each.principal, what.action, each.resource);
      if (about_site == what.on_conversation) {
        EXPECT_ERROR(result, internal);
        continue;
      }
      const bool may = (each.relations & allowed(what.action)) != 0;
      EXPECT_EQ(result.has_value(), may);
      if (result) EXPECT_EQ(*result, each.relations);
      let_in += result.has_value() ? 1 : 0;
    }
  EXPECT_GT(let_in, 60U);
}

TEST(Access, NobodyIsToldToSignIn) {
  for (const NamedAction& what : actions()) {
    const Resource resource =
        what.on_conversation ? Resource(conversation(ConversationStatus::waiting)) : Resource(SiteResource{kSite});
    const auto result = evaluate(Nobody{}, what.action, resource);
    if ((allowed(what.action) & kRelationNobody) == 0) EXPECT_ERROR(result, no_session) << what.name;
  }
}

TEST(Access, AConversationOfOthersLooksLikeNone) {
  const auto annas = conversation(ConversationStatus::assigned, kAnna);
  for (const Principal& outsider : std::initializer_list<Principal>{
           visitor(kOtherCustomer), visitor(kCustomer, kOtherSite), staff(kBob, kAgentRole), staff(kBob, kAllRoles),
           staff(kBob, kAdminRole), staff(kAnna, kAgentRole, false, kOtherSite)})
    for (const NamedAction& what : actions()) {
      if (!what.on_conversation) continue;
      EXPECT_ERROR(evaluate(outsider, what.action, annas), not_found) << what.name;
      EXPECT_ERROR(evaluate(outsider, what.action, MissingConversation{kSite}), not_found) << what.name;
    }
}

TEST(Access, ALockedSessionLearnsNothing) {
  const Staff locked = staff(kAnna, kAllRoles, true);
  for (const NamedAction& what : actions()) {
    if (!what.on_conversation) continue;
    const auto existing = evaluate(locked, what.action, conversation(ConversationStatus::assigned, kAnna));
    const auto others = evaluate(locked, what.action, conversation(ConversationStatus::assigned, kBob));
    const auto missing = evaluate(locked, what.action, MissingConversation{kSite});
    EXPECT_ERROR(existing, session_locked) << what.name;
    EXPECT_ERROR(others, session_locked) << what.name;
    EXPECT_ERROR(missing, session_locked) << what.name;
  }
  EXPECT_ERROR(evaluate(locked, Action::staff_people, SiteResource{kSite}), session_locked);
  EXPECT_ERROR(evaluate(locked, Action::conversation_list, SiteResource{kSite}), not_permitted) << "not for staff";
  EXPECT_OK(evaluate(locked, Action::staff_lock, SiteResource{kSite}));
}

TEST(Access, WhoIsInvolvedIsToldThatItIsNotPermitted) {
  EXPECT_ERROR(evaluate(visitor(kCustomer), Action::conversation_accept, conversation(ConversationStatus::waiting)),
               not_permitted);
  EXPECT_ERROR(
      evaluate(staff(kAnna, kAgentRole), Action::conversation_ticket, conversation(ConversationStatus::waiting)),
      not_permitted);
  EXPECT_ERROR(evaluate(visitor(kCustomer), Action::staff_people, SiteResource{kSite}), not_permitted);
}

TEST(Access, WhoHasAcceptedMayAskAgain) {
  const Resource annas = conversation(ConversationStatus::assigned, kAnna);
  EXPECT_OK(evaluate(staff(kAnna, kAgentRole), Action::conversation_accept, annas));
  EXPECT_ERROR(evaluate(staff(kBob, kAgentRole), Action::conversation_accept, annas), not_found);
}

TEST(Grant, CarriesWhatWasDecided) {
  const Principal anna = staff(kAnna, kAgentRole);
  const auto grant = decide<Action::conversation_accept>(anna, conversation(ConversationStatus::waiting));
  ASSERT_OK(grant);
  EXPECT_EQ(grant->principal(), anna);
  EXPECT_EQ(grant->staff()->person, kAnna);
  EXPECT_EQ(grant->visitor(), nullptr);
  EXPECT_EQ(grant->conversation()->conversation, kConversation);
  EXPECT_EQ(grant->relations(), kRelationAgentWaiting);
}

// No way around `decide`: grants are neither made, nor copied, nor turned into one another.
static_assert(!std::is_default_constructible_v<Grant<Action::append>>);
static_assert(!std::is_constructible_v<Grant<Action::append>, Principal, Resource, Relations>);
static_assert(!std::is_copy_constructible_v<Grant<Action::append>>);
static_assert(!std::is_constructible_v<Grant<Action::append>, Grant<Action::mark>>);
static_assert(!std::is_default_constructible_v<AppendGrant>);
static_assert(!std::is_copy_constructible_v<AppendGrant>);
static_assert(
    !std::is_constructible_v<AppendGrant, EntryKind, ConversationResource, DeviceId, std::optional<PersonId>>);

TEST(AppendGrant, AddsTheKindOfEntry) {
  const auto waiting = conversation(ConversationStatus::waiting);
  const auto annas = conversation(ConversationStatus::assigned, kAnna);
  for (std::uint8_t number = 0; number < 10; ++number) {
    const auto kind = static_cast<EntryKind>(number);
    const auto customers = decide_append(visitor(kCustomer), kind, annas);
    const auto agents = decide_append(staff(kAnna, kAgentRole), kind, annas);
    EXPECT_EQ(customers.has_value(), (may_append(kind) & kRelationCustomerOwn) != 0) << int{number};
    EXPECT_EQ(agents.has_value(), (may_append(kind) & kRelationAgentAssigned) != 0) << int{number};
    if (!customers) EXPECT_ERROR(customers, not_permitted) << int{number};
    EXPECT_ERROR(decide_append(Nobody{}, kind, annas), no_session);
    EXPECT_ERROR(decide_append(visitor(kOtherCustomer), kind, annas), not_found);
    EXPECT_ERROR(decide_append(staff(kBob, kAllRoles), kind, annas), not_found);
    EXPECT_ERROR(decide_append(staff(kAnna, kAllRoles, true), kind, annas), session_locked);
    EXPECT_ERROR(decide_append(staff(kAnna, kAgentRole), kind, waiting), not_permitted);
  }
  const auto grant = decide_append(visitor(kCustomer), EntryKind::message, annas);
  EXPECT_EQ(grant->device(), kCustomer);
  EXPECT_EQ(grant->person(), std::nullopt);
  EXPECT_EQ(decide_append(staff(kAnna, kAgentRole), EntryKind::packet, annas)->person(), kAnna);
}

}  // namespace
}  // namespace cloister::core
