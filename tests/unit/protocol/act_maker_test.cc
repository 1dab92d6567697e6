#include "protocol/act_maker.h"

#include <gtest/gtest.h>

#include "crypto/checkpoint.h"
#include "protocol/names.h"
#include "protocol/verified_roster.h"
#include "support/expect_error.h"
#include "support/seeded_random.h"
#include "support/test_keys.h"

namespace cloister::protocol {
namespace {

constexpr TimeMs kNow = 1'800'000'000'000;

/// A site founded by Anna, who has every role.
class ActMakerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(take(make_genesis(place(),
                                  {.roles = kAllRoles,
                                   .passkey = passkey_.passkey(),
                                   .log_key = log_key_.public_key(),
                                   .rp_id = "console.example.org",
                                   .support_team = support_,
                                   .supervisors_team = supervisors_},
                                  anna_)));
  }

  ActPlace place() { return ActPlace::on_top_of(roster_, kNow); }
  Status take(const Act& act) {
    acts_.push_back(encode(act));
    return roster_.append(act);
  }
  DeviceKeys device_of(const PersonId& person) {
    return DeviceKeys::generate(site_, OwnerKind::staff, owner_of(person), 1, random_);
  }
  /// The next generation, taken; its body and private half.
  std::pair<TeamKeyBody, crypto::P256KeyPair> rotate(const TeamId& team, const crypto::P256KeyPair* previous) {
    auto made = make_team_key(place(), roster_, team, previous, anna_, random_);
    EXPECT_TRUE(made);
    EXPECT_TRUE(take(made->act));
    return {*decode<TeamKeyBody>(made->act.body), std::move(made->key)};
  }
  DeviceKeys hire(std::uint8_t roles) {
    const auto invitation = crypto::Ed25519KeyPair::generate(random_);
    const auto person = random_.make<PersonId>();
    const Act invite = make_invite(place(), {invitation.public_key(), person, roles, kNow + kHourMs}, anna_);
    EXPECT_TRUE(take(invite));
    auto device = device_of(person);
    EXPECT_TRUE(take(make_join(place(), act_hash(invite), passkey_.passkey(), invitation, device)));
    return device;
  }
  std::string checkpoint() { return *crypto::sign_checkpoint(roster_.checkpoint(), log_key_); }

  test::SeededRandom random_{3};
  SiteId site_ = random_.make<SiteId>();
  TeamId support_ = random_.make<TeamId>();
  TeamId supervisors_ = random_.make<TeamId>();
  crypto::Ed25519KeyPair log_key_ = crypto::Ed25519KeyPair::generate(random_);
  test::TestPasskey passkey_{test::Crypto::real, random_};
  DeviceKeys anna_ = device_of(random_.make<PersonId>());
  SiteRoster roster_{site_};
  std::vector<Bytes> acts_;
};

TEST_F(ActMakerTest, MakesWhatTheRosterTakes) {
  EXPECT_FALSE(roster_.ready());
  rotate(support_, nullptr);
  rotate(supervisors_, nullptr);
  EXPECT_TRUE(roster_.ready());
  const DeviceKeys ben = hire(static_cast<std::uint8_t>(Role::agent));
  const PersonId ben_id = person_of(ben.record.owner);
  const DeviceKeys phone = device_of(ben_id);
  EXPECT_TRUE(take(make_add_device(place(), phone.record, ben)));
  const DeviceKeys tablet = device_of(ben_id);
  EXPECT_TRUE(take(make_add_device(place(), passkey_.assertion("console.example.org", tablet.id), tablet)));
  EXPECT_TRUE(take(make_revoke_device(place(), phone.id, anna_)));
  EXPECT_TRUE(take(make_remove_person(place(), ben_id, anna_)));
  EXPECT_EQ(roster_.people().size(), 1U);
}

TEST_F(ActMakerTest, MembersOpenTheirSharesAndEveryOlderGeneration) {
  const auto [first, first_key] = rotate(support_, nullptr);
  const DeviceKeys ben = hire(static_cast<std::uint8_t>(Role::agent));
  EXPECT_ERROR(open_share(site_, first, ben), missing_key);
  const auto [second, second_key] = rotate(support_, &first_key);

  for (const DeviceKeys* member : std::initializer_list<const DeviceKeys*>{&anna_, &ben}) {
    const auto newest = open_share(site_, second, *member);
    ASSERT_TRUE(newest);
    EXPECT_TRUE(equal(newest->scalar().view(), second_key.scalar().view()));
    const auto older = open_previous(site_, second, *newest, first.kem_key);
    ASSERT_TRUE(older);
    EXPECT_TRUE(equal(older->scalar().view(), first_key.scalar().view()));
    EXPECT_ERROR(open_previous(site_, second, *newest, second.kem_key), weak_key);
  }
}

TEST_F(ActMakerTest, SharesAreBoundToTheirPlace) {
  const auto made = rotate(support_, nullptr);
  const auto moved = [&](auto change) {
    TeamKeyBody body = made.first;
    change(body);
    return open_share(site_, body, anna_);
  };
  EXPECT_ERROR(open_share(random_.make<SiteId>(), made.first, anna_), decryption_failed);
  EXPECT_ERROR(moved([&](TeamKeyBody& b) { b.team = supervisors_; }), decryption_failed);
  EXPECT_ERROR(moved([&](TeamKeyBody& b) { b.generation++; }), decryption_failed);
  EXPECT_ERROR(moved([&](TeamKeyBody& b) { b.kem_key = anna_.record.kem_key; }), weak_key);
}

TEST_F(ActMakerTest, RefusesWhatCannotBeMade) {
  EXPECT_ERROR(make_team_key(place(), roster_, random_.make<TeamId>(), nullptr, anna_, random_), not_found);
  rotate(support_, nullptr);
  EXPECT_ERROR(make_team_key(place(), roster_, support_, nullptr, anna_, random_), missing_key);
}

TEST_F(ActMakerTest, AClientBelievesTheLogOnlyFromItsRoot) {
  rotate(support_, nullptr);
  rotate(supervisors_, nullptr);
  const Hash root = roster_.root()->fingerprint;
  const SiteRoster nothing(site_);
  const auto verified = extend_roster(nothing, root, acts_, checkpoint());
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->size(), 3U);
  EXPECT_ERROR(extend_roster(nothing, random_.make<Hash>(), acts_, checkpoint()), wrong_root);

  // In two pages, the first without its end.
  const std::span<const Bytes> all(acts_);
  const auto page = replay_page(nothing, root, all.first(2));
  ASSERT_TRUE(page);
  EXPECT_TRUE(extend_roster(*page, root, all.subspan(2), checkpoint()));
  EXPECT_ERROR(extend_roster(nothing, root, all.first(2), checkpoint()), bad_chain);
  EXPECT_ERROR(extend_roster(*page, root, all, checkpoint()), bad_chain);

  const auto other = crypto::Ed25519KeyPair::generate(random_);
  EXPECT_ERROR(extend_roster(nothing, root, acts_, *crypto::sign_checkpoint(roster_.checkpoint(), other)),
               bad_signature);
  EXPECT_ERROR(check_checkpoint(nothing, checkpoint()), not_ready);
}

TEST_F(ActMakerTest, KeysOfADeviceComeBackOnlyTogether) {
  const Secret seed = anna_.sign.seed();
  const auto back = DeviceKeys::restore(anna_.record, seed.view(), anna_.kem.scalar().view());
  ASSERT_TRUE(back);
  EXPECT_EQ(back->id, anna_.id);
  const DeviceKeys other = device_of(random_.make<PersonId>());
  EXPECT_ERROR(DeviceKeys::restore(other.record, seed.view(), anna_.kem.scalar().view()), weak_key);
  EXPECT_ERROR(DeviceKeys::restore(anna_.record, seed.view(), other.kem.scalar().view()), weak_key);
}

}  // namespace
}  // namespace cloister::protocol
