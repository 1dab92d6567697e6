#include "integration/talkers.h"

#include <unordered_map>

namespace cloister::testing {
namespace {

struct Reader final : client::ChatListener {
  bool online = false;
  std::vector<client::LogEvent> messages;
  std::vector<std::string> problems;

  void on_online(client::Chat&) override { online = true; }
  void on_entry(client::Chat&, const client::LogEvent& event) override {
    if (event.kind != client::LogEvent::Kind::message || event.content != protocol::ContentKind::text) return;
    if (event.problem) problems.emplace_back(info_of(*event.problem).name);
    messages.push_back(event);
  }
  void on_violation(client::Chat&, const Error& why) override {
    problems.push_back(std::string(info_of(why.code).name) + " " + why.detail);
  }
  void on_ended(client::Chat&, ErrorCode code) override { problems.emplace_back(info_of(code).name); }
};

/// By text: where it stands, and how often.
struct Place {
  std::uint64_t seq = 0;
  int times = 0;
};

void expect_promises(const Talker& talker, const std::unordered_map<std::string, Place>& places) {
  std::uint64_t last = 0;
  for (const Talker::Said& said : talker.said()) {
    const auto found = places.find(said.text);
    if (found == places.end()) {
      EXPECT_EQ(said.seq, 0U) << "lost, though acknowledged: " << said.text;
      continue;
    }
    EXPECT_EQ(found->second.times, 1) << "there twice: " << said.text;
    EXPECT_TRUE(said.seq == 0 || said.seq == found->second.seq) << "moved: " << said.text;
    EXPECT_GT(found->second.seq, last) << "out of order: " << said.text;
    last = found->second.seq;
  }
}

}  // namespace

void Talker::on_acknowledged(client::Chat&, const ClientMessageId& id, std::uint64_t seq) {
  const auto found = sent_.find(id);
  // The intro, which the agent's client sends by itself.
  if (found == sent_.end()) return;
  if (said_[found->second].seq != 0) problems_.push_back(name_ + ": acknowledged twice");
  said_[found->second].seq = seq;
  ++acknowledged_;
  pump();
}

void Talker::pump() {
  if (pumping_ || !chat_) return;
  pumping_ = true;
  while (chat_->unacknowledged() < window_) {
    const std::string text = name_ + " says " + std::to_string(said_.size());
    const auto id = chat_->send_text(text);
    if (!id) {
      problems_.push_back(name_ + ": " + std::string(info_of(id.error().code).name));
      break;
    }
    sent_[*id] = said_.size();
    said_.push_back({text, 0});
  }
  pumping_ = false;
}

TalkingPair start_talking(net::EventLoop& loop, const client::ServerAddress& address, const SiteId& site,
                          client::Agent& agent, const std::string& name) {
  TalkingPair out;
  out.customer = std::make_unique<Talker>(name + ", the customer,");
  out.staff = std::make_unique<Talker>(name + ", the agent,");
  out.visitor = open_visitor(loop, address, site, agent.credentials().root);
  using Chat = std::shared_ptr<client::Chat>;
  const auto opened = await<Chat>(loop, [&](auto done) { out.visitor->start(*out.customer, std::move(done)); });
  EXPECT_TRUE(opened) << info_of(opened.error().code).name;
  if (!opened) return out;
  out.customer->join(*opened);
  const auto accepted =
      await<Chat>(loop, [&](auto done) { agent.accept((*opened)->conversation(), *out.staff, std::move(done)); });
  EXPECT_TRUE(accepted) << info_of(accepted.error().code).name;
  if (accepted) out.staff->join(*accepted);
  return out;
}

std::size_t expect_everything(net::EventLoop& loop, const TalkingPair& pair) {
  Reader reader;
  const auto chat = pair.visitor->resume(pair.customer->chat().conversation(), reader);
  EXPECT_TRUE(run_until(loop, [&] { return reader.online || !reader.problems.empty(); }, 60'000));
  chat->stop();
  for (const std::string& problem : reader.problems) ADD_FAILURE() << problem;
  std::unordered_map<std::string, Place> places;
  for (const client::LogEvent& message : reader.messages) {
    Place& place = places[message.text];
    place.seq = message.seq;
    ++place.times;
  }
  expect_promises(*pair.customer, places);
  expect_promises(*pair.staff, places);
  return reader.messages.size();
}

}  // namespace cloister::testing
