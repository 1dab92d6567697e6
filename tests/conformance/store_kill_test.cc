// A process that is killed loses nothing that it had acknowledged. The child is this program again: it appends under
// load and tells through a pipe what was acknowledged; the parent kills it, opens the same directory and looks.
// CLOISTER_KILLS is the number of kills (default 50, with CLOISTER_SOAK 1000).
#include <fcntl.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>

#include "base/random.h"
#include "store/data_directory.h"
#include "store/sqlite/sqlite_store.h"
#include "store_workload.h"
#include "support/expect_error.h"

extern char** environ;

namespace cloister::store {
namespace {

constexpr const char* kChildDirectory = "CLOISTER_KILL_CHILD_DIRECTORY";
constexpr const char* kChildTest = "--gtest_filter=StoreKill.DISABLED_Child";
constexpr std::size_t kConversations = 8;
constexpr int kAcknowledgements = 3;  // the descriptor the child writes to

/// One entry, or the first three of a conversation, acknowledged.
struct Acknowledged {
  std::uint32_t conversation = 0;
  std::uint32_t seq = 0;
};

SiteId the_site() {
  SiteId out;
  out.value.fill(3);
  return out;
}

ConversationId conversation_number(std::size_t number) {
  ConversationId out;
  out.value.fill(static_cast<std::uint8_t>(number + 1));
  return out;
}

Result<std::unique_ptr<Store>> open_in(const DataDirectory& directory, Deliver deliver) {
  SqliteOptions options;
  options.database = directory.database();
  options.keys = directory.keys();
  options.limits = busy_limits();
  options.deliver = std::move(deliver);
  return open_sqlite_store(std::move(options), directory.master_keys(), system_random());
}

// Not a test: what the child runs.
TEST(StoreKill, DISABLED_Child) {
  const char* path = std::getenv(kChildDirectory);  // NOLINT(concurrency-mt-unsafe): nobody sets it
  if (path == nullptr) GTEST_SKIP();
  const auto directory = DataDirectory::open(path, system_random());
  ASSERT_OK(directory);
  std::vector<Acknowledged> batch;
  auto store = open_in(*directory, [&batch](std::vector<Completion>&& completions) {
    batch.clear();
    deliver_inline(std::move(completions));
    const std::size_t size = batch.size() * sizeof(Acknowledged);
    // A pipe takes up to 4096 bytes at once or not at all, so the parent never reads half of one.
    if (size != 0 && ::write(kAcknowledgements, batch.data(), size) != static_cast<ssize_t>(size)) std::abort();
  });
  ASSERT_OK(store);
  const auto site = (*store)->run(sample_site(the_site()));
  ASSERT_TRUE(site.has_value() || site.error().code == ErrorCode::duplicate);
  std::counting_semaphore<> window(200);
  std::array<std::uint32_t, kConversations> last{};
  for (std::size_t i = 0; i < kConversations; ++i) {
    if (const auto record = (*store)->conversation(the_site(), conversation_number(i)))
      last[i] = static_cast<std::uint32_t>(record->last_seq);
  }
  test::SeededRandom random(last[0]);
  for (;;) {
    const auto i = static_cast<std::uint32_t>(random.below(kConversations));
    Operation operation;
    if (last[i] == 0) {
      operation = sample_conversation(the_site(), conversation_number(i));
      last[i] = 3;
    } else {
      operation = sample_append(the_site(), conversation_number(i), last[i] + 1, 2);
      last[i] += 2;
    }
    window.acquire();
    const std::uint32_t seq = last[i];
    ASSERT_OK((*store)->submit(std::move(operation), [&, i, seq](const Status& status) {
      if (!status) std::abort();
      batch.push_back({i, seq});
      window.release();
    }));
  }
}

/// The child, until it is killed.
class Child {
 public:
  explicit Child(const std::string& directory) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) std::abort();
    read_ = pipe[0];
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], kAcknowledgements);
    std::vector<char*> environment;
    for (char** entry = environ; *entry != nullptr; ++entry) environment.push_back(*entry);
    std::string variable = std::string(kChildDirectory) + "=" + directory;
    environment.push_back(variable.data());
    environment.push_back(nullptr);
    std::string name = "store-kill-child";
    std::string filter = kChildTest;
    std::string disabled = "--gtest_also_run_disabled_tests";
    std::string output = "--gtest_output=";
    std::array<char*, 5> arguments = {name.data(), filter.data(), disabled.data(), output.data(), nullptr};
    if (::posix_spawn(&pid_, "/proc/self/exe", &actions, nullptr, arguments.data(), environment.data()) != 0)
      std::abort();
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
  }
  ~Child() {
    kill();
    ::close(read_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// The next acknowledgement; false at the end.
  bool next(Acknowledged& out) { return ::read(read_, &out, sizeof out) == static_cast<ssize_t>(sizeof out); }
  void kill() {
    if (pid_ == 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }

 private:
  pid_t pid_ = 0;
  int read_ = -1;
};

/// Kills in one directory: then a fresh one, so that the full looks stay short.
constexpr std::uint64_t kKillsPerDirectory = 50;

/// Kills a child again and again, and looks after each; gives the number of acknowledgements.
std::uint64_t kill_repeatedly(std::uint64_t kills, test::SeededRandom& random) {
  TemporaryDirectory temporary;
  const std::string path = temporary.path() + "/data";
  std::array<std::uint64_t, kConversations> acknowledged{};
  std::array<std::uint64_t, kConversations> checked{};
  std::uint64_t count = 0;
  for (std::uint64_t kill = 0; kill < kills; ++kill) {
    Child child(path);
    Acknowledged one;
    for (const std::uint64_t until = count + 1 + random.below(400); count < until; ++count) {
      if (!child.next(one)) ADD_FAILURE() << "the child ended by itself";
      acknowledged[one.conversation] = one.seq;
    }
    child.kill();
    for (; child.next(one); ++count) acknowledged[one.conversation] = one.seq;

    const auto directory = DataDirectory::open(path, system_random());
    EXPECT_OK(directory);
    if (!directory) return count;
    const auto store = open_in(*directory, deliver_inline);
    EXPECT_OK(store);
    if (!store) return count;
    for (std::size_t i = 0; i < kConversations; ++i) {
      if (acknowledged[i] == 0) continue;
      // At the end all of it, to see that nothing older was harmed.
      std::uint64_t last = 0;
      EXPECT_TRUE(check_entries(**store, the_site(), conversation_number(i), kill + 1 == kills ? 0 : checked[i], last));
      EXPECT_GE(last, acknowledged[i]) << "kill " << kill << ", conversation " << i;
      EXPECT_EQ(last % 2, 1U) << "half an operation";
      EXPECT_EQ((*store)->conversation(the_site(), conversation_number(i))->last_seq, last);
      checked[i] = last;
    }
    if (testing::Test::HasFailure()) return count;
  }
  return count;
}

TEST(StoreKill, KilledProcessesLoseNothingAcknowledged) {
  const std::uint64_t kills = number_from_environment("CLOISTER_KILLS", soaking() ? 1000 : 50);
  test::SeededRandom random(kills);
  std::uint64_t acknowledged = 0;
  for (std::uint64_t done = 0; done < kills && !HasFailure(); done += kKillsPerDirectory)
    acknowledged += kill_repeatedly(std::min(kKillsPerDirectory, kills - done), random);
  RecordProperty("acknowledged", static_cast<int>(acknowledged));
  EXPECT_GT(acknowledged, kills);
}

}  // namespace
}  // namespace cloister::store
