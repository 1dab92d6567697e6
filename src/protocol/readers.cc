#include "protocol/readers.h"

#include <algorithm>

#include "protocol/names.h"

namespace cloister::protocol {
namespace {

constexpr std::pair<Continuity, std::string_view> kContinuities[] = {
    {Continuity::nobody, "nobody"}, {Continuity::supervisors, "supervisors"}, {Continuity::team, "team"}};

}  // namespace

std::string_view name_of(Continuity continuity) {
  for (const auto& [value, name] : kContinuities)
    if (value == continuity) return name;
  return {};
}

std::optional<Continuity> continuity_from(std::string_view name) {
  for (const auto& [value, known_name] : kContinuities)
    if (known_name == name) return value;
  return std::nullopt;
}

Result<std::vector<AllowedReader>> allowed_readers(const SiteRoster& roster, std::uint64_t tree_size,
                                                   const ReaderScope& scope) {
  if (tree_size > roster.size()) return fail(ErrorCode::malformed, "roster is smaller");
  if (!roster.root()) return fail(ErrorCode::not_ready);
  // Made in the order of a packet: the customer, then devices (sorted by id), then the team.
  std::vector<AllowedReader> readers{{ReaderKind::customer_device, reader_id(scope.customer_device), {}}};

  std::optional<TeamId> team = roster.root()->support_team;
  if (scope.assigned) {
    for (const StaffDevice* device : roster.devices_of(*scope.assigned, tree_size))
      readers.push_back({ReaderKind::staff_device, reader_id(device->id), device->kem_key});
    if (readers.size() == 1) return fail(ErrorCode::revoked, "the assigned person has no device");
    if (scope.continuity == Continuity::nobody) team.reset();
    if (scope.continuity == Continuity::supervisors) team = roster.root()->supervisors_team;
  }
  if (team) {
    const auto key = roster.team_key(*team, tree_size);
    if (!key) return fail(ErrorCode::not_ready, "a team has no key");
    readers.push_back({ReaderKind::team_key, key->act, key->kem_key});
  }
  return readers;
}

Status check_readers(const Packet& packet, const std::vector<AllowedReader>& allowed) {
  const auto same = [](const Reader& reader, const AllowedReader& wanted) {
    return reader.kind == static_cast<std::uint8_t>(wanted.kind) && reader.id == wanted.id &&
           reader.sealed.size() == kSealedSecretSize;
  };
  if (!std::ranges::equal(packet.readers, allowed, same)) return fail(ErrorCode::wrong_reader);
  return {};
}

}  // namespace cloister::protocol
