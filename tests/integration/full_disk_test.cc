// The disk of the real server is full: new messages are refused in words, nothing acknowledged is lost, the server
// stays up, and when there is room again what waited is taken. Once with a limit on the size of files, which needs no
// privileges and so is never skipped; once with a small file system, where one may be mounted.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <algorithm>
#include <fstream>

#include "integration/talkers.h"
#include "support/expect_error.h"
#include "support/server_process.h"

namespace cloister {
namespace {

using testing::await;
using testing::run_until;

constexpr std::size_t kWindow = 4;

class FullDisk : public ::testing::Test {
 protected:
  using Chat = std::shared_ptr<client::Chat>;

  void begin() {
    const Status started = server_->start();
    ASSERT_TRUE(started) << started.error().detail;
    agent_ = testing::enrol_first(*loop_, server_->address(), server_->first_link());
    for (const char* name : {"One", "Two"})
      pairs_.push_back(testing::start_talking(*loop_, server_->address(), server_->site(), *agent_, name));
    late_ = testing::open_visitor(*loop_, server_->address(), server_->site(), agent_->credentials().root);
    all_talk(kWindow);
    ASSERT_TRUE(run_until(*loop_, [&] { return acknowledged() > 100; }));
  }
  void all_talk(std::size_t window) {
    for (const auto& pair : pairs_)
      for (testing::Talker* talker : {pair.customer.get(), pair.staff.get()}) talker->talk(window);
  }
  std::size_t acknowledged() const {
    std::size_t out = 0;
    for (const auto& pair : pairs_) out += pair.customer->acknowledged() + pair.staff->acknowledged();
    return out;
  }
  bool everybody(const std::function<bool(const testing::Talker&)>& is) {
    return run_until(
        *loop_,
        [&] {
          return std::ranges::all_of(pairs_, [&](const auto& pair) { return is(*pair.customer) && is(*pair.staff); });
        },
        60'000);
  }
  void expect_all_is_well() {
    for (const auto& pair : pairs_) {
      for (const testing::Talker* talker : {pair.customer.get(), pair.staff.get()}) {
        for (const std::string& problem : talker->problems()) ADD_FAILURE() << problem;
        for (const ErrorCode code : talker->refusals()) ADD_FAILURE() << "refused: " << info_of(code).name;
        // What was under way behind one that found no room comes out of order, and is sent again with it.
        for (const auto& [code, times] : talker->postponed())
          EXPECT_TRUE(code == ErrorCode::storage_full ||
                      (code == ErrorCode::out_of_order && talker->postponed().contains(ErrorCode::storage_full)))
              << info_of(code).name << ", " << times << " times";
      }
      testing::expect_everything(*loop_, pair);
    }
  }
  /// Invites colleagues until there is no room for another act, and returns that one. What is smaller than a message
  /// may find room where that found none.
  protocol::Act invite_until_refused() {
    for (int attempts = 0; attempts < 64; ++attempts) {
      const testing::Invited colleague{.key = crypto::Ed25519KeyPair::generate(system_random()),
                                       .person = system_random().make<PersonId>(),
                                       .roles = static_cast<std::uint8_t>(protocol::Role::agent)};
      const auto roster = testing::current_roster(*loop_, *agent_);
      protocol::Act act = testing::invite(roster, *agent_, colleague);
      const auto taken = testing::submit_act(*loop_, server_->address(), *agent_, act);
      if (taken) continue;
      EXPECT_ERROR(taken, storage_full);
      EXPECT_EQ(testing::current_roster(*loop_, *agent_).size(), roster.size()) << "not on disk, and in force";
      return act;
    }
    ADD_FAILURE() << "there is room for every act";
    return {};
  }
  /// From a full disk to one with room, and a kill in between.
  void fill_and_free(const std::function<void()>& fill, const std::function<void()>& free) {
    fill();
    ASSERT_TRUE(everybody([](const testing::Talker& talker) {
      return talker.postponed().contains(ErrorCode::storage_full);
    })) << "nobody was told that there is no room";
    EXPECT_TRUE(server_->running());
    // Reading goes on, and what was acknowledged is there.
    expect_all_is_well();
    const auto refused = await<Chat>(*loop_, [&](auto done) { late_->start(silent_, std::move(done)); });
    EXPECT_ERROR(refused, storage_full);
    const std::size_t before = acknowledged();
    const protocol::Act refused_act = invite_until_refused();

    free();
    ASSERT_TRUE(run_until(
        *loop_, [&] { return acknowledged() > before + 100; }, 60'000))
        << "messages do not flow again";
    const auto started = await<Chat>(*loop_, [&](auto done) { late_->start(silent_, std::move(done)); });
    EXPECT_OK(started);
    if (started) (*started)->stop();
    EXPECT_OK(testing::submit_act(*loop_, server_->address(), *agent_, refused_act));
    all_talk(0);
    ASSERT_TRUE(everybody([](const testing::Talker& talker) { return talker.chat().unacknowledged() == 0; }));
    expect_all_is_well();
    EXPECT_TRUE(server_->running());
  }

  struct Silent final : client::ChatListener {};
  Silent silent_;
  testing::TemporaryDirectory directory_;
  std::unique_ptr<testing::ServerProcess> server_;
  std::unique_ptr<net::EventLoop> loop_ = *net::EventLoop::create();
  std::shared_ptr<client::Agent> agent_;
  std::shared_ptr<client::Visitor> late_;
  std::vector<testing::TalkingPair> pairs_;
};

std::uint64_t largest_file(const std::filesystem::path& directory) {
  std::uint64_t out = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory))
    if (entry.is_regular_file()) out = std::max(out, std::uint64_t{entry.file_size()});
  return out;
}

TEST_F(FullDisk, FilesThatMayNotGrow) {
  server_ = std::make_unique<testing::ServerProcess>(CLOISTER_BINARY, directory_.path() / "data");
  begin();
  fill_and_free([&] { ASSERT_TRUE(server_->limit_files(largest_file(server_->data()) + 16'384)); },
                [&] { ASSERT_TRUE(server_->limit_files(std::nullopt)); });
}

TEST_F(FullDisk, KilledWhileFullNothingIsLost) {
  server_ = std::make_unique<testing::ServerProcess>(CLOISTER_BINARY, directory_.path() / "data");
  begin();
  ASSERT_TRUE(server_->limit_files(largest_file(server_->data()) + 16'384));
  ASSERT_TRUE(everybody([](const testing::Talker& talker) { return !talker.postponed().empty(); }));
  server_->kill();
  const Status again = server_->start();
  ASSERT_TRUE(again) << again.error().detail;
  all_talk(0);
  ASSERT_TRUE(everybody([](const testing::Talker& talker) { return talker.chat().unacknowledged() == 0; }));
  expect_all_is_well();
}

TEST_F(FullDisk, ASmallFileSystem) {
  const std::filesystem::path disk = directory_.path() / "disk";
  std::filesystem::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=16m,mode=0700") != 0)
    GTEST_SKIP() << "nothing may be mounted here; FilesThatMayNotGrow has tried the same";
  const struct Unmount {
    std::filesystem::path place;
    ~Unmount() { ::umount2(place.c_str(), MNT_DETACH); }
  } unmount{disk};
  server_ = std::make_unique<testing::ServerProcess>(CLOISTER_BINARY, disk / "data");
  begin();
  const auto fill = [&] {
    std::ofstream ballast(disk / "ballast", std::ios::binary);
    const std::string block(4096, 'x');
    while (ballast.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) continue;
  };
  fill_and_free(fill, [&] { std::filesystem::remove(disk / "ballast"); });
  server_->kill();
}

}  // namespace
}  // namespace cloister
