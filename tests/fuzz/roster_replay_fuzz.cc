// A site's life from bytes: each byte or two is a deed of somebody, allowed or not, with stand-in signatures. Whatever
// the roster takes, the rules that matter hold afterwards, and a second replay comes to the same.
#include <algorithm>
#include <tuple>
#include <vector>

#include "support/test_site.h"

namespace {

using namespace cloister;
using namespace cloister::protocol;

constexpr int kMaxDeeds = 24;

void demand(bool holds) {
  if (!holds) __builtin_trap();
}

class Life {
 public:
  explicit Life(ByteView input) : rest_(input), site_(1, test::Crypto::stand_in) { people_.push_back(site_.found()); }

  void live() {
    for (int deeds = 0; !rest_.empty() && deeds < kMaxDeeds; ++deeds) {
      const std::uint64_t size = site_.roster().size();
      deed();
      if (site_.roster().size() != size) check();
    }
    SiteRoster again(site_.id(), test::stand_in_signatures());
    for (const Act& act : site_.acts()) demand(again.append(act).has_value());
    demand(again.tip() == site_.roster().tip() && again.checkpoint() == site_.roster().checkpoint());
  }

 private:
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const std::uint8_t out = rest_.front();
    rest_ = rest_.subspan(1);
    return out;
  }
  test::TestPerson& somebody() { return people_[byte() % people_.size()]; }
  const test::TestDevice& device_of(const test::TestPerson& person) {
    return person.devices[byte() % person.devices.size()];
  }

  void deed() {
    const std::uint8_t what = byte();
    site_.clock_ms += what >> 4U;
    const test::TestPerson& actor = somebody();
    const test::TestDevice& by = device_of(actor);
    switch (what % 8) {
      case 0:
        return invite(by);
      case 1:
        return join();
      case 2:
        return add_device(somebody(), by, false);
      case 3:
        return add_device(somebody(), by, true);
      case 4:
        return take(site_.act(ActKind::revoke_device, RevokeDeviceBody{device_of(somebody()).id}, by));
      case 5:
        return take(site_.act(ActKind::remove_person, RemovePersonBody{somebody().id}, by));
      case 6:
        return take(site_.act(ActKind::team_key,
                              site_.team_key_body(byte() % 2 == 0 ? site_.support() : site_.supervisors()), by));
      default:
        return anything(by);
    }
  }

  void invite(const test::TestDevice& by) {
    if (people_.size() >= 12) return;
    const std::uint8_t roles = byte();
    guest_.emplace_back(site_.make_person(roles), test::SigningKey(test::Crypto::stand_in, site_.random()), Hash{});
    auto& [person, key, hash] = guest_.back();
    const Act act = site_.act(ActKind::invite, site_.invite_body(person, key), by);
    hash = act_hash(act);
    take(act);
  }
  void join() {
    if (guest_.empty()) return;
    auto& [person, key, hash] = guest_[byte() % guest_.size()];
    const Act act = site_.act(ActKind::join, site_.join_body(person, key, hash), person.device());
    if (site_.take(act)) people_.push_back(person);
  }
  void add_device(test::TestPerson& person, const test::TestDevice& by, bool by_passkey) {
    const test::TestDevice device = site_.make_device_of(person);
    const AddDeviceBody by_other{device.record, static_cast<std::uint8_t>(DeviceEndorsement::device), {}};
    const AddDeviceBody body = by_passkey ? site_.add_by_passkey(person, device) : by_other;
    if (site_.take(site_.act(ActKind::add_device, body, by_passkey ? device : by))) person.devices.push_back(device);
  }
  void anything(const test::TestDevice& by) {
    const auto kind = static_cast<ActKind>(byte() % 9);
    const std::size_t size = byte();
    const ByteView body = rest_.first(std::min(rest_.size(), size));
    take(site_.raw_act(kind, to_bytes(body), by));
  }
  void take(const Act& act) {
    const Hash tip = site_.roster().tip();
    const SiteRoster& roster = site_.roster();
    const StaffDevice* actor = roster.device(act.actor);
    const bool current = actor != nullptr && actor->current.open();
    const bool taken = site_.take(act).has_value();
    demand(!taken || current || act.kind == 3 || act.kind == 4);
    demand(taken ? roster.tip() == act_hash(act) : roster.tip() == tip);
  }

  void check() {
    const SiteRoster& roster = site_.roster();
    bool admin = false;
    for (const StaffPerson* person : roster.people()) {
      admin = admin || has_role(person->roles, Role::admin);
      demand(person->roles != 0 && person->roles <= kAllRoles);
      demand(roster.devices_of(person->id, roster.size()).size() <= kMaxDevicesPerPerson);
    }
    demand(admin);
    for (const TeamId& team : {site_.support(), site_.supervisors()}) {
      for (const DeviceId& id : roster.team_devices(team)) {
        const StaffDevice* device = roster.current_device(id);
        demand(device != nullptr && roster.current_person(device->person) != nullptr);
        demand(has_role(roster.person(device->person)->roles, *roster.role_of_team(team)));
      }
      demand(roster.team_key(team).has_value());
    }
    for (const test::TestPerson& person : people_)
      if (roster.current_person(person.id) == nullptr) demand(roster.devices_of(person.id, roster.size()).empty());
    demand(roster.tree().size() == roster.size());
  }

  ByteView rest_;
  test::TestSite site_;
  std::vector<test::TestPerson> people_;
  std::vector<std::tuple<test::TestPerson, test::SigningKey, Hash>> guest_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Life({data, size}).live();
  return 0;
}
