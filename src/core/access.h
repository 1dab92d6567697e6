// The one access decision: who may do what to what.
//
// Every HTTP handler and every socket command takes a `Grant` (or an `AppendGrant`) of its own action as an
// argument, and only `decide` and `decide_append` can make one: there is no other way to reach a handler, and
// none to change a `Conversation`. The matrix itself is data (src/protocol/schema.mjs); this file says who
// somebody is towards a resource, and what they are told when they are not let in. Pure; thread safe.
//
// A grant is for the one request or command at hand. Sockets decide anew for each command, because status,
// assignment, lock and roster change under them.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "base/result.h"
#include "protocol/gen/routes.h"

namespace cloister::core {

using protocol::Action;
using protocol::EntryKind;
using protocol::Relations;

enum class ConversationStatus : std::uint8_t { waiting, assigned, closed };
/// As the wire writes it.
std::string_view name_of(ConversationStatus status);

/// Nobody: no session, or one that has ended.
struct Nobody {
  friend bool operator==(const Nobody&, const Nobody&) = default;
};
struct Visitor {
  SiteId site;
  DeviceId device;
  SessionId session;
  friend bool operator==(const Visitor&, const Visitor&) = default;
};
struct Staff {
  SiteId site;
  PersonId person;
  DeviceId device;
  /// Bits of protocol::Role.
  std::uint8_t roles = 0;
  bool locked = false;
  SessionId session;
  friend bool operator==(const Staff&, const Staff&) = default;
};
using Principal = std::variant<Nobody, Visitor, Staff>;

/// The site as a whole: where no conversation is concerned.
struct SiteResource {
  SiteId site;
};
struct ConversationResource {
  SiteId site;
  ConversationId conversation;
  DeviceId customer_device;
  ConversationStatus status = ConversationStatus::waiting;
  std::optional<PersonId> assigned;
};
/// A conversation that was named and does not exist: decided like any other, so that nobody can tell the
/// difference.
struct MissingConversation {
  SiteId site;
};
using Resource = std::variant<SiteResource, ConversationResource, MissingConversation>;

/// Every column of the access matrix that applies. A session of another site is `foreign` and nothing else; a
/// locked one `agent_locked` and nothing else. Empty when a staff session has nothing to do with a
/// conversation.
Relations relations_of(const Principal& principal, const Resource& resource);

/// Proof that `decide` has let `A` happen. Move only.
template <Action A>
class Grant {
 public:
  static constexpr Action kAction = A;
  Grant(Grant&&) noexcept = default;
  Grant& operator=(Grant&&) noexcept = default;

  const Principal& principal() const { return principal_; }
  const Resource& resource() const { return resource_; }
  Relations relations() const { return relations_; }
  /// The principal as what a non-open action guarantees it to be; nullptr otherwise.
  const Visitor* visitor() const { return std::get_if<Visitor>(&principal_); }
  const Staff* staff() const { return std::get_if<Staff>(&principal_); }
  /// Set for every action on a conversation.
  const ConversationResource* conversation() const { return std::get_if<ConversationResource>(&resource_); }

 private:
  template <Action B>
  friend Result<Grant<B>> decide(const Principal& principal, const Resource& resource);
  Grant(const Principal& principal, const Resource& resource, Relations relations)
      : principal_(principal), resource_(resource), relations_(relations) {}

  Principal principal_;
  Resource resource_;
  Relations relations_;
};

/// The relations that let `action` happen, or why not: `no_session`; `session_locked` where unlocking could
/// help; `not_found` for a conversation that the principal may not know of (whether it exists or not);
/// `not_permitted` otherwise; `internal` when the resource is not of the kind that the action is about (a bug
/// of the caller). Gives no access by itself.
Result<Relations> evaluate(const Principal& principal, Action action, const Resource& resource);

template <Action A>
Result<Grant<A>> decide(const Principal& principal, const Resource& resource) {
  CLOISTER_TRY(const Relations relations, evaluate(principal, A, resource));
  return Grant<A>(principal, resource, relations);
}

/// Proof that a principal may append an entry of this kind to this conversation by its socket.
class AppendGrant {
 public:
  AppendGrant(AppendGrant&&) noexcept = default;
  AppendGrant& operator=(AppendGrant&&) noexcept = default;

  EntryKind kind() const { return kind_; }
  const ConversationResource& conversation() const { return conversation_; }
  /// The device behind the socket.
  const DeviceId& device() const { return device_; }
  /// Set for staff.
  const std::optional<PersonId>& person() const { return person_; }

 private:
  friend Result<AppendGrant> decide_append(const Principal&, EntryKind, const ConversationResource&);
  AppendGrant(EntryKind kind, const ConversationResource& conversation, const DeviceId& device,
              std::optional<PersonId> person)
      : kind_(kind), conversation_(conversation), device_(device), person_(person) {}

  EntryKind kind_;
  ConversationResource conversation_;
  DeviceId device_;
  std::optional<PersonId> person_;
};

/// Action `append`, and the kind of entry on top of it. Errors as `evaluate`.
Result<AppendGrant> decide_append(const Principal& principal, EntryKind kind, const ConversationResource& conversation);

}  // namespace cloister::core
