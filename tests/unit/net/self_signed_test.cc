#include "net/self_signed.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "transport_fixture.h"

namespace cloister::net::test {
namespace {

TEST(SelfSigned, MakesACertificateForItsNames) {
  const TemporaryDirectory directory;
  const auto certificate = directory / "c.pem";
  const auto key = directory / "k.pem";
  ASSERT_TRUE(write_self_signed({.names = {"chat.localhost", "127.0.0.1", "::1"}, .valid_days = 90}, certificate, key));
  struct stat info{};
  ASSERT_EQ(::stat(key.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_TRUE(certificate_good_for(certificate, key, {"chat.localhost", "127.0.0.1", "::1"}, 80));
  EXPECT_FALSE(certificate_good_for(certificate, key, {"chat.localhost"}, 91));
  EXPECT_FALSE(certificate_good_for(certificate, key, {"console.localhost"}, 1));
  EXPECT_FALSE(certificate_good_for(certificate, directory / "none", {"chat.localhost"}, 1));
  // Written over, by another key: each file alone is new, and they still fit.
  ASSERT_TRUE(write_self_signed({.names = {"other.localhost"}, .valid_days = 10}, certificate, directory / "k2.pem"));
  EXPECT_FALSE(certificate_good_for(certificate, key, {"other.localhost"}, 1));
  EXPECT_TRUE(certificate_good_for(certificate, directory / "k2.pem", {"other.localhost"}, 1));
}

TEST(SelfSigned, RefusesWhatIsNotACertificateOfOurs) {
  const TemporaryDirectory directory;
  const auto made = [&](SelfSignedOptions options) {
    return write_self_signed(options, directory / "c.pem", directory / "k.pem").has_value();
  };
  EXPECT_FALSE(made({.names = {}}));
  EXPECT_FALSE(made({.names = std::vector<std::string>(33, "a.localhost")}));
  EXPECT_FALSE(made({.names = {"a", "b,DNS:c"}}));
  EXPECT_FALSE(made({.names = {"A"}}));
  EXPECT_FALSE(made({.names = {""}}));
  EXPECT_FALSE(made({.names = {"a"}, .valid_days = 398}));
  EXPECT_FALSE(made({.names = {"a"}, .valid_days = 0}));
  EXPECT_FALSE(write_self_signed({.names = {"a"}}, directory / "no/such/c.pem", directory / "k.pem").has_value());
}

}  // namespace
}  // namespace cloister::net::test
