// Walks the table of routes and socket commands with every kind of principal against a real server, and expects exactly
// what the access matrix says.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/test_server.h"

namespace cloister {
namespace {

using client::ApiCall;
using client::ApiClient;
using protocol::Action;
using protocol::Relations;
using testing::await;

/// A refusal by the access decision; anything else came from behind it.
bool refused(ErrorCode code) {
  static const std::set<ErrorCode> refusals = {ErrorCode::no_session, ErrorCode::session_locked,
                                               ErrorCode::not_permitted, ErrorCode::not_found,
                                               ErrorCode::already_assigned};
  return refusals.contains(code);
}

struct Listener final : client::ChatListener {
  bool online = false;
  void on_online(client::Chat&) override { online = true; }
};

struct Principal {
  std::string name;
  std::optional<client::Credentials> credentials;
  /// Towards the site, towards the conversation that waits, towards the one that is assigned.
  Relations on_site;
  Relations on_waiting;
  Relations on_assigned;
};

class AccessMatrix : public ::testing::Test {
 protected:
  void SetUp() override {
    anna_ = testing::enrol_first(*loop_, server_, 0);
    const Hash root = anna_->credentials().root;
    ben_ = testing::enrol_colleague(*loop_, server_, *anna_, static_cast<std::uint8_t>(protocol::Role::agent));
    foreign_agent_ = testing::enrol_first(*loop_, server_, 1);
    owner_ = testing::open_visitor(*loop_, server_, 0, root);
    stranger_ = testing::open_visitor(*loop_, server_, 0, root);
    foreign_visitor_ = testing::open_visitor(*loop_, server_, 1, foreign_agent_->credentials().root);
    waiting_ = start(*owner_);
    assigned_ = start(*owner_);
    anna_chat_ = *await<std::shared_ptr<client::Chat>>(
        *loop_, [&](auto done) { anna_->accept(assigned_->conversation(), listener_, std::move(done)); });
  }

  std::shared_ptr<client::Chat> start(client::Visitor& visitor) {
    auto chat =
        await<std::shared_ptr<client::Chat>>(*loop_, [&](auto done) { visitor.start(listener_, std::move(done)); });
    EXPECT_TRUE(chat) << info_of(chat.error().code).name;
    return *chat;
  }

  /// A second, locked session of Anna's.
  client::Credentials locked_session() {
    client::AgentOptions options;
    options.server = server_.address(0);
    const auto& own = anna_->credentials();
    client::AgentCredentials copy{
        .site = own.site,
        .root = own.root,
        .rp_id = own.rp_id,
        .name = own.name,
        .device = *protocol::DeviceKeys::restore(own.device.record, own.device.sign.seed().view(),
                                                 own.device.kem.scalar().view()),
        .passkey = *client::SoftwarePasskey::restore(own.passkey.passkey().credential_id, own.passkey.scalar().view())};
    auto again = await<std::shared_ptr<client::Agent>>(*loop_, [&](auto done) {
      client::Agent::sign_in(*loop_, options, std::move(copy), system_random(), std::move(done));
    });
    EXPECT_TRUE(again);
    EXPECT_FALSE(
        ask({.action = Action::staff_lock, .credentials = (*again)->proof_of()}, server_.address(0).console_host)
            .has_value());
    return (*again)->proof_of();
  }

  std::vector<Principal> principals() {
    using namespace protocol;
    return {
        {"nobody", std::nullopt, kRelationNobody, kRelationNobody, kRelationNobody},
        {"customer of both conversations", owner_->credentials(), kRelationCustomer, kRelationCustomerOwn,
         kRelationCustomerOwn},
        {"customer of another", stranger_->credentials(), kRelationCustomer, kRelationCustomerOther,
         kRelationCustomerOther},
        {"agent assigned, and admin", anna_->proof_of(), kRelationAgent | kRelationAdmin, kRelationAgentWaiting,
         kRelationAgentAssigned},
        {"agent not assigned", ben_->proof_of(), kRelationAgent, kRelationAgentWaiting, kRelationAgentOther},
        {"agent locked", locked_session(), kRelationAgentLocked, kRelationAgentLocked, kRelationAgentLocked},
        {"agent of another site", foreign_agent_->proof_of(), kRelationForeign, kRelationForeign, kRelationForeign},
        {"customer of another site", foreign_visitor_->credentials(), kRelationForeign, kRelationForeign,
         kRelationForeign},
    };
  }

  /// The error of a call at `host` with a body that no handler accepts; nullopt when it went through.
  std::optional<ErrorCode> ask(ApiCall call, const std::string& host) {
    const auto address = server_.address(0);
    const auto api = ApiClient::create(*loop_, address.target_of(host), address.origin_of(host));
    const auto answer = await<protocol::Empty>(
        *loop_, [&](auto done) { api->call<protocol::Empty>(call, protocol::Empty{}, std::move(done)); });
    if (answer) return std::nullopt;
    return answer.error().code;
  }

  void expect(const Principal& who, const protocol::Route& route, const ConversationId* conversation,
              Relations relations) {
    const auto address = server_.address(0);
    const bool open_to_all = route.open;
    const bool allowed = open_to_all || (protocol::allowed(route.action) & relations) != 0;
    std::vector<std::string> hosts;
    if (route.host != protocol::Host::console) hosts.push_back(address.chat_host);
    if (route.host != protocol::Host::chat) hosts.push_back(address.console_host);
    for (const std::string& host : hosts) {
      ApiCall call{.action = route.action, .credentials = who.credentials};
      if (conversation != nullptr) call.conversation = *conversation;
      const auto error = ask(call, host);
      const bool let_in = !error || !refused(*error);
      EXPECT_EQ(let_in, allowed) << who.name << ": " << route.method << " " << route.path << " at " << host << ": "
                                 << (error ? info_of(*error).name : "done");
    }
  }

  /// For routes that end the session of whoever is let in: each principal is asked once.
  void expect_ending(Action action) {
    for (const Principal& who : principals()) {
      const auto error = ask({.action = action, .credentials = who.credentials}, server_.address(0).console_host);
      const bool allowed = (protocol::allowed(action) & who.on_site) != 0;
      EXPECT_EQ(!error || !refused(*error), allowed) << who.name << ": " << (error ? info_of(*error).name : "done");
    }
  }

  testing::TestServer server_;
  std::unique_ptr<net::EventLoop> loop_ = *net::EventLoop::create();
  Listener listener_;
  std::shared_ptr<client::Agent> anna_;
  std::shared_ptr<client::Agent> ben_;
  std::shared_ptr<client::Agent> foreign_agent_;
  std::shared_ptr<client::Visitor> owner_;
  std::shared_ptr<client::Visitor> stranger_;
  std::shared_ptr<client::Visitor> foreign_visitor_;
  std::shared_ptr<client::Chat> waiting_;
  std::shared_ptr<client::Chat> assigned_;
  std::shared_ptr<client::Chat> anna_chat_;
};

/// Ends the session it is called with, so it has a test of its own.
bool ends_sessions(Action action) { return action == Action::session_end || action == Action::staff_lock; }

TEST_F(AccessMatrix, RoutesLetInExactlyWhomTheMatrixNames) {
  for (const Principal& who : principals()) {
    for (const protocol::Route& route : protocol::routes()) {
      if (ends_sessions(route.action)) continue;
      if (!route.on_conversation) {
        expect(who, route, nullptr, who.on_site);
        continue;
      }
      expect(who, route, &waiting_->conversation(), who.on_waiting);
      expect(who, route, &assigned_->conversation(), who.on_assigned);
      const auto missing = system_random().make<ConversationId>();
      ApiCall call{.action = route.action, .conversation = missing, .credentials = who.credentials};
      const std::string& host =
          route.host == protocol::Host::chat ? server_.address(0).chat_host : server_.address(0).console_host;
      const auto error = ask(call, host);
      EXPECT_TRUE(error && refused(*error)) << who.name << " found a conversation that does not exist";
    }
  }
}

TEST_F(AccessMatrix, LockingToo) { expect_ending(Action::staff_lock); }

TEST_F(AccessMatrix, EndingASessionToo) { expect_ending(Action::session_end); }

TEST_F(AccessMatrix, TheSameRefusalForMissingAndForeignConversations) {
  for (const Principal& who : principals()) {
    if (!who.credentials || who.name == "agent locked") continue;
    const auto missing = ask({.action = Action::conversation_ticket,
                              .conversation = system_random().make<ConversationId>(),
                              .credentials = who.credentials},
                             server_.address(0).chat_host);
    EXPECT_EQ(missing, ErrorCode::not_found) << who.name;
    if ((who.on_assigned & protocol::allowed(Action::conversation_ticket)) != 0) continue;
    const auto present = ask({.action = Action::conversation_ticket,
                              .conversation = assigned_->conversation(),
                              .credentials = who.credentials},
                             server_.address(0).chat_host);
    EXPECT_EQ(present, missing) << who.name << " can tell that the conversation exists";
  }
}

}  // namespace
}  // namespace cloister
