#include "server/security_record.h"

#include "base/clock.h"

namespace cloister::server {
namespace {

Hash pseudonym(const Context& context, const core::Principal& principal) {
  if (const auto* staff = std::get_if<core::Staff>(&principal))
    return context.keyed.hash("record.person", staff->person);
  if (const auto* visitor = std::get_if<core::Visitor>(&principal))
    return context.keyed.hash("record.customer", visitor->device);
  return {};
}

}  // namespace

void put_on_record(const Context& context, const SiteId& site, std::string_view action, std::string_view outcome,
                   const core::Principal& principal, std::initializer_list<std::int64_t> numbers) {
  store::AuditRecord record;
  record.site = site;
  record.time_ms = wall_clock_ms();
  record.action = action;
  record.outcome = outcome;
  record.principal = pseudonym(context, principal);
  record.numbers = numbers;
  store::AppendAudit operation;
  operation.records.push_back(std::move(record));
  (void)context.store.submit(std::move(operation), {});
}

std::int64_t pseudonym_of(const Context& context, const ConversationId& conversation) {
  const Hash hash = context.keyed.hash("record.conversation", conversation);
  std::int64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i)
    number = static_cast<std::int64_t>(static_cast<std::uint64_t>(number) << 8U | hash.value[i]);
  return number == 0 ? 1 : number;
}

void put_on_record(const Context& context, const SiteId& site, std::string_view action, const Error& error,
                   const core::Principal& principal) {
  put_on_record(context, site, action, info_of(error.code).name, principal);
}

}  // namespace cloister::server
