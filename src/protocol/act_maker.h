// Making the acts of a roster: for the native client, tools and tests. What a right act is stands in roster.h, which
// checks it; here nothing is refused but what cannot be made. Pure; thread safe as far as the random source is.
#pragma once

#include <optional>

#include "base/clock.h"
#include "protocol/device_keys.h"
#include "protocol/roster.h"

namespace cloister::protocol {

/// The place of a new act: on top of `roster`, at `now` or at the time of the last act, whichever is later.
struct ActPlace {
  SiteId site;
  std::uint64_t seq = 0;
  Hash prev;
  std::uint64_t time_ms = 0;
  static ActPlace on_top_of(const SiteRoster& roster, TimeMs now);
};

/// What the first member of staff decides or was told by the server; person and device come from `DeviceKeys`.
struct GenesisDraft {
  std::uint8_t roles = kAllRoles;
  Passkey passkey;
  SignKey log_key;
  std::string rp_id;
  TeamId support_team;
  TeamId supervisors_team;
};

Act make_genesis(const ActPlace& place, const GenesisDraft& draft, const DeviceKeys& device);
Act make_invite(const ActPlace& place, const InviteBody& invite, const DeviceKeys& actor);
/// `invite` is the act hash of the invitation; `invitation_key` comes out of its link.
Act make_join(const ActPlace& place, const Hash& invite, const Passkey& passkey,
              const crypto::Ed25519KeyPair& invitation_key, const DeviceKeys& device);
/// With an assertion over `device.id` by the person's passkey: signed by the new device.
Act make_add_device(const ActPlace& place, const PasskeyAssertion& assertion, const DeviceKeys& device);
/// Endorsed by another device of the same person.
Act make_add_device(const ActPlace& place, const DeviceRecord& device, const DeviceKeys& actor);
Act make_revoke_device(const ActPlace& place, const DeviceId& device, const DeviceKeys& actor);
Act make_remove_person(const ActPlace& place, const PersonId& person, const DeviceKeys& actor);

struct MadeTeamKey {
  Act act;
  /// The new generation's private half.
  crypto::P256KeyPair key;
};
/// The next generation for the team's current devices. `previous` is the private half of the generation before, nullptr
/// for generation 1 and after a lost one. `missing_key` when it is needed and not given, `not_found` for an unknown
/// team.
Result<MadeTeamKey> make_team_key(const ActPlace& place, const SiteRoster& roster, const TeamId& team,
                                  const crypto::P256KeyPair* previous, const DeviceKeys& actor, RandomSource& random);

/// The private half of a team key, from the share of `device`. `missing_key` when there is none, `decryption_failed`,
/// `weak_key` when the share is not the key of the act.
Result<crypto::P256KeyPair> open_share(const SiteId& site, const TeamKeyBody& body, const DeviceKeys& device);
/// The private half of the generation before `body`, whose public half is `older`.
Result<crypto::P256KeyPair> open_previous(const SiteId& site, const TeamKeyBody& body, const crypto::P256KeyPair& key,
                                          const KemKey& older);

/// HPKE `info` of a share, and of the generation before.
Bytes share_info(const SiteId& site, const TeamId& team, std::uint32_t generation, const DeviceId& device);
Bytes previous_info(const SiteId& site, const TeamId& team, std::uint32_t generation);

}  // namespace cloister::protocol
