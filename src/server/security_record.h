// Puts security events on record: what was done or refused, by a pseudonym, without content.
//
// From any thread. Not each is written by itself (core/record_keeper.h): who floods is counted.
#pragma once

#include <initializer_list>
#include <string_view>

#include "core/access.h"
#include "server/call.h"
#include "server/context.h"

namespace cloister::server {

/// By and from whom an event comes. Borrows.
struct EventSource {
  const core::Principal& principal;
  core::Network from;
};
inline EventSource source_of(const Call& call) { return {call.principal, call.request.peer.network()}; }

void put_on_record(const Context& context, const SiteId& site, std::string_view action, std::string_view outcome,
                   const EventSource& source, std::initializer_list<std::int64_t> numbers = {});
void put_on_record(const Context& context, const SiteId& site, std::string_view action, const Error& error,
                   const EventSource& source);
/// A number that stands for a conversation in the record; only who has the server's keys can tell which one. Never 0.
std::int64_t pseudonym_of(const Context& context, const ConversationId& conversation);

}  // namespace cloister::server
