// The native clients against a real server: a whole conversation, connections that break, readers that change while
// somebody writes, the customers of the demo.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "client/demo.h"
#include "support/expect_error.h"
#include "support/test_server.h"

namespace cloister {
namespace {

using testing::await;
using testing::run_until;

/// Remembers everything it hears.
struct Recorder : client::ChatListener {
  std::vector<client::LogEvent> events;
  std::map<ClientMessageId, std::uint64_t> acknowledged;
  std::vector<ErrorCode> refused;
  std::vector<ClientMessageId> held;
  std::vector<std::string> problems;
  std::uint64_t peer_delivered = 0;
  std::uint64_t peer_read = 0;
  int typing = 0;
  int online = 0;
  bool peer_here = false;

  void on_online(client::Chat&) override { ++online; }
  void on_entry(client::Chat&, const client::LogEvent& event) override { events.push_back(event); }
  void on_acknowledged(client::Chat&, const ClientMessageId& id, std::uint64_t seq) override { acknowledged[id] = seq; }
  void on_refused(client::Chat&, const ClientMessageId&, ErrorCode code) override { refused.push_back(code); }
  void on_held(client::Chat&, const ClientMessageId& id, const protocol::Audience& added) override {
    EXPECT_FALSE(added.empty());
    held.push_back(id);
  }
  void on_typing(client::Chat&, bool on) override { typing += on ? 1 : 0; }
  void on_presence(client::Chat&, bool here) override { peer_here = here; }
  void on_mark(client::Chat&, client::Side, protocol::MarkKind kind, std::uint64_t seq) override {
    auto& mark = kind == protocol::MarkKind::read ? peer_read : peer_delivered;
    mark = std::max(mark, seq);
  }
  void on_ended(client::Chat&, ErrorCode code) override { problems.emplace_back(info_of(code).name); }
  void on_violation(client::Chat&, const Error& why) override {
    problems.push_back(std::string(info_of(why.code).name) + " " + why.detail);
  }

  std::vector<std::string> texts(client::Side side) const {
    std::vector<std::string> out;
    for (const client::LogEvent& event : events)
      if (event.kind == client::LogEvent::Kind::message && event.side == side) out.push_back(event.text);
    return out;
  }
};

class NativeClient : public ::testing::Test {
 protected:
  void SetUp() override {
    agent_ = testing::enrol_first(*loop_, server_, 0);
    visitor_ = testing::open_visitor(*loop_, server_, 0, agent_->credentials().root);
    auto chat =
        await<std::shared_ptr<client::Chat>>(*loop_, [&](auto done) { visitor_->start(customer_, std::move(done)); });
    ASSERT_OK(chat);
    theirs_ = *chat;
  }
  void accept() {
    auto chat = await<std::shared_ptr<client::Chat>>(
        *loop_, [&](auto done) { agent_->accept(theirs_->conversation(), staff_, std::move(done)); });
    ASSERT_OK(chat);
    ours_ = *chat;
    ASSERT_TRUE(wait([&] { return ours_->online() && ours_->unacknowledged() == 0; }));
  }
  bool wait(const std::function<bool()>& done) {
    const bool came = run_until(*loop_, done);
    for (const Recorder* recorder : {&customer_, &staff_})
      for (const std::string& problem : recorder->problems) ADD_FAILURE() << problem;
    return came;
  }

  testing::TestServer server_;
  std::unique_ptr<net::EventLoop> loop_ = *net::EventLoop::create();
  Recorder customer_;
  Recorder staff_;
  std::shared_ptr<client::Agent> agent_;
  std::shared_ptr<client::Visitor> visitor_;
  std::shared_ptr<client::Chat> theirs_;
  std::shared_ptr<client::Chat> ours_;
};

TEST_F(NativeClient, TalkFromTheFirstWordToTheLast) {
  ASSERT_OK(theirs_->send_text("Hello, my tent is broken"));
  ASSERT_TRUE(wait([&] { return customer_.acknowledged.size() == 1; }));
  accept();
  ASSERT_TRUE(wait([&] { return customer_.texts(client::Side::staff).size() == 1; }));
  EXPECT_EQ(customer_.texts(client::Side::staff).front(), "Anna") << "the intro, encrypted";
  EXPECT_EQ(staff_.texts(client::Side::customer), std::vector<std::string>{"Hello, my tent is broken"});
  EXPECT_TRUE(customer_.peer_here && staff_.peer_here);
  EXPECT_EQ(theirs_->log().comparison_code(), ours_->log().comparison_code());
  EXPECT_EQ(theirs_->log().epoch(), 1U);

  ours_->set_typing(true);
  ASSERT_TRUE(wait([&] { return customer_.typing == 1; }));
  ASSERT_OK(ours_->send_text("Which one is it?"));
  ASSERT_TRUE(wait([&] { return customer_.texts(client::Side::staff).size() == 2; }));
  const std::uint64_t seq = customer_.events.back().seq;
  ASSERT_TRUE(wait([&] { return staff_.peer_delivered == seq; }));
  theirs_->mark_read(seq);
  ASSERT_TRUE(wait([&] { return staff_.peer_read == seq; }));

  ASSERT_OK(theirs_->send_text("Forget it, thanks"));
  theirs_->close(protocol::CloseReason::left);
  ASSERT_TRUE(wait([&] { return ours_->log().closed() && theirs_->log().closed(); }));
  EXPECT_EQ(staff_.texts(client::Side::customer).back(), "Forget it, thanks");
  EXPECT_EQ(ours_->log().head(), theirs_->log().head());
  EXPECT_ERROR(ours_->send_text("Still here?"), conversation_closed);
}

TEST_F(NativeClient, WhatWasReadStaysReadWhenTheServerRestarts) {
  accept();
  ASSERT_OK(ours_->send_text("Have you seen this?"));
  ASSERT_TRUE(wait([&] { return customer_.texts(client::Side::staff).size() == 2; }));
  const std::uint64_t seq = customer_.events.back().seq;
  theirs_->mark_read(seq);
  ASSERT_TRUE(wait([&] { return staff_.peer_read == seq; }));
  // Nobody is there to say it again.
  theirs_->stop();
  staff_.peer_read = 0;
  server_.restart(*loop_);
  EXPECT_TRUE(wait([&] { return staff_.peer_read == seq; }));
}

TEST_F(NativeClient, SendAgainWhatABrokenConnectionSwallowed) {
  accept();
  std::vector<std::string> said;
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 20; ++i) {
      said.push_back("line " + std::to_string(said.size()));
      ASSERT_OK(theirs_->send_text(said.back()));
    }
    // Some are on their way, some acknowledged, some wait for room.
    ASSERT_TRUE(wait([&] { return customer_.acknowledged.size() >= said.size() - 15; }));
    theirs_->suspend();
    theirs_->start();
  }
  ASSERT_TRUE(wait([&] { return staff_.texts(client::Side::customer).size() >= said.size(); }));
  ASSERT_TRUE(wait([&] { return customer_.acknowledged.size() == said.size(); }));
  EXPECT_EQ(staff_.texts(client::Side::customer), said) << "each once, in order";
  EXPECT_GE(customer_.online, 2);
  EXPECT_TRUE(customer_.refused.empty());
}

TEST_F(NativeClient, ALongHistoryArrivesWhole) {
  // Several pages, each of more than the server sends before it waits for the reader.
  std::vector<std::string> said;
  for (int i = 0; i < 250; ++i) {
    said.push_back(std::to_string(i) + std::string(2000, '.'));
    ASSERT_OK(theirs_->send_text(said.back()));
  }
  ASSERT_TRUE(wait([&] { return customer_.acknowledged.size() == said.size(); }));
  Recorder again;
  const auto resumed = visitor_->resume(theirs_->conversation(), again);
  ASSERT_TRUE(wait([&] { return again.online == 1; }));
  EXPECT_EQ(again.texts(client::Side::customer), said);
}

TEST_F(NativeClient, EncryptAnewWhenTheReadersChangeWhileWriting) {
  ASSERT_TRUE(wait([&] { return theirs_->online(); }));
  // Sealed for those who wait in the queue, sent when somebody has accepted: the server must not take them like this.
  std::vector<std::string> said;
  for (int i = 0; i < 5; ++i) {
    said.push_back("line " + std::to_string(i));
    ASSERT_OK(theirs_->prepare_text(said.back()));
  }
  accept();
  ASSERT_TRUE(wait([&] { return theirs_->log().epoch() == 1; }));
  while (theirs_->send_prepared()) continue;
  ASSERT_EQ(theirs_->unacknowledged(), said.size());
  said.push_back("and one more");
  ASSERT_OK(theirs_->send_text(said.back()));
  ASSERT_TRUE(wait([&] { return customer_.acknowledged.size() == said.size(); }));
  ASSERT_TRUE(wait([&] { return staff_.texts(client::Side::customer).size() == said.size(); }));
  EXPECT_EQ(staff_.texts(client::Side::customer), said);
  for (const client::LogEvent& event : staff_.events) EXPECT_FALSE(event.problem);
  EXPECT_TRUE(customer_.refused.empty());
}

TEST_F(NativeClient, HoldsBackWhatWasNotMeantForThoseWhoCameAfter) {
  // Supervises and is not in the support team: whoever has written to the team has not written to her.
  const auto sue =
      testing::enrol_colleague(*loop_, server_, *agent_, static_cast<std::uint8_t>(protocol::Role::supervisor));
  ASSERT_OK(theirs_->send_text("for the team"));
  ASSERT_TRUE(wait([&] { return customer_.acknowledged.size() == 1; }));
  for (int i = 0; i < 3; ++i) ASSERT_OK(theirs_->prepare_text("not for supervisors"));
  accept();
  ASSERT_TRUE(wait([&] { return theirs_->log().epoch() == 1; }));
  ASSERT_EQ(customer_.held.size(), 3U);
  EXPECT_EQ(theirs_->unacknowledged(), 0U);
  ASSERT_OK(theirs_->send_text("for all I see"));
  EXPECT_TRUE(theirs_->discard(customer_.held[0]));
  EXPECT_FALSE(theirs_->release(customer_.held[0]));
  EXPECT_TRUE(theirs_->release(customer_.held[1]));
  ASSERT_TRUE(wait([&] { return staff_.texts(client::Side::customer).size() == 3; }));
  EXPECT_EQ(staff_.texts(client::Side::customer),
            (std::vector<std::string>{"for the team", "for all I see", "not for supervisors"}));
  EXPECT_TRUE(customer_.refused.empty());
}

TEST_F(NativeClient, StaffComeBackToTheirConversations) {
  ASSERT_OK(theirs_->send_text("before"));
  accept();
  ours_->stop();
  Recorder again;
  const auto chat = agent_->resume(theirs_->conversation(), again);
  ASSERT_TRUE(wait([&] { return chat->online(); }));
  ASSERT_OK(theirs_->send_text("after"));
  ASSERT_TRUE(wait([&] { return again.texts(client::Side::customer).size() == 2; }));
  EXPECT_EQ(again.texts(client::Side::customer), (std::vector<std::string>{"before", "after"}));
  ASSERT_OK(chat->send_text("with a new certificate"));
  ASSERT_TRUE(wait([&] { return customer_.texts(client::Side::staff).size() == 2; }));
}

/// Accepts whatever waits and has an answer to everything.
struct Patient : client::DeskListener, client::ChatListener {
  std::vector<std::shared_ptr<client::Chat>> chats;
  std::vector<std::string> problems;
  std::size_t closed = 0;

  void on_desk(client::Agent& agent, const protocol::DeskState& state) override {
    for (const auto& info : state.waiting) take(agent, info);
  }
  void on_waiting(client::Agent& agent, const protocol::ConversationInfo& info) override { take(agent, info); }
  void take(client::Agent& agent, const protocol::ConversationInfo& info) {
    if (std::ranges::find(taken, info.conversation) != taken.end()) return;
    taken.push_back(info.conversation);
    agent.accept(info.conversation, *this, [this](Result<std::shared_ptr<client::Chat>> chat) {
      if (!chat) return problems.emplace_back(info_of(chat.error().code).name), void();
      chats.push_back(*chat);
      static_cast<void>((*chat)->send_text("Let me see."));
    });
  }
  void on_entry(client::Chat& chat, const client::LogEvent& event) override {
    if (event.kind == client::LogEvent::Kind::closed) ++closed;
    if (event.kind != client::LogEvent::Kind::message || event.side == client::Side::staff) return;
    if (event.problem) problems.emplace_back(info_of(*event.problem).name);
    if (chat.online()) static_cast<void>(chat.send_text("I understand."));
  }
  void on_violation(client::Chat&, const Error& why) override { problems.push_back(why.detail); }
  std::vector<ConversationId> taken;
};

TEST_F(NativeClient, DemoCustomersTalkUntilTheyAreHappy) {
  theirs_->stop();
  Patient patient;
  agent_->set_available(true);
  agent_->open_desk(patient);
  auto demo = client::start_demo(*loop_,
                                 {.server = server_.address(0),
                                  .site = server_.site(0),
                                  .root = agent_->credentials().root,
                                  .customers = client::kMaxDemoCustomers,
                                  .pace = 0.02},
                                 system_random());
  ASSERT_TRUE(run_until(*loop_, [&] { return patient.closed >= client::kMaxDemoCustomers; }, 60'000));
  EXPECT_TRUE(patient.problems.empty()) << patient.problems.front();
  const client::DemoFigures figures = demo->figures();
  EXPECT_GE(figures.conversations, client::kMaxDemoCustomers);
  EXPECT_GE(figures.sent, client::kMaxDemoCustomers * 5);
  EXPECT_EQ(figures.violations, 0U);
  demo.reset();
  loop_->run_once(0);
}

}  // namespace
}  // namespace cloister
