// Strangers from one network get their share of the server and not more, and staff go on with their work meanwhile.
#include <gtest/gtest.h>

#include "integration/movable_clock.h"
#include "support/expect_error.h"
#include "support/test_server.h"

namespace cloister {
namespace {

using client::ApiCall;
using client::ApiClient;
using protocol::Action;
using testing::await;

class Floods : public ::testing::Test {
 protected:
  void serve(const std::function<void(core::NetworkLimits&)>& adjust) {
    serve_with([&](server::Config& config) { adjust(config.per_network); });
  }
  void serve_with(const std::function<void(server::Config&)>& adjust) {
    server_.emplace(adjust);
    anna_ = testing::enrol_first(*loop_, *server_, 0);
  }
  void TearDown() override {
    chats_.clear();
    visitors_.clear();
    anna_.reset();
  }

  /// One more device of one more customer.
  Status visit() {
    client::VisitorOptions options;
    options.server = server_->address(0);
    options.site = server_->site(0);
    options.root = anna_->credentials().root;
    visitors_.push_back(client::Visitor::create(*loop_, options, system_random()));
    const auto opened = await<void>(*loop_, [&](auto done) { visitors_.back()->open(std::move(done)); });
    if (!opened) return std::unexpected(opened.error());
    return {};
  }
  Status start(client::Visitor& visitor) {
    auto chat =
        await<std::shared_ptr<client::Chat>>(*loop_, [&](auto done) { visitor.start(listener_, std::move(done)); });
    if (!chat) return std::unexpected(chat.error());
    chats_.push_back(std::move(*chat));
    return {};
  }
  Status accept(const client::Chat& chat) {
    auto accepted = await<std::shared_ptr<client::Chat>>(
        *loop_, [&](auto done) { anna_->accept(chat.conversation(), listener_, std::move(done)); });
    if (!accepted) return std::unexpected(accepted.error());
    chats_.push_back(std::move(*accepted));
    return {};
  }

  struct Listener final : client::ChatListener {
    int acknowledged = 0;
    int postponed = 0;
    ErrorCode why = ErrorCode::internal;
    void on_acknowledged(client::Chat&, const ClientMessageId&, std::uint64_t) override { ++acknowledged; }
    void on_postponed(client::Chat&, const ClientMessageId&, ErrorCode code) override {
      ++postponed;
      why = code;
    }
  };

  std::unique_ptr<net::EventLoop> loop_ = *net::EventLoop::create();
  std::optional<testing::TestServer> server_;
  Listener listener_;
  std::shared_ptr<client::Agent> anna_;
  std::vector<std::shared_ptr<client::Visitor>> visitors_;
  std::vector<std::shared_ptr<client::Chat>> chats_;
};

TEST_F(Floods, OneNetworkOpensOnlySoManySessions) {
  serve([](auto& limits) { limits.sessions_per_hour = 3; });
  for (int i = 0; i < 3; ++i) EXPECT_OK(visit());
  EXPECT_ERROR(visit(), limit_reached);
  const auto again = await<void>(*loop_, [&](auto done) { visitors_.front()->open(std::move(done)); });
  EXPECT_TRUE(again) << "a session that runs is taken up again";
  EXPECT_OK(start(*visitors_.front())) << "and goes on";
  testing::move_clock(20 * kMinuteMs + kSecondMs);
  EXPECT_OK(visit()) << "and it passes";
  EXPECT_ERROR(visit(), limit_reached);
}

TEST_F(Floods, OneNetworkDoesNotFillTheWaitingListWithAnyNumberOfDevices) {
  serve([](auto& limits) { limits.waiting = 2; });
  for (int i = 0; i < 3; ++i) ASSERT_OK(visit());
  EXPECT_OK(start(*visitors_[0]));
  EXPECT_OK(start(*visitors_[1]));
  EXPECT_ERROR(start(*visitors_[2]), limit_reached);
  EXPECT_ERROR(start(*visitors_[0]), limit_reached);
  ASSERT_OK(accept(*chats_[0])) << "staff are not in it";
  EXPECT_OK(start(*visitors_[2])) << "one that no longer waits makes room";
  EXPECT_ERROR(start(*visitors_[2]), limit_reached);
}

TEST_F(Floods, OneNetworkStartsOnlySoManyConversations) {
  serve([](auto& limits) { limits.conversations_per_hour = 2; });
  ASSERT_OK(visit());
  EXPECT_OK(start(*visitors_[0]));
  EXPECT_OK(start(*visitors_[0]));
  EXPECT_ERROR(start(*visitors_[0]), limit_reached);
  testing::move_clock(30 * kMinuteMs + kSecondMs);
  ASSERT_OK(visit());
  EXPECT_OK(start(*visitors_[1]));
}

TEST_F(Floods, OneNetworkTriesOnlySoManySignIns) {
  serve([](auto& limits) { limits.sign_ins_per_hour = 3; });
  const auto address = server_->address(0);
  const auto api =
      ApiClient::create(*loop_, address.target_of(address.console_host), address.origin_of(address.console_host));
  const auto sign_in = [&]() -> Status {
    const auto answer = await<protocol::StaffSession>(*loop_, [&](auto done) {
      api->call<protocol::StaffSession>({.action = Action::staff_sign_in}, protocol::StaffSignIn{}, std::move(done));
    });
    if (!answer) return std::unexpected(answer.error());
    return {};
  };
  // One went with the enrolment.
  EXPECT_ERROR(sign_in(), bad_proof);
  EXPECT_ERROR(sign_in(), bad_proof);
  EXPECT_ERROR(sign_in(), limit_reached);
}

TEST_F(Floods, ACustomerStoresOnlySoMuchInADay) {
  serve_with([](auto& config) { config.storage.customer_bytes_per_day = 8 * 1024; });
  ASSERT_OK(visit());
  ASSERT_OK(visit());
  Status last;
  int started = 0;
  while (started < 20 && (last = start(*visitors_[0]))) ++started;
  EXPECT_ERROR(last, limit_reached);
  EXPECT_GE(started, 1);
  EXPECT_OK(start(*visitors_[1])) << "others are not in it";
}

TEST_F(Floods, MessagesCountForTheDay) {
  serve_with([](auto& config) { config.storage.customer_bytes_per_day = 48 * 1024; });
  ASSERT_OK(visit());
  ASSERT_OK(start(*visitors_[0]));
  constexpr int kMessages = 6;
  for (int i = 0; i < kMessages; ++i) ASSERT_TRUE(chats_[0]->send_text(std::string(12'000, 'x')));
  EXPECT_TRUE(testing::run_until(*loop_, [&] { return listener_.postponed > 0 && listener_.acknowledged > 0; }));
  EXPECT_LT(listener_.acknowledged, kMessages);
  EXPECT_EQ(listener_.why, ErrorCode::limit_reached);
  EXPECT_OK(accept(*chats_[0])) << "staff are not in it";
}

}  // namespace
}  // namespace cloister
