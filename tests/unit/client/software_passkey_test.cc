#include "client/software_passkey.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "client/agent_credentials.h"
#include "crypto/webauthn.h"
#include "protocol/names.h"
#include "protocol/signatures.h"
#include "support/expect_error.h"
#include "support/seeded_random.h"

namespace cloister::client {
namespace {

constexpr std::string_view kRpId = "console.localhost";
const std::array<std::string, 1> kOrigins = {"https://console.localhost:8443"};

class SoftwarePasskeyTest : public ::testing::Test {
 protected:
  test::SeededRandom random_{5};
  SoftwarePasskey passkey_ = SoftwarePasskey::generate(random_);
  Hash challenge_ = random_.make<Hash>();
  crypto::WebauthnExpectation expected_{.challenge = challenge_, .rp_id = kRpId, .origins = kOrigins};
};

TEST_F(SoftwarePasskeyTest, RegistersAsTheStandardDemands) {
  const auto made = passkey_.registration(kRpId, kOrigins[0], challenge_);
  const auto registered = crypto::verify_registration(expected_, made.authenticator_data, made.client_data);
  ASSERT_TRUE(registered);
  EXPECT_EQ(registered->credential_id, passkey_.passkey().credential_id);
  EXPECT_TRUE(equal(registered->public_key, passkey_.passkey().public_key));
}

TEST_F(SoftwarePasskeyTest, AssertsForServerAndRoster) {
  const auto made = passkey_.assertion(kRpId, kOrigins[0], challenge_);
  EXPECT_TRUE(crypto::verify_assertion(expected_, *crypto::PasskeyKey::from(passkey_.passkey().public_key),
                                       made.authenticator_data, made.client_data, made.signature));
  const auto& checker = protocol::real_signatures();
  EXPECT_TRUE(checker.verify_assertion(passkey_.passkey(), kRpId, challenge_, made));
  EXPECT_ERROR(checker.verify_assertion(passkey_.passkey(), kRpId, random_.make<Hash>(), made), bad_passkey);
}

TEST_F(SoftwarePasskeyTest, CredentialsComeBackFromTheirFile) {
  const auto site = random_.make<SiteId>();
  auto device = protocol::DeviceKeys::generate(site, protocol::OwnerKind::staff, random_.make<OwnerId>(), 1, random_);
  const DeviceId id = device.id;
  const auto file = std::filesystem::temp_directory_path() / ("cloister-agent-" + site.text());
  const AgentCredentials own{.site = site,
                             .root = random_.make<Hash>(),
                             .rp_id = std::string(kRpId),
                             .name = "Anna",
                             .device = std::move(device),
                             .passkey = std::move(passkey_)};
  ASSERT_TRUE(own.save(file));
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto back = AgentCredentials::load(file);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->device.id, id);
  EXPECT_EQ(back->root, own.root);
  EXPECT_EQ(back->name, "Anna");
  EXPECT_EQ(back->passkey.passkey(), own.passkey.passkey());
  std::filesystem::resize_file(file, 100);
  EXPECT_ERROR(AgentCredentials::load(file), malformed);
  std::filesystem::remove(file);
  EXPECT_ERROR(AgentCredentials::load(file), malformed);
}

}  // namespace
}  // namespace cloister::client
