#include "protocol/audience.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"
#include "support/test_chat.h"

namespace cloister::protocol {
namespace {

using test::TestPerson;
using test::TestSite;

constexpr std::uint8_t kAgent = 1;
constexpr std::uint8_t kSupervisor = 2;

class AudienceTest : public ::testing::Test {
 protected:
  AudienceTest() : founder(site.found()), anna(site.hire(founder, kAgent)), customer(test::make_customer(site)) {
    site.rotate(site.support(), founder.device());
  }
  Audience of(std::optional<PersonId> assigned, Continuity continuity = Continuity::nobody) {
    const auto allowed =
        allowed_readers(site.roster(), site.roster().size(), {customer.device.id, assigned, continuity});
    EXPECT_OK(allowed);
    std::vector<Reader> readers;
    for (const AllowedReader& reader : *allowed)
      readers.push_back({.kind = static_cast<std::uint8_t>(reader.kind), .id = reader.id, .sealed = {}});
    return audience_of(site.roster(), readers);
  }
  Audience added(const Audience& before, const Audience& now) {
    return newcomers(site.roster(), site.roster().size(), before, now);
  }

  TestSite site;
  TestPerson founder;
  TestPerson anna;
  test::ChatParty customer;
};

TEST_F(AudienceTest, NamesPeopleAndTeamsInsteadOfDevicesAndGenerations) {
  const auto second = site.make_device_of(anna);
  ASSERT_OK(site.take(site.act(ActKind::add_device, site.add_by_passkey(anna, second), second)));
  const Audience audience = of(anna.id, Continuity::supervisors);
  EXPECT_EQ(audience.people, std::vector{anna.id});
  EXPECT_EQ(audience.teams, std::vector{site.supervisors()});
}

TEST_F(AudienceTest, AnAgentOfTheTeamIsNobodyNew) {
  EXPECT_TRUE(added(of(std::nullopt), of(anna.id)).empty());
  EXPECT_TRUE(added(of(std::nullopt), of(anna.id, Continuity::supervisors)).empty()) << "the supervisor is in the team";
  EXPECT_TRUE(added(of(anna.id, Continuity::team), of(anna.id)).empty()) << "fewer";
}

TEST_F(AudienceTest, ASupervisorOutsideOfTheTeamIs) {
  const Audience waiting = of(std::nullopt);
  site.hire(founder, kSupervisor);
  site.rotate(site.supervisors(), founder.device());
  const Audience news = added(waiting, of(anna.id, Continuity::supervisors));
  EXPECT_TRUE(news.people.empty());
  EXPECT_EQ(news.teams, std::vector{site.supervisors()});
}

TEST_F(AudienceTest, WhoJoinsATeamLaterCouldReadInAnyCase) {
  const Audience waiting = of(std::nullopt);
  const Audience supervised = of(anna.id, Continuity::supervisors);
  const TestPerson ben = site.hire(founder, kAgent | kSupervisor);
  site.rotate(site.support(), founder.device());
  site.rotate(site.supervisors(), founder.device());
  EXPECT_TRUE(added(waiting, of(ben.id)).empty());
  EXPECT_TRUE(added(supervised, of(anna.id, Continuity::supervisors)).empty()) << "another generation";
}

TEST_F(AudienceTest, AnotherAgentIsSomebodyNew) {
  const Audience annas = of(anna.id);
  const TestPerson ben = site.hire(founder, kAgent);
  site.rotate(site.support(), founder.device());
  EXPECT_EQ(added(annas, of(ben.id)).people, std::vector{ben.id});
  EXPECT_EQ(added(annas, of(std::nullopt)).teams, std::vector{site.support()});
}

}  // namespace
}  // namespace cloister::protocol
