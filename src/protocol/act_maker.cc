#include "protocol/act_maker.h"

#include <algorithm>

#include "crypto/hpke.h"
#include "protocol/names.h"
#include "protocol/proofs.h"

namespace cloister::protocol {
namespace {

template <class Body>
Act signed_act(const ActPlace& place, ActKind kind, const Body& body, const DeviceKeys& actor) {
  Act act{.suite = kSuiteP256Aes256gcm,
          .site = place.site,
          .seq = place.seq,
          .prev = place.prev,
          .time_ms = place.time_ms,
          .actor = actor.id,
          .kind = static_cast<std::uint8_t>(kind),
          .body = encode(body),
          .signature = {}};
  sign_in_place(act, actor.sign);
  return act;
}

/// A team's private scalar, checked against the public half that the acts name.
Result<crypto::P256KeyPair> checked_pair(const Secret& scalar, const KemKey& expected) {
  CLOISTER_TRY(auto pair, crypto::P256KeyPair::from_scalar(scalar.view()));
  if (pair.public_key().bytes() != expected) return fail(ErrorCode::weak_key, "not the private half of the team key");
  return pair;
}

}  // namespace

ActPlace ActPlace::on_top_of(const SiteRoster& roster, TimeMs now) {
  return {roster.site(), roster.size(), roster.tip(), std::max(static_cast<std::uint64_t>(now), roster.last_time_ms())};
}

Act make_genesis(const ActPlace& place, const GenesisDraft& draft, const DeviceKeys& device) {
  const GenesisBody body{.person = person_of(device.record.owner),
                         .roles = draft.roles,
                         .device = device.record,
                         .passkey = draft.passkey,
                         .log_key = draft.log_key,
                         .rp_id = draft.rp_id,
                         .support_team = draft.support_team,
                         .supervisors_team = draft.supervisors_team};
  return signed_act(place, ActKind::genesis, body, device);
}

Act make_invite(const ActPlace& place, const InviteBody& invite, const DeviceKeys& actor) {
  return signed_act(place, ActKind::invite, invite, actor);
}

Act make_join(const ActPlace& place, const Hash& invite, const Passkey& passkey,
              const crypto::Ed25519KeyPair& invitation_key, const DeviceKeys& device) {
  const JoinBody body{invite, device.record, passkey, invitation_key.sign(join_bytes(device.id))};
  return signed_act(place, ActKind::join, body, device);
}

Act make_add_device(const ActPlace& place, const PasskeyAssertion& assertion, const DeviceKeys& device) {
  const AddDeviceBody body{device.record, static_cast<std::uint8_t>(DeviceEndorsement::passkey),
                           std::vector<PasskeyAssertion>{assertion}};
  return signed_act(place, ActKind::add_device, body, device);
}

Act make_add_device(const ActPlace& place, const DeviceRecord& device, const DeviceKeys& actor) {
  const AddDeviceBody body{device, static_cast<std::uint8_t>(DeviceEndorsement::device), {}};
  return signed_act(place, ActKind::add_device, body, actor);
}

Act make_revoke_device(const ActPlace& place, const DeviceId& device, const DeviceKeys& actor) {
  return signed_act(place, ActKind::revoke_device, RevokeDeviceBody{device}, actor);
}

Act make_remove_person(const ActPlace& place, const PersonId& person, const DeviceKeys& actor) {
  return signed_act(place, ActKind::remove_person, RemovePersonBody{person}, actor);
}

Bytes share_info(const SiteId& site, const TeamId& team, std::uint32_t generation, const DeviceId& device) {
  Encoder out;
  out.label("team-share");
  out.u16(kSuiteP256Aes256gcm);
  out.raw(site);
  out.raw(team);
  out.u32(generation);
  out.raw(device);
  return out.take();
}

Bytes previous_info(const SiteId& site, const TeamId& team, std::uint32_t generation) {
  Encoder out;
  out.label("team-previous");
  out.u16(kSuiteP256Aes256gcm);
  out.raw(site);
  out.raw(team);
  out.u32(generation);
  return out.take();
}

Result<MadeTeamKey> make_team_key(const ActPlace& place, const SiteRoster& roster, const TeamId& team,
                                  const crypto::P256KeyPair* previous, const DeviceKeys& actor, RandomSource& random) {
  if (!roster.role_of_team(team)) return fail(ErrorCode::not_found, "team");
  const auto before = roster.team_key(team);
  const bool alone = !before || roster.team_key_lost(team);
  if (!alone && previous == nullptr) return fail(ErrorCode::missing_key, "generation before");
  auto key = crypto::P256KeyPair::generate(random);
  TeamKeyBody body{.team = team,
                   .generation = before ? before->generation + 1 : 1,
                   .kem_key = key.public_key().bytes(),
                   .previous = {},
                   .shares = {}};
  if (!alone)
    body.previous = crypto::hpke_seal(key.public_key(), previous_info(place.site, team, body.generation), {},
                                      previous->scalar().view(), random);
  for (const DeviceId& id : roster.team_devices(team)) {
    CLOISTER_TRY(const auto recipient, crypto::P256PublicKey::parse(roster.device(id)->kem_key));
    body.shares.push_back({id, crypto::hpke_seal(recipient, share_info(place.site, team, body.generation, id), {},
                                                 key.scalar().view(), random)});
  }
  return MadeTeamKey{signed_act(place, ActKind::team_key, body, actor), std::move(key)};
}

Result<crypto::P256KeyPair> open_share(const SiteId& site, const TeamKeyBody& body, const DeviceKeys& device) {
  const auto share = std::ranges::find(body.shares, device.id, &SealedShare::device);
  if (share == body.shares.end()) return fail(ErrorCode::missing_key, "no share for this device");
  const Bytes info = share_info(site, body.team, body.generation, device.id);
  CLOISTER_TRY(const Secret scalar, crypto::hpke_open(device.kem, info, {}, share->sealed));
  return checked_pair(scalar, body.kem_key);
}

Result<crypto::P256KeyPair> open_previous(const SiteId& site, const TeamKeyBody& body, const crypto::P256KeyPair& key,
                                          const KemKey& older) {
  const Bytes info = previous_info(site, body.team, body.generation);
  CLOISTER_TRY(const Secret scalar, crypto::hpke_open(key, info, {}, body.previous));
  return checked_pair(scalar, older);
}

}  // namespace cloister::protocol
