#include "net/redirect.h"

#include <gtest/gtest.h>

#include "transport_fixture.h"

namespace cloister::net::test {
namespace {

class Redirect : public testing::Test {
 protected:
  Redirect() : pool(*LoopPool::create(1)) {
    listener = *RedirectListener::start({.https_port = 8443, .hosts = {"chat.localhost"}}, pool->loop(0));
    pool->start();
  }
  ~Redirect() override {
    pool->stop();
    listener.reset();
  }
  std::string answer(const std::string& request) const {
    const RawConnection raw(listener->port());
    raw.send(request);
    return raw.read_all();
  }
  std::unique_ptr<LoopPool> pool;
  std::unique_ptr<RedirectListener> listener;
};

TEST_F(Redirect, SendsKnownHostsToHttps) {
  const auto text = answer("GET /a?b=c HTTP/1.1\r\nHost: Chat.localhost:8080\r\n\r\n");
  EXPECT_TRUE(text.starts_with("HTTP/1.1 308 ")) << text;
  EXPECT_NE(text.find("location: https://chat.localhost:8443/a?b=c\r\n"), std::string::npos) << text;
}

TEST_F(Redirect, SendsNobodyAnywhereElse) {
  for (const char* host : {"evil.example", "chat.localhost.evil.example", "127.0.0.1"}) {
    const auto text = answer("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n");
    EXPECT_TRUE(text.starts_with("HTTP/1.1 421 ")) << text;
    EXPECT_EQ(text.find("location"), std::string::npos);
  }
}

TEST_F(Redirect, RefusesBodiesAndNonsense) {
  EXPECT_TRUE(
      answer("POST / HTTP/1.1\r\nHost: chat.localhost\r\nContent-Length: 1\r\n\r\nx").starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(answer("\x16\x03\x01").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(answer("GET /\r\n\r\n").starts_with("HTTP/1.1 400 "));
}

TEST_F(Redirect, BoundsConnectionsAndTheirTime) {
  std::vector<std::unique_ptr<RawConnection>> idle;
  for (std::size_t i = 0; i < kMaxRedirectConnections; ++i)
    idle.push_back(std::make_unique<RawConnection>(listener->port()));
  const RawConnection one_more(listener->port());
  EXPECT_EQ(one_more.read_all(), "");
  EXPECT_EQ(idle.front()->read_all(), "") << "ends by itself";
  idle.clear();
  // The places come free.
  std::string text;
  for (int i = 0; i < 1000 && text.empty(); ++i) text = answer("GET / HTTP/1.1\r\nHost: chat.localhost\r\n\r\n");
  EXPECT_TRUE(text.starts_with("HTTP/1.1 308 "));
}

}  // namespace
}  // namespace cloister::net::test
