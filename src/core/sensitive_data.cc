#include "core/sensitive_data.h"

#include <algorithm>
#include <utility>

namespace cloister::core {
namespace {

constexpr std::array<std::string_view, 4> kHandlings = {"allow", "warn", "mask", "block"};

constexpr std::array<std::pair<NoticedOutcome, std::string_view>, 6> kOutcomes = {{
    {NoticedOutcome::blocked, "blocked"},
    {NoticedOutcome::warned, "warned"},
    {NoticedOutcome::masked, "masked"},
    {NoticedOutcome::sent, "sent"},
    {NoticedOutcome::removed, "removed"},
    {NoticedOutcome::dismissed, "dismissed"},
}};

constexpr std::array<std::pair<std::uint8_t, std::string_view>, 2> kRequests = {{
    {kNoticedAsksForSecret, "ASKS_FOR_SECRET"},
    {kNoticedLeadsOutside, "LEADS_OUTSIDE"},
}};
static_assert(detect::kTypes <= kNoticedAsksForSecret);

}  // namespace

std::string_view name_of(Handling handling) { return kHandlings[static_cast<std::size_t>(handling)]; }

std::optional<Handling> handling_from(std::string_view name) {
  const auto found = std::ranges::find(kHandlings, name);
  if (found == kHandlings.end()) return std::nullopt;
  return static_cast<Handling>(found - kHandlings.begin());
}

std::optional<detect::Type> type_from(std::string_view name) {
  for (std::size_t i = 0; i < detect::kTypes; ++i)
    if (const auto type = static_cast<detect::Type>(i); detect::name_of(type) == name) return type;
  return std::nullopt;
}

std::optional<std::uint8_t> noticed_kind_from(std::string_view name, Side side) {
  if (const auto type = type_from(name)) return static_cast<std::uint8_t>(*type);
  if (side != Side::staff) return std::nullopt;
  for (const auto& [kind, known] : kRequests)
    if (known == name) return kind;
  return std::nullopt;
}

std::string_view noticed_kind_name(std::uint8_t kind) {
  if (kind < detect::kTypes) return detect::name_of(static_cast<detect::Type>(kind));
  for (const auto& [number, name] : kRequests)
    if (number == kind) return name;
  return {};
}

std::string_view name_of(NoticedOutcome outcome) {
  for (const auto& [number, name] : kOutcomes)
    if (number == outcome) return name;
  return {};
}

std::optional<NoticedOutcome> noticed_outcome_from(std::string_view name) {
  for (const auto& [outcome, known] : kOutcomes)
    if (known == name) return outcome;
  return std::nullopt;
}

}  // namespace cloister::core
