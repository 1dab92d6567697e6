// What somebody with a browser of their own making may try against other people's conversations, on the real server.
#include <gtest/gtest.h>

#include "support/expect_error.h"
#include "support/test_server.h"

namespace cloister {
namespace {

using protocol::Action;
using testing::await;
using testing::run_until;
using ChatPtr = std::shared_ptr<client::Chat>;

struct Listener : client::ChatListener {
  std::size_t online = 0;
  std::size_t acknowledged = 0;
  std::vector<std::string> texts;

  void on_online(client::Chat&) override { ++online; }
  void on_acknowledged(client::Chat&, const ClientMessageId&, std::uint64_t) override { ++acknowledged; }
  void on_entry(client::Chat&, const client::LogEvent& event) override {
    if (event.kind == client::LogEvent::Kind::message && event.content == protocol::ContentKind::text)
      texts.push_back(event.text);
  }
};

class Hostile : public ::testing::Test {
 protected:
  void SetUp() override {
    loop = std::move(*net::EventLoop::create());
    anna = testing::enrol_first(*loop, server, 0);
    visitor = testing::open_visitor(*loop, server, 0, anna->credentials().root);
    ASSERT_TRUE(anna && visitor);
  }
  /// A conversation of the visitor and Anna, both connected.
  void talk() {
    auto started = await<ChatPtr>(*loop, [&](auto done) { visitor->start(customer, std::move(done)); });
    ASSERT_OK(started);
    chat = *started;
    ASSERT_TRUE(run_until(*loop, [&] { return customer.online > 0; }));
    auto accepted =
        await<ChatPtr>(*loop, [&](auto done) { anna->accept(chat->conversation(), agent, std::move(done)); });
    ASSERT_OK(accepted);
    annas = *accepted;
    ASSERT_TRUE(run_until(*loop, [&] { return agent.online > 0; }));
  }
  std::shared_ptr<client::ApiClient> api(std::size_t site) {
    const client::ServerAddress address = server.address(site);
    return client::ApiClient::create(*loop, address.target_of(address.chat_host), address.origin_of(address.chat_host));
  }

  testing::TestServer server;
  std::unique_ptr<net::EventLoop> loop;
  std::shared_ptr<client::Agent> anna;
  std::shared_ptr<client::Visitor> visitor;
  Listener customer;
  Listener agent;
  ChatPtr chat;
  ChatPtr annas;
};

TEST_F(Hostile, LongMessagesReachWhoComesBack) {
  talk();
  annas->suspend();
  constexpr std::size_t kMessages = 40;
  for (std::size_t i = 0; i < kMessages; ++i) ASSERT_OK(chat->send_text(std::string(32'000, 'x')));
  ASSERT_TRUE(run_until(*loop, [&] { return customer.acknowledged == kMessages; }));
  annas->start();
  EXPECT_TRUE(run_until(*loop, [&] { return agent.texts.size() == kMessages; })) << agent.texts.size();
}

TEST_F(Hostile, ConversationsOfAnotherSiteStayWhereTheyAre) {
  talk();
  const auto eve = testing::enrol_first(*loop, server, 1);
  const auto intruder = testing::open_visitor(*loop, server, 1, eve->credentials().root);
  const ConversationId id = chat->conversation();
  const auto sender =
      client::ChatSender::make(server.site(1), id, intruder->device(), wall_clock_ms(), system_random());
  const auto start = intruder->make_start(id, sender);
  ASSERT_OK(start);
  const auto there = api(1);
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto taken = await<protocol::ConversationInfo>(*loop, [&](auto done) {
      there->call<protocol::ConversationInfo>(
          {.action = Action::conversation_start, .credentials = intruder->credentials()}, *start, std::move(done));
    });
    EXPECT_FALSE(taken.has_value());
    ASSERT_OK(chat->send_text("still here"));
    EXPECT_TRUE(run_until(*loop, [&] { return agent.texts.size() == static_cast<std::size_t>(attempt) + 1; }));
  }
}

TEST_F(Hostile, AnEndedSessionStaysEnded) {
  const auto one = api(0);
  const auto other = api(0);
  for (int round = 0; round < 20; ++round) {
    const auto who = testing::open_visitor(*loop, server, 0, anna->credentials().root);
    const auto list = [&](client::ApiClient& by, auto done) {
      by.get<protocol::ConversationList>({.action = Action::conversation_list, .credentials = who->credentials()},
                                         std::move(done));
    };
    ASSERT_OK(await<protocol::ConversationList>(*loop, [&](auto done) { list(*other, std::move(done)); }));
    int missing = 2;
    Status ended;
    one->call<protocol::Empty>({.action = Action::session_end, .credentials = who->credentials()}, protocol::Empty{},
                               [&](Result<protocol::Empty> result) {
                                 --missing;
                                 if (!result) ended = std::unexpected(result.error());
                               });
    list(*other, [&](const Result<protocol::ConversationList>&) { --missing; });
    ASSERT_TRUE(run_until(*loop, [&] { return missing == 0; }));
    ASSERT_OK(ended);
    EXPECT_ERROR(await<protocol::ConversationList>(*loop, [&](auto done) { list(*one, std::move(done)); }), no_session);
  }
}

}  // namespace
}  // namespace cloister
