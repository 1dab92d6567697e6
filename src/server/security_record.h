// Puts security events on record: what was done or refused, by a pseudonym, without content.
#pragma once

#include <initializer_list>
#include <string_view>

#include "core/access.h"
#include "server/context.h"

namespace cloister::server {

/// From any thread. Never waits; an event that the store has no room for is counted and dropped, because a flood of
/// refusals must not stop the service.
void put_on_record(const Context& context, const SiteId& site, std::string_view action, std::string_view outcome,
                   const core::Principal& principal, std::initializer_list<std::int64_t> numbers = {});
/// A number that stands for a conversation in the record; only who has the server's keys can tell which one. Never 0.
std::int64_t pseudonym_of(const Context& context, const ConversationId& conversation);
void put_on_record(const Context& context, const SiteId& site, std::string_view action, const Error& error,
                   const core::Principal& principal);

}  // namespace cloister::server
