// What clients refuse goes on record, within bounds, and only from those who have a session.
#include <gtest/gtest.h>

#include "support/expect_error.h"
#include "support/test_server.h"

namespace cloister {
namespace {

using client::ApiCall;
using client::ApiClient;
using protocol::Action;
using testing::await;

class Reports : public ::testing::Test {
 protected:
  Status report(const std::optional<client::Credentials>& who, std::uint16_t code,
                std::optional<ConversationId> conversation = std::nullopt) {
    const auto address = server_.address(0);
    const auto api =
        ApiClient::create(*loop_, address.target_of(address.chat_host), address.origin_of(address.chat_host));
    protocol::Report body;
    body.code = code;
    body.conversation = conversation;
    const auto answer = await<protocol::Empty>(*loop_, [&](auto done) {
      api->call<protocol::Empty>({.action = Action::report, .credentials = who}, body, std::move(done));
    });
    if (!answer) return std::unexpected(answer.error());
    return {};
  }

  testing::TestServer server_;
  std::unique_ptr<net::EventLoop> loop_ = *net::EventLoop::create();
};

TEST_F(Reports, ASessionMayMakeABoundedNumber) {
  const auto agent = testing::enrol_first(*loop_, server_, 0);
  const Hash root = agent->credentials().root;
  const auto loud = testing::open_visitor(*loop_, server_, 0, root);
  const auto other = testing::open_visitor(*loop_, server_, 0, root);
  const auto code = static_cast<std::uint16_t>(ErrorCode::bad_transcript);
  EXPECT_ERROR(report(loud->credentials(), 9999), malformed) << "only known numbers";
  int taken = 0;
  while (taken < 100 && report(loud->credentials(), code)) ++taken;
  EXPECT_EQ(taken, 50);
  EXPECT_ERROR(report(loud->credentials(), code), limit_reached);
  EXPECT_OK(report(other->credentials(), code));
  EXPECT_ERROR(report(std::nullopt, code), no_session);
}

TEST_F(Reports, AreAboutWhatTheReporterMaySee) {
  struct Listener final : client::ChatListener {
  } listener;
  const auto agent = testing::enrol_first(*loop_, server_, 0);
  const Hash root = agent->credentials().root;
  const auto owner = testing::open_visitor(*loop_, server_, 0, root);
  const auto stranger = testing::open_visitor(*loop_, server_, 0, root);
  const auto chat =
      await<std::shared_ptr<client::Chat>>(*loop_, [&](auto done) { owner->start(listener, std::move(done)); });
  ASSERT_TRUE(chat);
  const ConversationId id = (*chat)->conversation();
  const auto code = static_cast<std::uint16_t>(ErrorCode::bad_transcript);
  EXPECT_OK(report(owner->credentials(), code, id));
  EXPECT_OK(report(agent->proof_of(), code, id)) << "it waits in their team";
  EXPECT_ERROR(report(stranger->credentials(), code, id), not_found);
  EXPECT_ERROR(report(owner->credentials(), code, system_random().make<ConversationId>()), not_found);
}

}  // namespace
}  // namespace cloister
