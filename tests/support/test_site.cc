#include "support/test_site.h"

#include <cstdio>
#include <cstdlib>

#include "protocol/proofs.h"

namespace cloister::test {

using namespace protocol;

namespace {

void must(const Status& status, const char* what) {
  if (status) return;
  std::fprintf(stderr, "test site: %s: %s %s\n", what, std::string(info_of(status.error().code).name).c_str(),
               status.error().detail.c_str());
  std::abort();
}

}  // namespace

TestSite::TestSite(std::uint64_t seed, Crypto crypto)
    : crypto_(crypto),
      random_(seed),
      id_(random_.make<SiteId>()),
      support_(random_.make<TeamId>()),
      supervisors_(random_.make<TeamId>()),
      log_key_(crypto, random_),
      roster_(id_, signatures_of(crypto)) {}

TestPerson TestSite::make_person(std::uint8_t roles) {
  TestPerson person{random_.make<PersonId>(), roles, TestPasskey(crypto_, random_), {}};
  person.devices.push_back(make_device_of(person));
  return person;
}

TestDevice TestSite::make_device_of(const TestPerson& person) {
  return make_device(crypto_, random_, id_, OwnerKind::staff, owner_of(person.id));
}

Act TestSite::raw_act(ActKind kind, Bytes body, const TestDevice& actor) {
  Act out{static_cast<std::uint16_t>(kSuiteP256Aes256gcm),
          id_,
          roster_.size(),
          roster_.tip(),
          clock_ms,
          actor.id,
          static_cast<std::uint8_t>(kind),
          std::move(body),
          {}};
  resign(out, actor);
  return out;
}

Status TestSite::take(const Act& act) {
  CLOISTER_CHECK(roster_.append(act));
  acts_.push_back(act);
  return {};
}

GenesisBody TestSite::genesis_body(const TestPerson& founder) {
  return {founder.id,
          founder.roles,
          founder.device().record,
          founder.passkey.passkey(),
          log_key_.public_key(),
          "console.example.org",
          support_,
          supervisors_};
}

InviteBody TestSite::invite_body(const TestPerson& person, const SigningKey& invitation) {
  return {invitation.public_key(), person.id, person.roles, clock_ms + kMaxInvitationMs};
}

JoinBody TestSite::join_body(const TestPerson& person, const SigningKey& invitation, const Hash& invite) {
  return {invite, person.device().record, person.passkey.passkey(), invitation.sign(join_bytes(person.device().id))};
}

TeamKeyBody TestSite::team_key_body(const TeamId& team) {
  const auto last = roster_.team_key(team);
  TeamKeyBody body{team, last ? last->generation + 1 : 1, make_kem_key(crypto_, random_), {}, {}};
  if (last && !roster_.team_key_lost(team)) body.previous = fake_sealed();
  for (const DeviceId& device : roster_.team_devices(team)) body.shares.push_back({device, fake_sealed()});
  return body;
}

AddDeviceBody TestSite::add_by_passkey(const TestPerson& person, const TestDevice& device) {
  return {device.record,
          static_cast<std::uint8_t>(DeviceEndorsement::passkey),
          {person.passkey.assertion(roster_.root()->rp_id, device.id)}};
}

TestPerson TestSite::found() {
  TestPerson founder = make_person(kAllRoles);
  must(take(act(ActKind::genesis, genesis_body(founder), founder.device())), "genesis");
  rotate_both(founder.device());
  return founder;
}

TestPerson TestSite::hire(const TestPerson& admin, std::uint8_t roles) {
  TestPerson person = make_person(roles);
  const SigningKey invitation(crypto_, random_);
  const Act invite = act(ActKind::invite, invite_body(person, invitation), admin.device());
  must(take(invite), "invite");
  must(take(act(ActKind::join, join_body(person, invitation, act_hash(invite)), person.device())), "join");
  return person;
}

void TestSite::rotate(const TeamId& team, const TestDevice& actor) {
  must(take(act(ActKind::team_key, team_key_body(team), actor)), "team_key");
}

void TestSite::rotate_both(const TestDevice& actor) {
  rotate(support_, actor);
  rotate(supervisors_, actor);
}

}  // namespace cloister::test
