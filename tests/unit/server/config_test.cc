#include "server/config.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>

#include "support/expect_error.h"

namespace cloister::server {
namespace {

class ConfigTest : public ::testing::Test {
 protected:
  ~ConfigTest() override { std::filesystem::remove(file_); }
  Result<Config> load(std::string_view text) {
    std::ofstream(file_) << text;
    return load_config(file_);
  }
  std::filesystem::path file_ = testing::TempDir() + "cloister-config-" + std::to_string(::getpid()) + ".toml";
};

TEST_F(ConfigTest, LimitsOfOneNetworkAreTheOperatorsToSet) {
  const auto config = load("[per_network]\nsessions_per_hour = 5\nwaiting = 0\n[storage]\nfree_floor_bytes = 1\n");
  ASSERT_OK(config);
  EXPECT_EQ(config->per_network.sessions_per_hour, 5);
  EXPECT_EQ(config->per_network.waiting, 0U);
  EXPECT_EQ(config->storage.free_floor_bytes, 1);
  const core::NetworkLimits defaults;
  EXPECT_EQ(config->per_network.connections, defaults.connections) << "the others stay";
  EXPECT_EQ(load("")->per_network.waiting, defaults.waiting);
}

TEST_F(ConfigTest, WhatBecomesOfSensitiveDataIsTheOperatorsToSet) {
  const auto config = load(
      "[sensitive_data]\nif_unavailable = \"send\"\n[sensitive_data.customer]\nEMAIL = \"warn\"\n"
      "[sensitive_data.agent]\nIBAN = \"block\"\n");
  ASSERT_OK(config);
  EXPECT_FALSE(config->sensitive_data.pause_if_unavailable);
  EXPECT_EQ(config->sensitive_data.customer[static_cast<std::size_t>(detect::Type::email)], core::Handling::warn);
  EXPECT_EQ(config->sensitive_data.customer[static_cast<std::size_t>(detect::Type::cvv)], core::Handling::block)
      << "the others stay";
  EXPECT_EQ(config->sensitive_data.staff[static_cast<std::size_t>(detect::Type::iban)], core::Handling::block);
  EXPECT_TRUE(load("")->sensitive_data.pause_if_unavailable);
  for (const char* bad : {"if_unavailable = \"never\"\n", "if_unavailable = true\n", "supervisor = {}\n",
                          "customer = \"block\"\n", "[sensitive_data.customer]\nCARD = \"block\"\n",
                          "[sensitive_data.customer]\nCVV = \"forbid\"\n", "[sensitive_data.agent]\nCVV = true\n"})
    EXPECT_ERROR(load(std::string("[sensitive_data]\n") + bad), malformed) << bad;
}

TEST_F(ConfigTest, WhatItDoesNotKnowIsRefused) {
  EXPECT_ERROR(load("[per_network]\nsession_per_hour = 5\n"), malformed);
  EXPECT_ERROR(load("[per_network]\nwaiting = -1\n"), malformed);
  EXPECT_ERROR(load("[per_network]\nwaiting = \"many\"\n"), malformed);
  EXPECT_ERROR(load("per_network = 5\n"), malformed);
  EXPECT_ERROR(load("[storage]\nfree_floor = 5\n"), malformed);
  EXPECT_ERROR(load("[[site]]\nchats = \"chat.example\"\n"), malformed);
}

}  // namespace
}  // namespace cloister::server
