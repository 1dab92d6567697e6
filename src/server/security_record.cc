#include "server/security_record.h"

#include "base/clock.h"

namespace cloister::server {
namespace {

constexpr std::string_view kGranted = "granted";

Hash pseudonym(const Context& context, const core::Principal& principal) {
  if (const auto* staff = std::get_if<core::Staff>(&principal))
    return context.keyed.hash("record.person", staff->person);
  if (const auto* visitor = std::get_if<core::Visitor>(&principal))
    return context.keyed.hash("record.customer", visitor->device);
  return {};
}

/// Reports of customers are neither granted nor refused; they count with what customers do.
core::RecordedBy by_whom(const core::Principal& principal, std::string_view action, std::string_view outcome) {
  if (std::holds_alternative<core::Staff>(principal)) return core::RecordedBy::staff;
  const bool granted = outcome == kGranted || action == "client_report" || action == "conversation_abandoned";
  if (!granted) return core::RecordedBy::refused;
  const bool enrolled = std::holds_alternative<core::Nobody>(principal) && outcome == kGranted;
  return enrolled ? core::RecordedBy::server : core::RecordedBy::customer;
}

}  // namespace

void put_on_record(const Context& context, const SiteId& site, std::string_view action, std::string_view outcome,
                   const EventSource& source, std::initializer_list<std::int64_t> numbers) {
  const core::RecordedEvent event{.site = site,
                                  .action = std::string(action),
                                  .outcome = std::string(outcome),
                                  .principal = pseudonym(context, source.principal),
                                  .numbers = numbers};
  context.record.put(event, by_whom(source.principal, action, outcome), source.from, wall_clock_ms());
}

std::int64_t pseudonym_of(const Context& context, const ConversationId& conversation) {
  const Hash hash = context.keyed.hash("record.conversation", conversation);
  std::int64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i)
    number = static_cast<std::int64_t>(static_cast<std::uint64_t>(number) << 8U | hash.value[i]);
  return number == 0 ? 1 : number;
}

void put_on_record(const Context& context, const SiteId& site, std::string_view action, const Error& error,
                   const EventSource& source) {
  put_on_record(context, site, action, info_of(error.code).name, source);
}

}  // namespace cloister::server
