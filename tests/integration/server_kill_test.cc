// The real server is killed (SIGKILL) at random moments while both sides of several conversations write, and comes back
// on the same data. What it had acknowledged is kept outside of it. CLOISTER_KILLS is the number of kills (default 50,
// with CLOISTER_SOAK 1000), CLOISTER_FIRST_SEED the seed of the first fifty.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "integration/talkers.h"
#include "support/seeded_random.h"
#include "support/server_process.h"

namespace cloister {
namespace {

using testing::await;
using testing::run_until;
using testing::TalkingPair;

constexpr std::size_t kPairs = 4;
/// On one data directory; then another one, so that conversations stay below their largest size.
constexpr std::uint64_t kKillsOnOneDirectory = 50;
/// Unacknowledged messages of each side.
constexpr std::size_t kWindow = 6;
constexpr DurationMs kLongestLifeMs = 250;

std::uint64_t number(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nobody sets it
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

std::uint64_t kills_in_all() { return number("CLOISTER_KILLS", number("CLOISTER_SOAK", 0) != 0 ? 1000 : 50); }

struct Silent final : client::ChatListener {};

/// The parameter is the number of the directory: each has its own seed.
class ServerKill : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(server_.start());
    agent_ = testing::enrol_first(*loop_, server_.address(), server_.first_link());
    for (std::size_t i = 0; i < kPairs; ++i)
      pairs_.push_back(
          testing::start_talking(*loop_, server_.address(), server_.site(), *agent_, "Pair " + std::to_string(i)));
    starter_ = testing::open_visitor(*loop_, server_.address(), server_.site(), agent_->credentials().root);
    for (const TalkingPair& pair : pairs_)
      for (testing::Talker* talker : {pair.customer.get(), pair.staff.get()}) talker->talk(kWindow);
  }

  /// Kills it after at most `kLongestLifeMs`, sometimes also in the middle of starting, and starts it again.
  void kill_once(test::SeededRandom& random) {
    const TimeMs end = steady_clock_ms() + static_cast<DurationMs>(random.below(kLongestLifeMs));
    begin_conversation();
    while (steady_clock_ms() < end) loop_->run_once(1);
    server_.kill();
    if (random.below(4) == 0) {
      ASSERT_TRUE(server_.launch());
      run_until(*loop_, [] { return false; }, static_cast<DurationMs>(random.below(100)));
      server_.kill();
    }
    const Status again = server_.start();
    ASSERT_TRUE(again) << again.error().detail;
    // As after a lid was opened: at once, not after the pause that a lost connection makes.
    for (const TalkingPair& pair : pairs_)
      for (testing::Talker* talker : {pair.customer.get(), pair.staff.get()}) {
        talker->chat().suspend();
        talker->chat().start();
      }
  }

  /// Conversations begin and are accepted while it is killed, too.
  void begin_conversation() {
    if (begun_ >= kMaxBegun) return;
    ++begun_;
    starter_->start(silent_, [this](Result<std::shared_ptr<client::Chat>> chat) {
      if (!chat) return;
      (*chat)->stop();
      const ConversationId id = (*chat)->conversation();
      opened_.push_back(id);
      agent_->accept(id, silent_, [this, id](Result<std::shared_ptr<client::Chat>> accepted) {
        if (!accepted) return;
        accepted_.push_back(id);
        (*accepted)->stop();
      });
    });
  }

  /// Everybody is connected again and has been acknowledged what they said.
  void settle() {
    for (const TalkingPair& pair : pairs_)
      for (testing::Talker* talker : {pair.customer.get(), pair.staff.get()}) talker->talk(0);
    const auto settled = [&] {
      return std::ranges::all_of(pairs_, [](const TalkingPair& pair) {
        return pair.customer->chat().unacknowledged() == 0 && pair.staff->chat().unacknowledged() == 0;
      });
    };
    EXPECT_TRUE(run_until(*loop_, settled, 60'000)) << "somebody was never acknowledged";
  }

  void expect_begun_conversations() {
    const auto list = await<protocol::ConversationList>(*loop_, [&](auto done) { starter_->list(std::move(done)); });
    ASSERT_TRUE(list) << info_of(list.error().code).name;
    const auto status_of = [&](const ConversationId& id) {
      const auto found = std::ranges::find(list->conversations, id, &protocol::ConversationInfo::conversation);
      return found == list->conversations.end() ? std::string("lost") : found->status;
    };
    for (const ConversationId& id : opened_) EXPECT_NE(status_of(id), "lost");
    for (const ConversationId& id : accepted_) EXPECT_EQ(status_of(id), "assigned");
  }

  /// The server lets a customer have twenty.
  static constexpr std::size_t kMaxBegun = 18;

  testing::TemporaryDirectory directory_;
  testing::ServerProcess server_{CLOISTER_BINARY, directory_.path() / "data"};
  std::unique_ptr<net::EventLoop> loop_ = *net::EventLoop::create();
  Silent silent_;
  std::shared_ptr<client::Agent> agent_;
  std::vector<TalkingPair> pairs_;
  std::shared_ptr<client::Visitor> starter_;
  std::size_t begun_ = 0;
  std::vector<ConversationId> opened_;
  std::vector<ConversationId> accepted_;
};

TEST_P(ServerKill, NothingAcknowledgedIsLostAndNothingIsThereTwice) {
  const std::uint64_t seed = number("CLOISTER_FIRST_SEED", 1) + GetParam();
  const std::uint64_t kills = std::min(kKillsOnOneDirectory, kills_in_all() - GetParam() * kKillsOnOneDirectory);
  std::cout << "seed " << seed << ", " << kills << " kills\n";
  test::SeededRandom random(seed);
  for (std::uint64_t i = 0; i < kills && !HasFailure(); ++i) {
    SCOPED_TRACE("seed " + std::to_string(seed) + ", kill " + std::to_string(i));
    kill_once(random);
  }
  settle();
  std::size_t acknowledged = 0;
  std::size_t read = 0;
  for (const TalkingPair& pair : pairs_) {
    for (const testing::Talker* talker : {pair.customer.get(), pair.staff.get()}) {
      acknowledged += talker->acknowledged();
      for (const std::string& problem : talker->problems()) ADD_FAILURE() << problem;
      for (const ErrorCode code : talker->refusals()) ADD_FAILURE() << "refused: " << info_of(code).name;
    }
    read += testing::expect_everything(*loop_, pair);
  }
  EXPECT_EQ(read, acknowledged) << "at the end, everything that was said is acknowledged";
  EXPECT_GT(acknowledged, kills * kPairs) << "there was no load";
  expect_begun_conversations();
  std::cout << acknowledged << " messages acknowledged, " << opened_.size() << " conversations begun, "
            << accepted_.size() << " accepted meanwhile\n";
}

INSTANTIATE_TEST_SUITE_P(Directories, ServerKill,
                         ::testing::Range<std::uint64_t>(0, (kills_in_all() + kKillsOnOneDirectory - 1) /
                                                                kKillsOnOneDirectory));

}  // namespace
}  // namespace cloister
