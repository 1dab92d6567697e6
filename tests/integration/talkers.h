// Native clients that write as fast as they are acknowledged, and keep outside of the server what it promised them.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "client/agent.h"
#include "client/visitor.h"
#include "support/test_server.h"

namespace cloister::testing {

/// One side of one conversation.
class Talker final : public client::ChatListener {
 public:
  explicit Talker(std::string name) : name_(std::move(name)) {}

  void join(std::shared_ptr<client::Chat> chat) { chat_ = std::move(chat); }
  client::Chat& chat() const { return *chat_; }
  /// So many at a time without an acknowledgement; 0: stop.
  void talk(std::size_t window) {
    window_ = window;
    pump();
  }
  /// Text, in the order in which they were sent; the place at which the server said that it has it, 0 if it has not.
  struct Said {
    std::string text;
    std::uint64_t seq = 0;
  };
  const std::vector<Said>& said() const { return said_; }
  std::size_t acknowledged() const { return acknowledged_; }
  const std::vector<ErrorCode>& refusals() const { return refusals_; }
  /// What the server said that could not take a message for the moment; how often.
  const std::map<ErrorCode, std::size_t>& postponed() const { return postponed_; }
  /// What must never be.
  const std::vector<std::string>& problems() const { return problems_; }

  void on_online(client::Chat&) override { pump(); }
  void on_acknowledged(client::Chat&, const ClientMessageId& id, std::uint64_t seq) override;
  void on_refused(client::Chat&, const ClientMessageId&, ErrorCode code) override { refusals_.push_back(code); }
  void on_postponed(client::Chat&, const ClientMessageId&, ErrorCode code) override { ++postponed_[code]; }
  void on_violation(client::Chat&, const Error& why) override {
    problems_.push_back(name_ + ": " + std::string(info_of(why.code).name) + " " + why.detail);
  }
  void on_ended(client::Chat&, ErrorCode code) override {
    problems_.push_back(name_ + " ended: " + std::string(info_of(code).name));
  }

 private:
  void pump();

  std::string name_;
  std::shared_ptr<client::Chat> chat_;
  std::size_t window_ = 0;
  bool pumping_ = false;
  std::vector<Said> said_;
  std::map<ClientMessageId, std::size_t> sent_;
  std::size_t acknowledged_ = 0;
  std::vector<ErrorCode> refusals_;
  std::map<ErrorCode, std::size_t> postponed_;
  std::vector<std::string> problems_;
};

/// A conversation with both its sides.
struct TalkingPair {
  std::shared_ptr<client::Visitor> visitor;
  std::unique_ptr<Talker> customer;
  std::unique_ptr<Talker> staff;
};

/// Opens a conversation and has `agent` accept it. Adds a test failure and returns a pair without chats when it fails.
TalkingPair start_talking(net::EventLoop& loop, const client::ServerAddress& address, const SiteId& site,
                          client::Agent& agent, const std::string& name);

/// Reads the conversation anew, from its first entry on and verifying everything, and compares with what the two sides
/// were promised: each acknowledged message is there once, at the place that was said, in the order in which its sender
/// sent it; no message is there twice. Returns the number of messages read.
std::size_t expect_everything(net::EventLoop& loop, const TalkingPair& pair);

}  // namespace cloister::testing
