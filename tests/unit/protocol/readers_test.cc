#include "protocol/readers.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"
#include "support/test_chat.h"

namespace cloister::protocol {
namespace {

using test::TestDevice;
using test::TestPerson;
using test::TestSite;
using Names = std::vector<std::pair<ReaderKind, Hash>>;

class ReadersTest : public ::testing::Test {
 protected:
  ReadersTest() : founder(site.found()), anna(site.hire(founder, 1)), customer(test::make_customer(site)) {
    site.rotate(site.support(), founder.device());
  }
  Names names(std::uint64_t size, std::optional<PersonId> assigned, Continuity continuity) {
    const auto readers = allowed_readers(site.roster(), size, {customer.device.id, assigned, continuity});
    EXPECT_OK(readers);
    Names out;
    if (readers)
      for (const AllowedReader& reader : *readers) out.emplace_back(reader.kind, reader.id);
    return out;
  }
  Names names(std::optional<PersonId> assigned, Continuity continuity) {
    return names(site.roster().size(), assigned, continuity);
  }
  Names::value_type the_customer() { return {ReaderKind::customer_device, reader_id(customer.device.id)}; }
  Names::value_type device(const DeviceId& id) { return {ReaderKind::staff_device, reader_id(id)}; }
  Names::value_type team(const TeamId& id) { return {ReaderKind::team_key, site.roster().team_key(id)->act}; }

  TestSite site;
  TestPerson founder;
  TestPerson anna;
  test::ChatParty customer;
};

TEST_F(ReadersTest, WhileWaitingTheTeam) {
  for (Continuity continuity : {Continuity::nobody, Continuity::supervisors, Continuity::team})
    EXPECT_EQ(names(std::nullopt, continuity), (Names{the_customer(), team(site.support())}));
}

TEST_F(ReadersTest, WhileAssignedTheAgentAndContinuity) {
  const auto her = device(anna.device().id);
  EXPECT_EQ(names(anna.id, Continuity::nobody), (Names{the_customer(), her}));
  EXPECT_EQ(names(anna.id, Continuity::supervisors), (Names{the_customer(), her, team(site.supervisors())}));
  EXPECT_EQ(names(anna.id, Continuity::team), (Names{the_customer(), her, team(site.support())}));
}

TEST_F(ReadersTest, EveryCurrentDeviceSortedAndAsOfTheSize) {
  const std::uint64_t before = site.roster().size();
  const TestDevice second = site.make_device_of(anna);
  ASSERT_OK(site.take(site.act(ActKind::add_device, site.add_by_passkey(anna, second), second)));
  EXPECT_EQ(names(before, anna.id, Continuity::nobody).size(), 2U);
  Names expected{the_customer(), device(anna.device().id), device(second.id)};
  std::ranges::sort(expected);
  EXPECT_EQ(names(anna.id, Continuity::nobody), expected);
  ASSERT_OK(site.take(site.act(ActKind::revoke_device, RevokeDeviceBody{anna.device().id}, second)));
  EXPECT_EQ(names(anna.id, Continuity::nobody), (Names{the_customer(), device(second.id)}));
}

TEST_F(ReadersTest, TheLatestGenerationOnly) {
  const auto old = team(site.support());
  site.rotate(site.support(), anna.device());
  EXPECT_NE(team(site.support()), old);
  EXPECT_EQ(names(std::nullopt, Continuity::team).back(), team(site.support()));
}

TEST_F(ReadersTest, FailsClosed) {
  const auto readers = [&](std::uint64_t size, std::optional<PersonId> assigned) {
    return allowed_readers(site.roster(), size, {customer.device.id, assigned, Continuity::supervisors});
  };
  EXPECT_ERROR(readers(site.roster().size() + 1, std::nullopt), malformed);
  EXPECT_ERROR(readers(1, std::nullopt), not_ready);
  EXPECT_ERROR(readers(site.roster().size(), site.make_person(1).id), revoked);
  ASSERT_OK(site.take(site.act(ActKind::remove_person, RemovePersonBody{anna.id}, founder.device())));
  EXPECT_ERROR(readers(site.roster().size(), anna.id), revoked);
  EXPECT_ERROR(allowed_readers(SiteRoster(site.id()), 0, {}), not_ready);
}

TEST_F(ReadersTest, APacketListsNothingMoreAndNothingLess) {
  const ReaderScope scope{customer.device.id, anna.id, Continuity::supervisors};
  const auto allowed = *allowed_readers(site.roster(), site.roster().size(), scope);
  const test::ChatView view(site.id(), {});
  const Packet good = test::make_packet(site, view, anna.device(), scope, false);
  EXPECT_OK(check_readers(good, allowed));
  const auto bent = [&](auto bend) {
    Packet packet = good;
    bend(packet.readers);
    return check_readers(packet, allowed);
  };
  using Readers = std::vector<Reader>;
  EXPECT_ERROR(bent([](Readers& r) { r.pop_back(); }), wrong_reader);
  EXPECT_ERROR(bent([](Readers& r) { r.push_back(r.back()); }), wrong_reader);
  EXPECT_ERROR(bent([](Readers& r) { std::swap(r[0], r[1]); }), wrong_reader);
  EXPECT_ERROR(bent([](Readers& r) { r[1].id.value[0] ^= 1; }), wrong_reader);
  EXPECT_ERROR(bent([](Readers& r) { r[2].kind = 4; }), wrong_reader);
  EXPECT_ERROR(bent([](Readers& r) { r[0].sealed.pop_back(); }), wrong_reader);
  EXPECT_ERROR(bent([&](Readers& r) { r.push_back({4, Hash{}, test::fake_sealed()}); }), wrong_reader);
}

TEST(Continuity, HasNames) {
  for (Continuity continuity : {Continuity::nobody, Continuity::supervisors, Continuity::team})
    EXPECT_EQ(continuity_from(name_of(continuity)), continuity);
  EXPECT_EQ(continuity_from("everybody"), std::nullopt);
}

}  // namespace
}  // namespace cloister::protocol
