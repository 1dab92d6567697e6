// A site with its staff, for tests: makes acts as honest clients would, and lets a test bend them before it signs.
#pragma once

#include <vector>

#include "protocol/roster.h"
#include "support/test_keys.h"

namespace cloister::test {

inline constexpr TimeMs kTestTime = 1'800'000'000'000;

struct TestPerson {
  PersonId id;
  std::uint8_t roles = 0;
  TestPasskey passkey;
  std::vector<TestDevice> devices;
  const TestDevice& device() const { return devices.front(); }
};

class TestSite {
 public:
  explicit TestSite(std::uint64_t seed = 1, Crypto crypto = Crypto::real);

  SeededRandom& random() { return random_; }
  Crypto crypto() const { return crypto_; }
  const SiteId& id() const { return id_; }
  const protocol::SiteRoster& roster() const { return roster_; }
  const std::vector<protocol::Act>& acts() const { return acts_; }
  TeamId support() const { return support_; }
  TeamId supervisors() const { return supervisors_; }
  const SigningKey& log_key() const { return log_key_; }

  TestPerson make_person(std::uint8_t roles);
  TestDevice make_device_of(const TestPerson& person);

  /// The next act of the chain, signed by `actor`.
  template <class Body>
  protocol::Act act(protocol::ActKind kind, const Body& body, const TestDevice& actor) {
    return raw_act(kind, protocol::encode(body), actor);
  }
  protocol::Act raw_act(protocol::ActKind kind, Bytes body, const TestDevice& actor);
  /// Signs again what a test has changed.
  static void resign(protocol::Act& act, const TestDevice& actor) { actor.key.sign_in(act); }
  Status take(const protocol::Act& act);

  protocol::GenesisBody genesis_body(const TestPerson& founder);
  protocol::InviteBody invite_body(const TestPerson& person, const SigningKey& invitation);
  protocol::JoinBody join_body(const TestPerson& person, const SigningKey& invitation, const Hash& invite);
  protocol::TeamKeyBody team_key_body(const TeamId& team);
  protocol::AddDeviceBody add_by_passkey(const TestPerson& person, const TestDevice& device);

  /// Genesis and both team keys; the founder has every role.
  TestPerson found();
  /// Invitation by `admin`, and joining. Team keys stay as they are.
  TestPerson hire(const TestPerson& admin, std::uint8_t roles);
  void rotate(const TeamId& team, const TestDevice& actor);
  void rotate_both(const TestDevice& actor);

  /// Time of the next act.
  std::uint64_t clock_ms = static_cast<std::uint64_t>(kTestTime);

 private:
  Crypto crypto_;
  SeededRandom random_;
  SiteId id_;
  TeamId support_;
  TeamId supervisors_;
  SigningKey log_key_;
  protocol::SiteRoster roster_;
  std::vector<protocol::Act> acts_;
};

}  // namespace cloister::test
