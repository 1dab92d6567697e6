#include "protocol/roster.h"

#include <algorithm>
#include <cstdlib>

#include "protocol/names.h"
#include "protocol/proofs.h"

namespace cloister::protocol {
namespace {

std::unexpected<Error> against_rule(const char* rule) { return fail(ErrorCode::bad_chain, rule); }

template <class Body, class Variant>
Result<Variant> decode_as(ByteView bytes) {
  CLOISTER_TRY(Body body, decode<Body>(bytes));
  return Variant(std::move(body));
}

}  // namespace

SiteRoster::SiteRoster(const SiteId& site, const SignatureChecker& signatures)
    : site_(site), signatures_(&signatures) {}

// --- Checking ---

Status SiteRoster::check_header(const Act& act) const {
  if (act.suite != kSuiteP256Aes256gcm) return fail(ErrorCode::unsupported_suite);
  if (act.site != site_) return fail(ErrorCode::wrong_site);
  if (size() >= static_cast<std::uint64_t>(kMaxActs)) return fail(ErrorCode::limit_reached, "acts");
  if (act.seq != size() || act.prev != tip()) return against_rule("not the next act");
  if (act.time_ms < last_time_ms_) return against_rule("time goes back");
  if ((act.kind == static_cast<std::uint8_t>(ActKind::genesis)) != (size() == 0))
    return against_rule("genesis is the first act and no other");
  return {};
}

Result<CheckedAct::Body> SiteRoster::decode_body(const Act& act, ActKind kind) const {
  using Body = CheckedAct::Body;
  switch (kind) {
    case ActKind::genesis:
      return decode_as<GenesisBody, Body>(act.body);
    case ActKind::invite:
      return decode_as<InviteBody, Body>(act.body);
    case ActKind::join:
      return decode_as<JoinBody, Body>(act.body);
    case ActKind::add_device:
      return decode_as<AddDeviceBody, Body>(act.body);
    case ActKind::revoke_device:
      return decode_as<RevokeDeviceBody, Body>(act.body);
    case ActKind::remove_person:
      return decode_as<RemovePersonBody, Body>(act.body);
    case ActKind::team_key:
      return decode_as<TeamKeyBody, Body>(act.body);
    case ActKind::withdraw:
      return decode_as<WithdrawBody, Body>(act.body);
  }
  return fail(ErrorCode::malformed, "act kind");
}

Result<CheckedAct> SiteRoster::check(const Act& act) const {
  CLOISTER_CHECK(check_header(act));
  const auto kind = known<ActKind>(act.kind);
  if (!kind) return fail(ErrorCode::malformed, "act kind");
  CLOISTER_TRY(CheckedAct::Body body, decode_body(act, *kind));
  const auto key = std::visit([&](const auto& what) { return check_body(act, what); }, body);
  if (!key) return std::unexpected(key.error());
  CLOISTER_CHECK(verify_signed(*signatures_, act, *key));
  return CheckedAct(act, act_hash(act), std::move(body));
}

Result<CheckedAct> SiteRoster::admit(const Act& act, TimeMs now) const {
  if (act.site == site_ && act.seq < size()) return fail(ErrorCode::stale_roster);
  const TimeMs time = static_cast<TimeMs>(std::min(act.time_ms, kMaxSafeInteger));
  if (time < now - kActClockToleranceMs || time > now + kActClockToleranceMs) return fail(ErrorCode::clock_skew);
  return check(act);
}

Result<const StaffDevice*> SiteRoster::actor_of(const Act& act) const {
  const StaffDevice* known_device = device(act.actor);
  if (known_device == nullptr) return against_rule("unknown actor");
  if (!known_device->current.open()) return fail(ErrorCode::revoked, "actor");
  return known_device;
}

Result<const StaffDevice*> SiteRoster::admin_actor(const Act& act) const {
  CLOISTER_TRY(const StaffDevice* actor, actor_of(act));
  if (!has_role(people_.at(actor->person).roles, Role::admin)) return fail(ErrorCode::not_permitted, "not an admin");
  return actor;
}

Status SiteRoster::check_new_device(const DeviceRecord& record, const PersonId& owner) const {
  if (record.suite != kSuiteP256Aes256gcm) return fail(ErrorCode::unsupported_suite);
  if (record.site != site_) return fail(ErrorCode::wrong_site);
  if (record.owner_kind != static_cast<std::uint8_t>(OwnerKind::staff) || record.owner != owner_of(owner))
    return against_rule("device of somebody else");
  // Also one that has ended: its old endorsement stands in the log for everybody to send again.
  if (device(device_id(record)) != nullptr) return against_rule("device was there before");
  CLOISTER_CHECK(signatures_->check_sign_key(record.sign_key));
  return signatures_->check_kem_key(record.kem_key);
}

std::size_t SiteRoster::device_count(const PersonId& person) const { return devices_of(person, size()).size(); }

/// A team must stay small enough for a team_key act to name all its devices.
Status SiteRoster::check_room(const PersonId& person, std::uint8_t roles) const {
  if (device_count(person) >= kMaxDevicesPerPerson) return fail(ErrorCode::limit_reached, "devices of a person");
  for (const Team& team : teams_)
    if (has_role(roles, team.role) && team_devices(team.id).size() >= kMaxTeamDevices)
      return fail(ErrorCode::limit_reached, "devices of a team");
  return {};
}

Result<SignKey> SiteRoster::check_body(const Act& act, const GenesisBody& body) const {
  CLOISTER_CHECK(check_new_device(body.device, body.person));
  if (act.actor != device_id(body.device)) return against_rule("genesis: actor is not the device");
  if (body.roles != kAllRoles) return against_rule("genesis: roles");
  if (body.rp_id.empty() || body.support_team == body.supervisors_team) return against_rule("genesis: names");
  CLOISTER_CHECK(signatures_->check_sign_key(body.log_key));
  CLOISTER_CHECK(signatures_->check_kem_key(body.passkey.public_key));
  return body.device.sign_key;
}

Result<SignKey> SiteRoster::check_body(const Act& act, const InviteBody& body) const {
  CLOISTER_TRY(const StaffDevice* actor, admin_actor(act));
  if (people_.contains(body.person) || invited_.contains(body.person)) return against_rule("invite: person is known");
  if (body.roles == 0 || (body.roles & ~kAllRoles) != 0) return against_rule("invite: roles");
  if (body.expires_ms > act.time_ms + kMaxInvitationMs) return against_rule("invite: expires too late");
  CLOISTER_CHECK(signatures_->check_sign_key(body.invitation_key));
  return actor->sign_key;
}

Result<SignKey> SiteRoster::check_body(const Act& act, const JoinBody& body) const {
  const auto found = invitations_.find(body.invite);
  if (found == invitations_.end() || found->second.used) return against_rule("join: no such invitation");
  const Invitation& invitation = found->second;
  if (act.time_ms > invitation.body.expires_ms) return fail(ErrorCode::link_expired);
  // Otherwise an admin could leave, and come back by an invitation they still hold.
  if (current_device(invitation.inviter) == nullptr) return fail(ErrorCode::link_expired, "inviter has gone");
  CLOISTER_CHECK(check_new_device(body.device, invitation.body.person));
  CLOISTER_CHECK(check_room(invitation.body.person, invitation.body.roles));
  const DeviceId id = device_id(body.device);
  if (act.actor != id) return against_rule("join: actor is not the device");
  CLOISTER_CHECK(signatures_->check_kem_key(body.passkey.public_key));
  CLOISTER_CHECK(signatures_->verify(invitation.body.invitation_key, join_bytes(id), body.invitation_signature));
  return body.device.sign_key;
}

Result<SignKey> SiteRoster::check_body(const Act& act, const AddDeviceBody& body) const {
  const StaffPerson* owner = current_person(person_of(body.device.owner));
  if (owner == nullptr) return against_rule("add_device: owner is not staff");
  CLOISTER_CHECK(check_new_device(body.device, owner->id));
  // The one of a session replaces the one of the session before.
  const bool replaces = body.endorsement == static_cast<std::uint8_t>(DeviceEndorsement::session) &&
                        session_device_of(owner->id) != nullptr;
  if (!replaces) CLOISTER_CHECK(check_room(owner->id, owner->roles));
  switch (static_cast<DeviceEndorsement>(body.endorsement)) {
    case DeviceEndorsement::passkey:
    case DeviceEndorsement::session: {
      const DeviceId id = device_id(body.device);
      if (act.actor != id || body.assertion.size() != 1) return against_rule("add_device: endorsement");
      CLOISTER_CHECK(signatures_->verify_assertion(owner->passkey, root_->rp_id, id, body.assertion[0]));
      return body.device.sign_key;
    }
    case DeviceEndorsement::device: {
      CLOISTER_TRY(const StaffDevice* actor, actor_of(act));
      if (actor->person != owner->id || !body.assertion.empty()) return against_rule("add_device: endorsement");
      return actor->sign_key;
    }
  }
  return fail(ErrorCode::malformed, "endorsement");
}

Result<SignKey> SiteRoster::check_body(const Act& act, const RevokeDeviceBody& body) const {
  CLOISTER_TRY(const StaffDevice* actor, actor_of(act));
  const StaffDevice* target = current_device(body.device);
  if (target == nullptr) return against_rule("revoke_device: device is not current");
  if (target->person != actor->person) CLOISTER_CHECK(admin_actor(act));
  return actor->sign_key;
}

Result<SignKey> SiteRoster::check_body(const Act& act, const RemovePersonBody& body) const {
  CLOISTER_TRY(const StaffDevice* actor, admin_actor(act));
  const StaffPerson* leaver = current_person(body.person);
  if (leaver == nullptr) return against_rule("remove_person: person is not staff");
  const auto another_admin = [&](const StaffPerson* person) {
    return person->id != leaver->id && has_role(person->roles, Role::admin);
  };
  if (has_role(leaver->roles, Role::admin) && std::ranges::none_of(people(), another_admin))
    return against_rule("remove_person: the last admin");
  return actor->sign_key;
}

Result<SignKey> SiteRoster::check_body(const Act& act, const TeamKeyBody& body) const {
  CLOISTER_TRY(const StaffDevice* actor, actor_of(act));
  const Team* team = find_team(body.team);
  if (team == nullptr) return against_rule("team_key: no such team");
  if (!has_role(people_.at(actor->person).roles, team->role)) return fail(ErrorCode::not_permitted, "not of the team");
  const std::uint32_t last = team->keys.empty() ? 0 : team->keys.back().generation;
  if (body.generation != last + 1) return against_rule("team_key: generation");
  const bool alone = last == 0 || team_key_lost(body.team);
  if (body.previous.size() != (alone ? 0 : kSealedSecretSize)) return against_rule("team_key: previous");
  const auto same = [](const SealedShare& share, const DeviceId& device) {
    return share.device == device && share.sealed.size() == kSealedSecretSize;
  };
  if (!std::ranges::equal(body.shares, team_devices(body.team), same))
    return fail(ErrorCode::wrong_reader, "team_key: shares");
  CLOISTER_CHECK(signatures_->check_kem_key(body.kem_key));
  return actor->sign_key;
}

Result<SignKey> SiteRoster::check_body(const Act& act, const WithdrawBody& body) const {
  CLOISTER_TRY(const StaffDevice* actor, admin_actor(act));
  const auto found = invitations_.find(body.invite);
  if (found == invitations_.end() || found->second.used) return against_rule("withdraw: no such invitation");
  return actor->sign_key;
}

// --- Taking ---

Status SiteRoster::apply(CheckedAct checked) {
  const Act& act = checked.act_;
  if (act.site != site_ || act.seq != size() || act.prev != tip()) return against_rule("roster has moved on");
  hashes_.push_back(checked.hash_);  // first: spans count from the new size
  tree_.append(act_leaf(act));
  last_time_ms_ = act.time_ms;
  std::visit([&](const auto& body) { take(checked.hash_, act.actor, body); }, checked.body_);
  return {};
}

Status SiteRoster::append(const Act& act) {
  CLOISTER_TRY(CheckedAct checked, check(act));
  return apply(std::move(checked));
}

void SiteRoster::add_person(const PersonId& id, std::uint8_t roles, const Passkey& passkey) {
  people_.emplace(id, StaffPerson{id, roles, passkey, {.from = size()}, {}});
}

void SiteRoster::add_device(const DeviceRecord& record, const PersonId& person) {
  const DeviceId id = device_id(record);
  devices_.emplace(id, StaffDevice{id, person, record.sign_key, record.kem_key, {.from = size()}});
  people_.at(person).devices.push_back(id);
  team_changed(people_.at(person).roles);
}

void SiteRoster::team_changed(std::uint8_t roles) {
  for (Team& team : teams_)
    if (has_role(roles, team.role)) team.changed = size();
}

void SiteRoster::take(const Hash& hash, const DeviceId&, const GenesisBody& body) {
  root_ = SiteRoot{hash, body.log_key, body.rp_id, body.support_team, body.supervisors_team};
  teams_ = {Team{body.support_team, Role::agent, {}, {}, 0}, Team{body.supervisors_team, Role::supervisor, {}, {}, 0}};
  add_person(body.person, body.roles, body.passkey);
  add_device(body.device, body.person);
}

void SiteRoster::take(const Hash& hash, const DeviceId& actor, const InviteBody& body) {
  invitations_.emplace(hash, Invitation{body, actor, false});
  invited_.emplace(body.person, hash);
}

void SiteRoster::take(const Hash&, const DeviceId&, const JoinBody& body) {
  Invitation& invitation = invitations_.at(body.invite);
  invitation.used = true;
  add_person(invitation.body.person, invitation.body.roles, body.passkey);
  add_device(body.device, invitation.body.person);
}

void SiteRoster::take(const Hash&, const DeviceId&, const AddDeviceBody& body) {
  const PersonId person = person_of(body.device.owner);
  const bool of_session = body.endorsement == static_cast<std::uint8_t>(DeviceEndorsement::session);
  if (of_session)
    if (const StaffDevice* before = session_device_of(person)) devices_.at(before->id).current.until = size();
  add_device(body.device, person);
  devices_.at(device_id(body.device)).of_session = of_session;
}

void SiteRoster::take(const Hash&, const DeviceId&, const RevokeDeviceBody& body) {
  StaffDevice& device = devices_.at(body.device);
  device.current.until = size();
  team_changed(people_.at(device.person).roles);
}

void SiteRoster::take(const Hash&, const DeviceId&, const RemovePersonBody& body) {
  StaffPerson& person = people_.at(body.person);
  person.current.until = size();
  for (const DeviceId& id : person.devices)
    if (Span& span = devices_.at(id).current; span.open()) span.until = size();
  team_changed(person.roles);
}

void SiteRoster::take(const Hash& hash, const DeviceId&, const TeamKeyBody& body) {
  Team& team = *find_team(body.team);
  team.keys.push_back({body.team, body.generation, hash, body.kem_key, size()});
  team.holders.clear();
  for (const SealedShare& share : body.shares) team.holders.push_back(share.device);
}

void SiteRoster::take(const Hash&, const DeviceId&, const WithdrawBody& body) {
  invitations_.at(body.invite).used = true;
}

// --- Asking ---

const SiteRoster::Team* SiteRoster::find_team(const TeamId& id) const {
  if (!root_) return nullptr;
  const auto found = std::ranges::find(teams_, id, &Team::id);
  return found == teams_.end() ? nullptr : &*found;
}

SiteRoster::Team* SiteRoster::find_team(const TeamId& id) {
  return const_cast<Team*>(std::as_const(*this).find_team(id));
}

bool SiteRoster::ready() const {
  return root_ && std::ranges::none_of(teams_, [](const Team& team) { return team.keys.empty(); });
}

std::optional<Hash> SiteRoster::hash_at(std::uint64_t seq) const {
  if (seq >= size()) return std::nullopt;
  return hashes_[seq];
}

const StaffDevice* SiteRoster::device(const DeviceId& id) const {
  const auto found = devices_.find(id);
  return found == devices_.end() ? nullptr : &found->second;
}

const StaffDevice* SiteRoster::session_device_of(const PersonId& id) const {
  const auto devices = devices_of(id, size());
  const auto found = std::ranges::find_if(devices, &StaffDevice::of_session);
  return found == devices.end() ? nullptr : *found;
}

const StaffPerson* SiteRoster::person(const PersonId& id) const {
  const auto found = people_.find(id);
  return found == people_.end() ? nullptr : &found->second;
}

const StaffDevice* SiteRoster::current_device(const DeviceId& id) const {
  const StaffDevice* found = device(id);
  return found != nullptr && found->current.open() ? found : nullptr;
}

const StaffPerson* SiteRoster::current_person(const PersonId& id) const {
  const StaffPerson* found = person(id);
  return found != nullptr && found->current.open() ? found : nullptr;
}

std::vector<const StaffPerson*> SiteRoster::people() const {
  std::vector<const StaffPerson*> out;
  for (const auto& [id, person] : people_)
    if (person.current.open()) out.push_back(&person);
  std::ranges::sort(out, {}, &StaffPerson::id);
  return out;
}

std::vector<const StaffDevice*> SiteRoster::devices_of(const PersonId& id, std::uint64_t size) const {
  std::vector<const StaffDevice*> out;
  if (const StaffPerson* owner = person(id))
    for (const DeviceId& device : owner->devices)
      if (const StaffDevice& found = devices_.at(device); found.current.holds_at(size)) out.push_back(&found);
  std::ranges::sort(out, {}, &StaffDevice::id);
  return out;
}

std::optional<TeamKey> SiteRoster::team_key(const TeamId& id, std::uint64_t size) const {
  const Team* team = find_team(id);
  if (team == nullptr) return std::nullopt;
  const auto after = std::ranges::upper_bound(team->keys, size, {}, &TeamKey::from);
  if (after == team->keys.begin()) return std::nullopt;
  return *std::prev(after);
}

std::optional<Role> SiteRoster::role_of_team(const TeamId& id) const {
  const Team* team = find_team(id);
  if (team == nullptr) return std::nullopt;
  return team->role;
}

std::optional<TeamId> SiteRoster::team_of_key(const Hash& act) const {
  for (const Team& team : teams_)
    if (std::ranges::find(team.keys, act, &TeamKey::act) != team.keys.end()) return team.id;
  return std::nullopt;
}

std::vector<PersonId> SiteRoster::members(const TeamId& id, std::uint64_t size) const {
  std::vector<PersonId> out;
  const Team* team = find_team(id);
  if (team == nullptr) return out;
  for (const auto& [person_id, person] : people_)
    if (person.current.holds_at(size) && has_role(person.roles, team->role)) out.push_back(person_id);
  return out;
}

std::vector<DeviceId> SiteRoster::team_devices(const TeamId& id) const {
  std::vector<DeviceId> out;
  const Team* team = find_team(id);
  if (team == nullptr) return out;
  for (const auto& [device_id, device] : devices_)
    if (device.current.open() && has_role(people_.at(device.person).roles, team->role)) out.push_back(device_id);
  std::ranges::sort(out);
  return out;
}

bool SiteRoster::team_key_fresh(const TeamId& id) const {
  const Team* team = find_team(id);
  return team != nullptr && !team->keys.empty() && team->keys.back().from > team->changed;
}

bool SiteRoster::team_key_lost(const TeamId& id) const {
  const Team* team = find_team(id);
  return team != nullptr && !team->keys.empty() &&
         std::ranges::none_of(team->holders, [&](const DeviceId& held) { return current_device(held) != nullptr; });
}

crypto::Checkpoint SiteRoster::checkpoint() const { return {log_origin(site_), size(), tree_.root(), {}}; }

std::string SiteRoster::log_origin(const SiteId& site) { return "cloister/" + site.text(); }

}  // namespace cloister::protocol
