#include "net/peer_address.h"

#include <gtest/gtest.h>

#include "net/listening_socket.h"

namespace cloister::net {
namespace {

PeerAddress address(const char* text) {
  sockaddr_storage storage{};
  socklen_t size = 0;
  EXPECT_TRUE(parse_address(text, 443, storage, size));
  return PeerAddress::from(storage);
}

TEST(PeerAddress, PrintsWhatItWasMadeOf) {
  for (const char* text : {"127.0.0.1", "192.0.2.1", "::1", "2001:db8::1"}) EXPECT_EQ(address(text).text(), text);
  EXPECT_EQ(address("::ffff:192.0.2.1"), address("192.0.2.1"));
  EXPECT_EQ(address("192.0.2.1").port, 443);
}

TEST(PeerAddress, KnowsTheLoopback) {
  EXPECT_TRUE(address("127.0.0.1").is_loopback());
  EXPECT_TRUE(address("::1").is_loopback());
  EXPECT_FALSE(address("192.0.2.1").is_loopback());
  EXPECT_FALSE(address("2001:db8::1").is_loopback());
}

TEST(PeerAddress, NetworksAreWhatOnePartyHas) {
  EXPECT_EQ(address("2001:db8:0:1::1").network(), address("2001:db8:0:1:ffff::2").network());
  EXPECT_NE(address("2001:db8:0:1::1").network(), address("2001:db8:0:2::1").network());
  EXPECT_EQ(address("2001:db8:0:1::1").network().wide, address("2001:db8:0:2::1").network().wide);
  EXPECT_NE(address("192.0.2.1").network(), address("192.0.2.2").network());
}

}  // namespace
}  // namespace cloister::net
