// Who is staff: the replay of a site's acts with the rules of docs/protocol.md section 3.
//
// A value without I/O. Not thread safe for writing; a copy is a snapshot, so threads share
// `std::shared_ptr<const SiteRoster>` and whoever takes an act makes the next one. Positions are **sizes**:
// "as of size n" means after the first n acts.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "protocol/gen/wire.h"
#include "protocol/signatures.h"

namespace cloister::protocol {

/// Current devices of one person.
inline constexpr std::size_t kMaxDevicesPerPerson = 16;
/// Current devices of one team: what a team_key act can name.
inline constexpr std::size_t kMaxTeamDevices = 1000;
/// An invitation expires at most this long after its act.
inline constexpr DurationMs kMaxInvitationMs = 7 * 24 * kHourMs;
/// A new act's time may differ this much from the server's clock; a bound of ours, checked by the server
/// only.
inline constexpr DurationMs kActClockToleranceMs = 5 * kMinuteMs;
/// HPKE enc (65) ‖ 32 sealed bytes ‖ tag (16): every sealed secret of the protocol.
inline constexpr std::size_t kSealedSecretSize = 65 + 32 + 16;
inline constexpr std::uint8_t kAllRoles = 1 | 2 | 4;

constexpr bool has_role(std::uint8_t roles, Role role) { return (roles & static_cast<std::uint8_t>(role)) != 0; }

/// From which size on something holds, and until which (exclusive).
struct Span {
  static constexpr std::uint64_t kOpen = UINT64_MAX;
  std::uint64_t from = 0;
  std::uint64_t until = kOpen;
  bool holds_at(std::uint64_t size) const { return from <= size && size < until; }
  bool open() const { return until == kOpen; }
};

struct StaffDevice {
  DeviceId id;
  PersonId person;
  SignKey sign_key;
  KemKey kem_key;
  Span current;
  /// Lives no longer than its session (a shared computer); a person has at most one.
  bool of_session = false;
};

struct StaffPerson {
  PersonId id;
  /// Bits of Role.
  std::uint8_t roles = 0;
  Passkey passkey;
  Span current;
  /// All there ever were, in the order they came.
  std::vector<DeviceId> devices;
};

struct TeamKey {
  TeamId team;
  std::uint32_t generation = 0;
  /// Hash of the team_key act: the reader id.
  Hash act;
  KemKey kem_key;
  /// Size from which it is the latest of its team (until the next).
  std::uint64_t from = 0;
};

/// What act 0 says.
struct SiteRoot {
  /// The root fingerprint: hash of act 0.
  Hash fingerprint;
  SignKey log_key;
  std::string rp_id;
  TeamId support_team;
  TeamId supervisors_team;
};

/// An act that follows from a roster and was found right. Made by `SiteRoster` only.
class CheckedAct {
 public:
  const Act& act() const { return act_; }
  const Hash& hash() const { return hash_; }

 private:
  friend class SiteRoster;
  using Body = std::variant<GenesisBody, InviteBody, JoinBody, AddDeviceBody, RevokeDeviceBody, RemovePersonBody,
                            TeamKeyBody, WithdrawBody>;
  CheckedAct(Act act, const Hash& hash, Body body) : act_(std::move(act)), hash_(hash), body_(std::move(body)) {}
  Act act_;
  Hash hash_;
  Body body_;
};

class SiteRoster {
 public:
  /// `signatures` must outlive the roster and its copies.
  explicit SiteRoster(const SiteId& site, const SignatureChecker& signatures = real_signatures());

  /// Whether `act` is a right next act. Nothing changes. Errors: `bad_chain` (not the next of the chain, or
  /// against a rule), `wrong_site`, `unsupported_suite`, `bad_signature`, `bad_passkey`, `weak_key`,
  /// `malformed` (the body does not decode), `revoked` (the actor is not a current device), `not_permitted`
  /// (the actor's person lacks the role), `wrong_reader` (shares of a team key), `limit_reached`.
  Result<CheckedAct> check(const Act& act) const;
  /// What the server asks of a new act on top: `check`, `stale_roster` when it was made on an older chain,
  /// and `clock_skew` when its time is further than `kActClockToleranceMs` from `now` (otherwise one act from
  /// the future would stop the log for good, and an expired invitation could be used by dating the join
  /// back).
  Result<CheckedAct> admit(const Act& act, TimeMs now) const;
  /// Takes an act that this roster, at its present size, has checked; `bad_chain` if it has moved on since.
  Status apply(CheckedAct act);
  /// `check` and `apply`: replay.
  Status append(const Act& act);

  const SiteId& site() const { return site_; }
  /// Number of acts.
  std::uint64_t size() const { return hashes_.size(); }
  /// Nothing before genesis.
  const std::optional<SiteRoot>& root() const { return root_; }
  /// Genesis and the first generation of both team keys are there.
  bool ready() const;
  /// Hash of the last act; zero before the first.
  Hash tip() const { return hashes_.empty() ? Hash{} : hashes_.back(); }
  std::optional<Hash> hash_at(std::uint64_t seq) const;
  /// Time of the last act: the next one's is not lower.
  std::uint64_t last_time_ms() const { return last_time_ms_; }

  /// Known now or once; nullptr if never. Pointers are valid until the next `apply`.
  const StaffDevice* device(const DeviceId& id) const;
  const StaffPerson* person(const PersonId& id) const;
  /// Only if current; nullptr otherwise.
  const StaffDevice* current_device(const DeviceId& id) const;
  const StaffPerson* current_person(const PersonId& id) const;
  /// The current device of a session; nullptr if there is none.
  const StaffDevice* session_device_of(const PersonId& person) const;
  /// Everybody who is staff now, sorted by id.
  std::vector<const StaffPerson*> people() const;

  /// Devices of a person as of `size`, sorted by id.
  std::vector<const StaffDevice*> devices_of(const PersonId& person, std::uint64_t size) const;
  /// Latest team key as of `size`; nothing if there was none.
  std::optional<TeamKey> team_key(const TeamId& team, std::uint64_t size) const;
  std::optional<TeamKey> team_key(const TeamId& team) const { return team_key(team, size()); }
  /// The role that makes somebody a member; nothing for an unknown team.
  std::optional<Role> role_of_team(const TeamId& team) const;
  /// The team of a team_key act, of any generation; nothing if there is no such act.
  std::optional<TeamId> team_of_key(const Hash& act) const;
  /// Who is in a team as of `size`, in no order; empty for an unknown team.
  std::vector<PersonId> members(const TeamId& team, std::uint64_t size) const;
  /// Current devices of a team, sorted by id: what the next team_key act must name.
  std::vector<DeviceId> team_devices(const TeamId& team) const;
  /// The latest key names exactly the current devices.
  bool team_key_fresh(const TeamId& team) const;
  /// There is a generation, and no current device has a share of it: nobody can hand it on. The next one then stands by
  /// itself (docs/protocol.md section 3).
  bool team_key_lost(const TeamId& team) const;

  /// Root of the key log at `size`; `malformed` beyond the end.
  Result<Hash> tree_root(std::uint64_t size) const { return tree_.root_at(size); }
  const crypto::MerkleTree& tree() const { return tree_; }
  /// What the log key signs, and clients compare.
  crypto::Checkpoint checkpoint() const;
  static std::string log_origin(const SiteId& site);

 private:
  struct Invitation {
    InviteBody body;
    DeviceId inviter;
    /// Joined by, or withdrawn.
    bool used = false;
  };
  struct Team {
    TeamId id;
    Role role = Role::agent;
    std::vector<TeamKey> keys;
    /// The devices that the latest generation was sealed to.
    std::vector<DeviceId> holders;
    /// Size at which members or devices changed last.
    std::uint64_t changed = 0;
  };

  Result<CheckedAct::Body> decode_body(const Act& act, ActKind kind) const;
  Status check_header(const Act& act) const;
  /// The key that must have signed the act, after every rule of its kind was checked.
  Result<SignKey> check_body(const Act& act, const GenesisBody& body) const;
  Result<SignKey> check_body(const Act& act, const InviteBody& body) const;
  Result<SignKey> check_body(const Act& act, const JoinBody& body) const;
  Result<SignKey> check_body(const Act& act, const AddDeviceBody& body) const;
  Result<SignKey> check_body(const Act& act, const RevokeDeviceBody& body) const;
  Result<SignKey> check_body(const Act& act, const RemovePersonBody& body) const;
  Result<SignKey> check_body(const Act& act, const TeamKeyBody& body) const;
  Result<SignKey> check_body(const Act& act, const WithdrawBody& body) const;
  Status check_new_device(const DeviceRecord& device, const PersonId& owner) const;
  Status check_room(const PersonId& person, std::uint8_t roles) const;
  Result<const StaffDevice*> actor_of(const Act& act) const;
  Result<const StaffDevice*> admin_actor(const Act& act) const;
  std::size_t device_count(const PersonId& person) const;

  void take(const Hash& hash, const DeviceId& actor, const GenesisBody& body);
  void take(const Hash& hash, const DeviceId& actor, const InviteBody& body);
  void take(const Hash& hash, const DeviceId& actor, const JoinBody& body);
  void take(const Hash& hash, const DeviceId& actor, const AddDeviceBody& body);
  void take(const Hash& hash, const DeviceId& actor, const RevokeDeviceBody& body);
  void take(const Hash& hash, const DeviceId& actor, const RemovePersonBody& body);
  void take(const Hash& hash, const DeviceId& actor, const TeamKeyBody& body);
  void take(const Hash& hash, const DeviceId& actor, const WithdrawBody& body);
  void add_person(const PersonId& id, std::uint8_t roles, const Passkey& passkey);
  void add_device(const DeviceRecord& record, const PersonId& person);
  void team_changed(std::uint8_t roles);
  Team* find_team(const TeamId& id);
  const Team* find_team(const TeamId& id) const;

  SiteId site_;
  const SignatureChecker* signatures_;
  std::optional<SiteRoot> root_;
  std::vector<Hash> hashes_;
  crypto::MerkleTree tree_;
  std::uint64_t last_time_ms_ = 0;
  std::unordered_map<PersonId, StaffPerson> people_;
  std::unordered_map<DeviceId, StaffDevice> devices_;
  std::unordered_map<Hash, Invitation> invitations_;
  /// Named by an invitation, joined or not: a person id is used once.
  std::unordered_map<PersonId, Hash> invited_;
  std::array<Team, 2> teams_;
};

}  // namespace cloister::protocol
