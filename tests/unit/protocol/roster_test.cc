#include "protocol/roster.h"

#include <gtest/gtest.h>

#include "crypto/checkpoint.h"
#include "protocol/proofs.h"
#include "support/expect_error.h"
#include "support/test_site.h"

namespace cloister::protocol {
namespace {

using test::TestDevice;
using test::TestPerson;
using test::TestSite;

constexpr std::uint8_t kAgent = 1;
constexpr std::uint8_t kSupervisor = 2;
constexpr std::uint8_t kAdmin = 4;

class RosterTest : public ::testing::Test {
 protected:
  RosterTest() : founder(site.found()) {}

  /// The act, bent by `bend` and signed again by `signer`, gives `code`; unbent it is right.
  template <class Body, class Bend>
  void expect_refused(ErrorCode code, ActKind kind, Body body, const TestDevice& signer, Bend bend) {
    EXPECT_OK(site.roster().check(site.act(kind, body, signer))) << "before it is bent";
    bend(body);
    EXPECT_TRUE(test::has_error(site.roster().check(site.act(kind, body, signer)), code));
  }
  Act revoke(const DeviceId& device, const TestDevice& by) {
    return site.act(ActKind::revoke_device, RevokeDeviceBody{device}, by);
  }
  Act remove(const PersonId& person, const TestDevice& by) {
    return site.act(ActKind::remove_person, RemovePersonBody{person}, by);
  }

  TestSite site;
  TestPerson founder;
};

// --- The chain ---

TEST_F(RosterTest, ReplaysToTheSameState) {
  const TestPerson anna = site.hire(founder, kAgent);
  site.rotate(site.support(), anna.device());
  SiteRoster again(site.id());
  for (const Act& act : site.acts()) ASSERT_OK(again.append(act));
  EXPECT_EQ(again.tip(), site.roster().tip());
  EXPECT_EQ(again.checkpoint(), site.roster().checkpoint());
  EXPECT_EQ(again.people().size(), 2U);
  EXPECT_EQ(again.root()->fingerprint, act_hash(site.acts()[0]));
  EXPECT_TRUE(again.ready());
}

TEST_F(RosterTest, EveryActIsBoundToItsPlace) {
  const TestPerson anna = site.make_person(kAgent);
  const test::SigningKey invitation(test::Crypto::real, site.random());
  const Act good = site.act(ActKind::invite, site.invite_body(anna, invitation), founder.device());
  ASSERT_OK(site.roster().check(good));
  const auto bent = [&](auto bend) {
    Act act = good;
    bend(act);
    TestSite::resign(act, founder.device());
    return site.roster().check(act);
  };
  EXPECT_ERROR(bent([](Act& act) { act.suite = 2; }), unsupported_suite);
  EXPECT_ERROR(bent([](Act& act) { act.site.value[0] ^= 1; }), wrong_site);
  EXPECT_ERROR(bent([](Act& act) { act.seq += 1; }), bad_chain);
  EXPECT_ERROR(bent([](Act& act) { act.seq -= 1; }), bad_chain);
  EXPECT_ERROR(bent([](Act& act) { act.prev.value[5] ^= 1; }), bad_chain);
  Act earlier = revoke(founder.device().id, founder.device());
  earlier.time_ms -= 1;
  TestSite::resign(earlier, founder.device());
  EXPECT_ERROR(site.roster().check(earlier), bad_chain) << "time does not go back";
  EXPECT_ERROR(bent([](Act& act) { act.kind = 0; }), malformed);
  EXPECT_ERROR(bent([](Act& act) { act.kind = 8; }), malformed);
  EXPECT_ERROR(bent([](Act& act) { act.kind = 1; }), bad_chain);
  EXPECT_ERROR(bent([](Act& act) { act.body.push_back(0); }), malformed);
  EXPECT_ERROR(bent([](Act& act) { act.body.pop_back(); }), malformed);
  Act unsigned_change = good;
  unsigned_change.time_ms += 1;
  EXPECT_ERROR(site.roster().check(unsigned_change), bad_signature);
}

TEST_F(RosterTest, NothingStartsWithoutGenesis) {
  SiteRoster empty(site.id());
  EXPECT_FALSE(empty.ready());
  EXPECT_ERROR(empty.append(site.acts()[1]), bad_chain);
  Act first = site.acts()[1];
  first.seq = 0;
  first.prev = {};
  TestSite::resign(first, founder.device());
  EXPECT_ERROR(empty.append(first), bad_chain);
}

TEST_F(RosterTest, CheckChangesNothingAndApplyOnlyWhereItWasChecked) {
  const auto before = site.roster().checkpoint();
  SiteRoster copy = site.roster();
  auto checked = copy.check(revoke(founder.device().id, founder.device()));
  ASSERT_OK(checked);
  EXPECT_EQ(copy.checkpoint(), before);
  ASSERT_OK(copy.append(site.act(ActKind::team_key, site.team_key_body(site.support()), founder.device())));
  EXPECT_ERROR(copy.apply(std::move(*checked)), bad_chain);
}

TEST_F(RosterTest, TheServerAdmitsOnlyActsOfItsTimeOnTopOfTheLog) {
  const Act act = site.act(ActKind::team_key, site.team_key_body(site.support()), founder.device());
  EXPECT_OK(site.roster().admit(act, test::kTestTime));
  EXPECT_OK(site.roster().admit(act, test::kTestTime + kActClockToleranceMs));
  EXPECT_ERROR(site.roster().admit(act, test::kTestTime + kActClockToleranceMs + 1), clock_skew);
  EXPECT_ERROR(site.roster().admit(act, test::kTestTime - kActClockToleranceMs - 1), clock_skew);
  ASSERT_OK(site.take(act));
  EXPECT_ERROR(site.roster().admit(act, test::kTestTime), stale_roster);
}

// --- genesis ---

TEST(RosterGenesis, IsByItsOwnDeviceWithEveryRole) {
  TestSite site;
  const TestPerson founder = site.make_person(kAllRoles);
  const auto refused = [&](auto bend) {
    GenesisBody body = site.genesis_body(founder);
    bend(body);
    return SiteRoster(site.id()).append(site.act(ActKind::genesis, body, founder.device()));
  };
  EXPECT_OK(refused([](GenesisBody&) {}));
  for (std::uint8_t roles : Bytes{0, 1, 2, 3, 4, 5, 6, 8, 15})
    EXPECT_ERROR(refused([&](GenesisBody& body) { body.roles = roles; }), bad_chain) << int{roles};
  EXPECT_ERROR(refused([](GenesisBody& body) { body.person.value[0] ^= 1; }), bad_chain);
  EXPECT_ERROR(refused([](GenesisBody& body) { body.device.owner_kind = 2; }), bad_chain);
  EXPECT_ERROR(refused([](GenesisBody& body) { body.device.site.value[0] ^= 1; }), wrong_site);
  EXPECT_ERROR(refused([](GenesisBody& body) { body.device.suite = 7; }), unsupported_suite);
  EXPECT_ERROR(refused([](GenesisBody& body) { body.device.created_ms += 1; }), bad_chain) << "actor is another id";
  EXPECT_ERROR(refused([](GenesisBody& body) { body.device.sign_key = {}; }), weak_key);
  EXPECT_ERROR(refused([](GenesisBody& body) { body.device.kem_key.value[64] ^= 1; }), weak_key);
  EXPECT_ERROR(refused([](GenesisBody& body) { body.log_key = {}; }), weak_key);
  EXPECT_ERROR(refused([](GenesisBody& body) { body.passkey.public_key = {}; }), weak_key);
  EXPECT_ERROR(refused([](GenesisBody& body) { body.supervisors_team = body.support_team; }), bad_chain);
  EXPECT_ERROR(refused([](GenesisBody& body) { body.rp_id.clear(); }), bad_chain);

  Act by_another = site.act(ActKind::genesis, site.genesis_body(founder), founder.device());
  TestSite::resign(by_another, site.make_device_of(founder));
  EXPECT_ERROR(SiteRoster(site.id()).append(by_another), bad_signature);
}

TEST(RosterGenesis, IsNotReadyBeforeBothTeamsHaveKeys) {
  TestSite site;
  const TestPerson founder = site.make_person(kAllRoles);
  ASSERT_OK(site.take(site.act(ActKind::genesis, site.genesis_body(founder), founder.device())));
  EXPECT_FALSE(site.roster().ready());
  site.rotate(site.support(), founder.device());
  EXPECT_FALSE(site.roster().ready());
  site.rotate(site.supervisors(), founder.device());
  EXPECT_TRUE(site.roster().ready());
}

// --- invite and join ---

class InviteTest : public RosterTest {
 protected:
  InviteTest() : anna(site.make_person(kAgent)), invitation(test::Crypto::real, site.random()) {}
  Hash invite() {
    const Act act = site.act(ActKind::invite, site.invite_body(anna, invitation), founder.device());
    EXPECT_OK(site.take(act));
    return act_hash(act);
  }
  TestPerson anna;
  test::SigningKey invitation;
};

TEST_F(InviteTest, InvitationsComeFromAdminsAndAreShort) {
  const InviteBody body = site.invite_body(anna, invitation);
  expect_refused(ErrorCode::bad_chain, ActKind::invite, body, founder.device(), [](auto& b) { b.roles = 0; });
  expect_refused(ErrorCode::bad_chain, ActKind::invite, body, founder.device(), [](auto& b) { b.roles = 8; });
  expect_refused(ErrorCode::bad_chain, ActKind::invite, body, founder.device(), [](auto& b) { ++b.expires_ms; });
  expect_refused(ErrorCode::bad_chain, ActKind::invite, body, founder.device(),
                 [&](auto& b) { b.person = founder.id; });
  expect_refused(ErrorCode::weak_key, ActKind::invite, body, founder.device(), [](auto& b) { b.invitation_key = {}; });
  const TestPerson supervisor = site.hire(founder, kAgent | kSupervisor);
  EXPECT_ERROR(site.roster().check(site.act(ActKind::invite, body, supervisor.device())), not_permitted);
  EXPECT_ERROR(site.roster().check(site.act(ActKind::invite, body, anna.device())), bad_chain) << "unknown device";
}

TEST_F(InviteTest, APersonIsNamedOnce) {
  invite();
  EXPECT_ERROR(site.roster().check(site.act(ActKind::invite, site.invite_body(anna, invitation), founder.device())),
               bad_chain);
}

TEST_F(InviteTest, OnlyWhoHoldsTheInvitationKeyJoins) {
  const JoinBody body = site.join_body(anna, invitation, invite());
  expect_refused(ErrorCode::bad_chain, ActKind::join, body, anna.device(), [](auto& b) { b.invite.value[0] ^= 1; });
  expect_refused(ErrorCode::bad_signature, ActKind::join, body, anna.device(),
                 [](auto& b) { b.invitation_signature.value[0] ^= 1; });
  expect_refused(ErrorCode::bad_chain, ActKind::join, body, anna.device(),
                 [&](auto& b) { b.device.owner = owner_of(founder.id); });
  expect_refused(ErrorCode::weak_key, ActKind::join, body, anna.device(), [](auto& b) { b.passkey.public_key = {}; });
  const TestDevice other = site.make_device_of(anna);
  EXPECT_ERROR(site.roster().check(site.act(ActKind::join, body, other)), bad_chain) << "actor is not the device";
  JoinBody stolen = body;  // the signature of the invitation is over one device
  stolen.device = other.record;
  EXPECT_ERROR(site.roster().check(site.act(ActKind::join, stolen, other)), bad_signature);
}

TEST_F(InviteTest, AnInvitationIsUsedOnceAndInTime) {
  const Hash hash = invite();
  const JoinBody body = site.join_body(anna, invitation, hash);
  site.clock_ms += kMaxInvitationMs;
  EXPECT_OK(site.roster().check(site.act(ActKind::join, body, anna.device())));
  site.clock_ms += 1;
  EXPECT_ERROR(site.roster().check(site.act(ActKind::join, body, anna.device())), link_expired);
  site.clock_ms -= 1;
  ASSERT_OK(site.take(site.act(ActKind::join, body, anna.device())));
  TestPerson again = anna;
  again.devices = {site.make_device_of(anna)};
  EXPECT_ERROR(site.roster().check(site.act(ActKind::join, site.join_body(again, invitation, hash), again.device())),
               bad_chain);
}

TEST_F(InviteTest, AnInvitationDiesWithTheDeviceThatMadeIt) {
  const TestPerson admin = site.hire(founder, kAdmin);
  const Act act = site.act(ActKind::invite, site.invite_body(anna, invitation), admin.device());
  ASSERT_OK(site.take(act));
  const JoinBody body = site.join_body(anna, invitation, act_hash(act));
  EXPECT_OK(site.roster().check(site.act(ActKind::join, body, anna.device())));
  ASSERT_OK(site.take(remove(admin.id, founder.device())));
  EXPECT_ERROR(site.roster().check(site.act(ActKind::join, body, anna.device())), link_expired);
}

// --- devices ---

class DeviceTest : public RosterTest {
 protected:
  DeviceTest() : anna(site.hire(founder, kAgent)), second(site.make_device_of(anna)) {}
  AddDeviceBody by_device() { return {second.record, static_cast<std::uint8_t>(DeviceEndorsement::device), {}}; }
  TestPerson anna;
  TestDevice second;
};

TEST_F(DeviceTest, ComesByAnotherDeviceOfThePerson) {
  EXPECT_OK(site.roster().check(site.act(ActKind::add_device, by_device(), anna.device())));
  EXPECT_ERROR(site.roster().check(site.act(ActKind::add_device, by_device(), founder.device())), bad_chain);
  expect_refused(ErrorCode::malformed, ActKind::add_device, by_device(), anna.device(),
                 [](auto& b) { b.endorsement = 4; });
  expect_refused(ErrorCode::bad_chain, ActKind::add_device, by_device(), anna.device(),
                 [&](auto& b) { b.assertion.push_back(anna.passkey.assertion("console.example.org", second.id)); });
  expect_refused(ErrorCode::bad_chain, ActKind::add_device, by_device(), anna.device(),
                 [](auto& b) { b.device.owner.value[0] ^= 1; });
}

TEST_F(DeviceTest, ComesByThePasskeyOfThePerson) {
  const AddDeviceBody body = site.add_by_passkey(anna, second);
  const auto bent = [&](auto bend) { return [&, bend](AddDeviceBody& b) { bend(b.assertion[0]); }; };
  const auto refused = [&](auto bend) {
    expect_refused(ErrorCode::bad_passkey, ActKind::add_device, body, second, bent(bend));
  };
  const auto assert_with = [&](std::string_view rp_id, ByteView challenge, test::TestPasskey::Wishes wishes) {
    return anna.passkey.assertion(rp_id, challenge, wishes);
  };
  refused([](PasskeyAssertion& a) { a.signature[8] ^= 1; });
  refused([](PasskeyAssertion& a) { a.credential_id.push_back(1); });
  refused([](PasskeyAssertion& a) { a.client_data.clear(); });
  refused([](PasskeyAssertion& a) { a.authenticator_data.pop_back(); });
  refused([&](PasskeyAssertion& a) { a = assert_with("evil.example.org", second.id, {}); });
  refused([&](PasskeyAssertion& a) { a = assert_with("console.example.org", anna.device().id, {}); });
  refused([&](PasskeyAssertion& a) { a = assert_with("console.example.org", second.id, {.type = "webauthn.create"}); });
  refused([&](PasskeyAssertion& a) { a = assert_with("console.example.org", second.id, {.flags = 0x01}); });
  refused([&](PasskeyAssertion& a) { a = assert_with("console.example.org", second.id, {.flags = 0x04}); });
  refused([&](PasskeyAssertion& a) { a = founder.passkey.assertion("console.example.org", second.id); });
  expect_refused(ErrorCode::bad_chain, ActKind::add_device, body, second, [](auto& b) { b.assertion.clear(); });
  EXPECT_ERROR(site.roster().check(site.act(ActKind::add_device, body, anna.device())), bad_chain)
      << "the actor must be the new device";
}

TEST_F(DeviceTest, ThereAreAtMostSixteenOfAPerson) {
  for (std::size_t i = 1; i < kMaxDevicesPerPerson; ++i) {
    const TestDevice device = site.make_device_of(anna);
    ASSERT_OK(site.take(site.act(ActKind::add_device,
                                 AddDeviceBody{device.record, static_cast<std::uint8_t>(DeviceEndorsement::device), {}},
                                 anna.device())));
  }
  EXPECT_ERROR(site.roster().check(site.act(ActKind::add_device, by_device(), anna.device())), limit_reached);
}

TEST_F(DeviceTest, IsRevokedByItsPersonOrAnAdmin) {
  ASSERT_OK(site.take(site.act(ActKind::add_device, by_device(), anna.device())));
  const TestPerson bob = site.hire(founder, kAgent | kSupervisor);
  EXPECT_ERROR(site.roster().check(revoke(second.id, bob.device())), not_permitted);
  EXPECT_OK(site.roster().check(revoke(second.id, founder.device())));
  ASSERT_OK(site.take(revoke(second.id, anna.device())));
  EXPECT_EQ(site.roster().current_device(second.id), nullptr);
  EXPECT_NE(site.roster().device(second.id), nullptr);
  EXPECT_ERROR(site.roster().check(revoke(second.id, anna.device())), bad_chain) << "it is not current any more";
  EXPECT_ERROR(site.roster().check(revoke(anna.device().id, second)), revoked) << "it may not act any more";
}

TEST_F(DeviceTest, ARevokedOneDoesNotComeBackByItsOldEndorsement) {
  const AddDeviceBody body = site.add_by_passkey(anna, second);
  ASSERT_OK(site.take(site.act(ActKind::add_device, body, second)));
  ASSERT_OK(site.take(revoke(second.id, anna.device())));
  EXPECT_ERROR(site.roster().check(site.act(ActKind::add_device, body, second)), bad_chain);
}

TEST_F(DeviceTest, AnInvitationIsWithdrawnByAnAdminAndThenLeadsNowhere) {
  const TestPerson ben = site.make_person(kAgent);
  const test::SigningKey key(test::Crypto::real, site.random());
  const Act invite = site.act(ActKind::invite, site.invite_body(ben, key), founder.device());
  ASSERT_OK(site.take(invite));
  const Hash hash = act_hash(invite);
  const auto withdraw = [&](const Hash& which, const TestDevice& by) {
    return site.act(ActKind::withdraw, WithdrawBody{which}, by);
  };
  EXPECT_ERROR(site.roster().check(withdraw(hash, anna.device())), not_permitted);
  EXPECT_ERROR(site.roster().check(withdraw(Hash{}, founder.device())), bad_chain);
  const Act join = site.act(ActKind::join, site.join_body(ben, key, hash), ben.device());
  EXPECT_OK(site.roster().check(join));
  ASSERT_OK(site.take(withdraw(hash, founder.device())));
  EXPECT_ERROR(site.roster().check(site.act(ActKind::join, site.join_body(ben, key, hash), ben.device())), bad_chain);
  EXPECT_ERROR(site.roster().check(withdraw(hash, founder.device())), bad_chain) << "once";
}

TEST_F(DeviceTest, OnePersonHasOneDeviceOfASession) {
  const auto of_session = [&](const TestDevice& device) {
    AddDeviceBody body = site.add_by_passkey(anna, device);
    body.endorsement = static_cast<std::uint8_t>(DeviceEndorsement::session);
    return site.act(ActKind::add_device, body, device);
  };
  const TestDevice first = site.make_device_of(anna);
  const TestDevice second = site.make_device_of(anna);
  Act bent = of_session(first);
  bent.actor = anna.device().id;
  EXPECT_ERROR(site.roster().check(bent), bad_chain) << "signed by the device itself, as with a passkey";
  ASSERT_OK(site.take(of_session(first)));
  EXPECT_EQ(site.roster().session_device_of(anna.id)->id, first.id);
  EXPECT_EQ(site.roster().session_device_of(founder.id), nullptr);
  // There is always room for the next: the one before ends.
  while (site.roster().devices_of(anna.id, site.roster().size()).size() < kMaxDevicesPerPerson) {
    const TestDevice more = site.make_device_of(anna);
    ASSERT_OK(site.take(site.act(ActKind::add_device, site.add_by_passkey(anna, more), more)));
  }
  ASSERT_OK(site.take(of_session(second)));
  EXPECT_EQ(site.roster().current_device(first.id), nullptr);
  EXPECT_EQ(site.roster().session_device_of(anna.id)->id, second.id);
  EXPECT_EQ(site.roster().devices_of(anna.id, site.roster().size()).size(), kMaxDevicesPerPerson);
  EXPECT_FALSE(site.roster().team_key_fresh(site.support()));
  ASSERT_OK(site.take(revoke(second.id, second)));
  EXPECT_EQ(site.roster().session_device_of(anna.id), nullptr);
}

// --- people ---

TEST_F(DeviceTest, AnAdminRemovesAPersonWithAllDevices) {
  ASSERT_OK(site.take(site.act(ActKind::add_device, by_device(), anna.device())));
  EXPECT_ERROR(site.roster().check(remove(founder.id, anna.device())), not_permitted);
  EXPECT_ERROR(site.roster().check(remove(site.make_person(1).id, founder.device())), bad_chain);
  ASSERT_OK(site.take(remove(anna.id, founder.device())));
  EXPECT_EQ(site.roster().current_person(anna.id), nullptr);
  EXPECT_EQ(site.roster().current_device(anna.device().id), nullptr);
  EXPECT_EQ(site.roster().current_device(second.id), nullptr);
  EXPECT_ERROR(site.roster().check(revoke(second.id, anna.device())), revoked);
  EXPECT_ERROR(site.roster().check(remove(anna.id, founder.device())), bad_chain);
  const TestDevice third = site.make_device_of(anna);
  EXPECT_ERROR(site.roster().check(site.act(ActKind::add_device, site.add_by_passkey(anna, third), third)), bad_chain);
}

TEST_F(DeviceTest, TheLastAdminStays) {
  EXPECT_ERROR(site.roster().check(remove(founder.id, founder.device())), bad_chain);
  const TestPerson admin = site.hire(founder, kAdmin);
  EXPECT_OK(site.roster().check(remove(founder.id, founder.device())));
  ASSERT_OK(site.take(remove(founder.id, admin.device())));
  EXPECT_ERROR(site.roster().check(remove(admin.id, admin.device())), bad_chain);
}

// --- team keys ---

TEST_F(DeviceTest, ATeamKeyNamesExactlyTheDevicesOfTheTeam) {
  const auto fresh = [&] { return site.roster().team_key_fresh(site.support()); };
  EXPECT_FALSE(fresh()) << "Anna has joined since";
  EXPECT_TRUE(site.roster().team_key_fresh(site.supervisors())) << "but not the supervisors";
  const TeamKeyBody body = site.team_key_body(site.support());
  EXPECT_EQ(body.shares.size(), 2U);
  const auto refused = [&](ErrorCode code, auto bend) {
    expect_refused(code, ActKind::team_key, body, anna.device(), bend);
  };
  refused(ErrorCode::wrong_reader, [](TeamKeyBody& b) { b.shares.pop_back(); });
  refused(ErrorCode::wrong_reader, [](TeamKeyBody& b) { std::swap(b.shares[0], b.shares[1]); });
  refused(ErrorCode::wrong_reader, [](TeamKeyBody& b) { b.shares.push_back(b.shares[1]); });
  refused(ErrorCode::wrong_reader, [](TeamKeyBody& b) { b.shares[0].device.value[0] ^= 1; });
  refused(ErrorCode::wrong_reader, [](TeamKeyBody& b) { b.shares[0].sealed.pop_back(); });
  refused(ErrorCode::bad_chain, [](TeamKeyBody& b) { b.generation += 1; });
  refused(ErrorCode::bad_chain, [](TeamKeyBody& b) { b.generation -= 1; });
  refused(ErrorCode::bad_chain, [](TeamKeyBody& b) { b.previous.clear(); });
  refused(ErrorCode::bad_chain, [](TeamKeyBody& b) { b.team.value[0] ^= 1; });
  refused(ErrorCode::weak_key, [](TeamKeyBody& b) { b.kem_key.value[0] = 0; });
  EXPECT_ERROR(site.roster().check(site.act(ActKind::team_key, site.team_key_body(site.supervisors()), anna.device())),
               not_permitted);
  ASSERT_OK(site.take(site.act(ActKind::team_key, body, anna.device())));
  EXPECT_TRUE(fresh());
  EXPECT_EQ(site.roster().team_key(site.support())->act, site.roster().tip());
  EXPECT_EQ(site.roster().team_key(site.support())->generation, 2U);
}

TEST(RosterTeamKey, ALostGenerationIsFollowedByOneThatStandsByItself) {
  TestSite site;
  TestPerson founder = site.found();
  // The new laptop comes in by the passkey; the old one, which alone has shares, is still current.
  const TestDevice second = site.make_device_of(founder);
  ASSERT_OK(site.take(site.act(ActKind::add_device, site.add_by_passkey(founder, second), second)));
  EXPECT_FALSE(site.roster().team_key_lost(site.support()));
  TeamKeyBody alone = site.team_key_body(site.support());
  alone.previous.clear();
  EXPECT_ERROR(site.roster().check(site.act(ActKind::team_key, alone, second)), bad_chain) << "not while it is held";

  ASSERT_OK(site.take(site.act(ActKind::revoke_device, RevokeDeviceBody{founder.device().id}, second)));
  EXPECT_TRUE(site.roster().team_key_lost(site.support()));
  const TeamKeyBody next = site.team_key_body(site.support());
  EXPECT_TRUE(next.previous.empty());
  TeamKeyBody linked = next;
  linked.previous = test::fake_sealed();
  EXPECT_ERROR(site.roster().check(site.act(ActKind::team_key, linked, second)), bad_chain)
      << "nobody can have linked it";
  ASSERT_OK(site.take(site.act(ActKind::team_key, next, second)));
  EXPECT_FALSE(site.roster().team_key_lost(site.support()));
  EXPECT_TRUE(site.roster().team_key_fresh(site.support()));
  EXPECT_TRUE(site.roster().team_key_lost(site.supervisors())) << "each team for itself";
}

TEST(RosterTeamKey, TheFirstGenerationHasNoPrevious) {
  TestSite site;
  const TestPerson founder = site.make_person(kAllRoles);
  ASSERT_OK(site.take(site.act(ActKind::genesis, site.genesis_body(founder), founder.device())));
  TeamKeyBody body = site.team_key_body(site.support());
  EXPECT_TRUE(body.previous.empty());
  body.previous = test::fake_sealed();
  EXPECT_ERROR(site.roster().check(site.act(ActKind::team_key, body, founder.device())), bad_chain);
}

// --- The past, and the log ---

TEST_F(DeviceTest, AnswersForEverySizeOfTheLog) {
  const std::uint64_t before = site.roster().size();
  ASSERT_OK(site.take(site.act(ActKind::add_device, by_device(), anna.device())));
  site.rotate(site.support(), anna.device());
  const std::uint64_t rotated = site.roster().size();
  ASSERT_OK(site.take(revoke(second.id, anna.device())));
  const SiteRoster& roster = site.roster();
  EXPECT_EQ(roster.devices_of(anna.id, before).size(), 1U);
  EXPECT_EQ(roster.devices_of(anna.id, before + 1).size(), 2U);
  EXPECT_EQ(roster.devices_of(anna.id, rotated).size(), 2U);
  EXPECT_EQ(roster.devices_of(anna.id, rotated + 1).size(), 1U);
  EXPECT_EQ(roster.devices_of(anna.id, 3).size(), 0U) << "before she came";
  EXPECT_EQ(roster.team_key(site.support(), before + 1)->generation, 1U);
  EXPECT_EQ(roster.team_key(site.support(), rotated)->generation, 2U);
  EXPECT_EQ(roster.team_key(site.support(), 1), std::nullopt);
  EXPECT_EQ(roster.team_key(site.support(), 2)->generation, 1U);
}

TEST_F(RosterTest, TheLogIsTheTreeOfItsActs) {
  site.hire(founder, kAgent);
  crypto::MerkleTree tree;
  for (std::uint64_t n = 0; n < site.acts().size(); ++n) {
    EXPECT_EQ(*site.roster().tree_root(n), tree.root());
    tree.append(crypto::merkle_leaf(encode(site.acts()[n])));
  }
  EXPECT_EQ(*site.roster().tree_root(site.acts().size()), tree.root());
  EXPECT_FALSE(site.roster().tree_root(site.acts().size() + 1));
  const crypto::Checkpoint checkpoint = site.roster().checkpoint();
  EXPECT_EQ(checkpoint.origin, "cloister/" + site.id().text());
  EXPECT_EQ(checkpoint.size, site.acts().size());
  EXPECT_EQ(checkpoint.root, tree.root());
}

TEST_F(RosterTest, ACopyIsASnapshot) {
  const SiteRoster copy = site.roster();
  site.hire(founder, kAgent);
  EXPECT_EQ(copy.people().size(), 1U);
  EXPECT_EQ(site.roster().people().size(), 2U);
}

}  // namespace
}  // namespace cloister::protocol
