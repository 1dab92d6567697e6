#include "protocol/audience.h"

#include <algorithm>
#include <unordered_set>

#include "protocol/names.h"

namespace cloister::protocol {

Audience audience_of(const SiteRoster& roster, std::span<const Reader> readers) {
  Audience audience;
  for (const Reader& reader : readers) {
    if (reader.kind == static_cast<std::uint8_t>(ReaderKind::team_key)) {
      if (const auto team = roster.team_of_key(reader.id)) audience.teams.push_back(*team);
    } else if (reader.kind == static_cast<std::uint8_t>(ReaderKind::staff_device)) {
      const StaffDevice* device = roster.device(DeviceId{reader.id.value});
      if (device != nullptr && std::ranges::find(audience.people, device->person) == audience.people.end())
        audience.people.push_back(device->person);
    }
  }
  return audience;
}

Audience newcomers(const SiteRoster& roster, std::uint64_t size, const Audience& before, const Audience& now) {
  std::unordered_set<PersonId> known(before.people.begin(), before.people.end());
  for (const TeamId& team : before.teams)
    for (const PersonId& member : roster.members(team, size)) known.insert(member);
  const auto is_known = [&](const PersonId& person) { return known.contains(person); };

  Audience added;
  for (const PersonId& person : now.people)
    if (!is_known(person)) added.people.push_back(person);
  for (const TeamId& team : now.teams)
    if (std::ranges::find(before.teams, team) == before.teams.end() &&
        !std::ranges::all_of(roster.members(team, size), is_known))
      added.teams.push_back(team);
  return added;
}

}  // namespace cloister::protocol
