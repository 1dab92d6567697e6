// What lies in the files of the SQLite store, and which files it refuses.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <semaphore>

#include "store/sealing.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_store.h"
#include "support/expect_error.h"
#include "support/seeded_random.h"

namespace cloister::store {
namespace {

constexpr std::string_view kBody = "body of an entry, which stands nowhere";
constexpr std::string_view kName = "Ada Lovelace of Ockham";
constexpr std::string_view kSeed = "seed of the key that signs heads";
constexpr std::string_view kShare = "share that unlocks the device...";

class SqliteFiles : public testing::Test {
 protected:
  SqliteFiles() : base_(testing::TempDir() + "cloister-files-XXXXXX") {
    if (mkdtemp(base_.data()) == nullptr) std::abort();
  }
  ~SqliteFiles() override {
    store_.reset();
    std::error_code error;
    std::filesystem::remove_all(base_, error);
  }

  Result<std::unique_ptr<Store>> open(Deliver deliver = deliver_inline) {
    SqliteOptions options;
    options.deliver = std::move(deliver);
    options.database = base_ + "/cloister.db";
    options.keys = base_ + "/keys.db";
    return open_sqlite_store(std::move(options), master_, system_random());
  }

  void fill() {
    store_ = open().value();
    CreateSite site;
    site.site.site = site_;
    site.site.log_key_seed = Secret::copy_of(as_bytes(kSeed));
    ASSERT_OK(store_->run(std::move(site)));
    CreateConversation conversation;
    conversation.site = site_;
    conversation.conversation = conversation_;
    conversation.entries.resize(1);
    conversation.entries[0].body = to_bytes(as_bytes(kBody));
    ASSERT_OK(store_->run(std::move(conversation)));
    AppendActs acts;
    acts.site = site_;
    acts.acts = {Bytes(10)};
    acts.people = {{site_, person_, std::string(kName)}};
    acts.devices.resize(1);
    acts.devices[0].person = person_;
    acts.devices[0].lock_share = Secret::copy_of(as_bytes(kShare));
    ASSERT_OK(store_->run(std::move(acts)));
  }

  std::vector<std::string> files() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::directory_iterator(base_)) out.push_back(entry.path().string());
    return out;
  }
  static std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  void change(const char* file, const char* sql) {
    sqlite::ConnectionOptions options;
    options.path = base_ + "/" + file;
    options.writes = true;
    auto connection = sqlite::Connection::open(options);
    ASSERT_OK(connection);
    ASSERT_OK(connection->exec(sql));
  }
  void expect_refusal(const char* why) {
    const auto result = open();
    EXPECT_ERROR(result, storage_failed);
    if (!result) EXPECT_NE(result.error().detail.find(why), std::string::npos) << result.error().detail;
  }

  std::string base_;
  test::SeededRandom random_{3};
  crypto::MasterKeys master_ = crypto::MasterKeys::create(Secret(32)).value();
  SiteId site_ = random_.make<SiteId>();
  ConversationId conversation_ = random_.make<ConversationId>();
  PersonId person_ = random_.make<PersonId>();
  std::unique_ptr<Store> store_;
};

TEST_F(SqliteFiles, HoldNothingReadable) {
  fill();
  for (const bool closed : {false, true}) {
    if (closed) store_.reset();
    std::size_t bytes = 0;
    for (const std::string& file : files()) {
      const std::string text = content(file);
      bytes += text.size();
      for (const std::string_view secret : {kBody, kName, kSeed, kShare})
        EXPECT_EQ(text.find(secret), std::string::npos) << file << ": " << secret;
    }
    EXPECT_GT(bytes, 10'000U);
  }
}

TEST_F(SqliteFiles, AreForTheirUserOnly) {
  fill();
  EXPECT_EQ(files().size(), 6U);
  for (const std::string& file : files()) {
    struct stat info{};
    ASSERT_EQ(::stat(file.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U) << file;
  }
  store_.reset();
  ::chmod((base_ + "/cloister.db").c_str(), 0640);
  expect_refusal("only we can read");
}

TEST_F(SqliteFiles, ErasedKeysLeaveNoTrace) {
  fill();
  const Bytes subject = Subject::of(site_, conversation_).bytes();
  const auto traces = [&] {
    int out = 0;
    for (const char* file : {"/keys.db", "/keys.db-wal"})
      out += content(base_ + file).find(as_text(subject)) != std::string::npos ? 1 : 0;
    return out;
  };
  EXPECT_GT(traces(), 0);
  ASSERT_OK(store_->run(EraseConversation{site_, conversation_}));
  EXPECT_EQ(traces(), 0);
}

TEST_F(SqliteFiles, NeedTheirMasterKey) {
  fill();
  store_.reset();
  master_ = crypto::MasterKeys::create(Secret(Bytes(32, 1))).value();
  expect_refusal("master key");
}

TEST_F(SqliteFiles, WithoutTheKeysFileStayClosed) {
  fill();
  store_.reset();
  std::filesystem::remove(base_ + "/keys.db");
  const auto store = open();
  ASSERT_OK(store);
  EXPECT_ERROR((*store)->entries_after(site_, conversation_, 0, 10), missing_key);
  EXPECT_ERROR((*store)->site(site_), missing_key);
}

TEST_F(SqliteFiles, OfANewerProgramAreRefused) {
  fill();
  store_.reset();
  change("cloister.db", "PRAGMA user_version = 1000");
  expect_refusal("newer");
}

TEST_F(SqliteFiles, OfTheFirstVersionKeepTheirSignCounts) {
  fill();
  store_.reset();
  change("cloister.db",
         "ALTER TABLE people DROP COLUMN sign_count;"
         "ALTER TABLE devices ADD COLUMN sign_count INTEGER NOT NULL DEFAULT 0;"
         "UPDATE devices SET sign_count = 7;"
         "DROP INDEX conversations_open;"
         "DROP TABLE noticed;"
         "PRAGMA user_version = 1");
  const auto store = open();
  ASSERT_OK(store);
  EXPECT_EQ((*store)->person(site_, person_)->sign_count, 7U);
  EXPECT_EQ((*store)->person(site_, person_)->name, kName);
  EXPECT_OK((*store)->device(site_, DeviceId{}));
  EXPECT_EQ((*store)->open_conversations(site_, {}, 10)->size(), 1U);
}

TEST_F(SqliteFiles, OfSomebodyElseAreRefused) {
  change("cloister.db", "CREATE TABLE t (x)");
  expect_refusal("not a database of Cloister");
}

TEST_F(SqliteFiles, ExchangedAreRefused) {
  fill();
  store_.reset();
  std::filesystem::rename(base_ + "/keys.db", base_ + "/x");
  std::filesystem::rename(base_ + "/cloister.db", base_ + "/keys.db");
  std::filesystem::rename(base_ + "/x", base_ + "/cloister.db");
  expect_refusal("not a database of Cloister");
}

TEST_F(SqliteFiles, ThatAreNoDatabaseAreRefused) {
  {
    std::ofstream(base_ + "/cloister.db") << std::string(5000, 'x');
  }
  ::chmod((base_ + "/cloister.db").c_str(), 0600);
  expect_refusal("not a database");
}

TEST_F(SqliteFiles, WithARowMovedElsewhereAreNoticed) {
  fill();
  store_.reset();
  change("cloister.db", "UPDATE entries SET seq = 1, kind = 5");
  store_ = open().value();
  EXPECT_ERROR(store_->entries_after(site_, conversation_, 0, 10), decryption_failed);
}

TEST_F(SqliteFiles, WithADamagedRowHarmNoOtherOperation) {
  store_ = open().value();
  SiteRecord site;
  site.site = site_;
  ASSERT_OK(store_->run(CreateSite{std::move(site)}));
  std::vector<ConversationId> ids;
  for (int i = 0; i < 3; ++i) {
    CreateConversation create;
    create.site = site_;
    create.conversation = random_.make<ConversationId>();
    create.entries.resize(1);
    ids.push_back(create.conversation);
    ASSERT_OK(store_->run(std::move(create)));
  }
  store_.reset();
  // Everything is indexed, and what the index says of the second conversation cannot be decoded.
  change("cloister.db",
         "INSERT INTO runs VALUES (1 << 20 | 1, 1, x'01'), (2 << 20 | 1, 1, x'85'), (3 << 20 | 1, 1, x'03');"
         "UPDATE indexed SET through = 3");
  // All three go into one commit: the writer is held back until they are queued.
  std::binary_semaphore go(0);
  std::atomic<bool> first = true;
  store_ = open([&](std::vector<Completion>&& completions) {
             deliver_inline(std::move(completions));
             if (first.exchange(false)) go.acquire();
           }).value();
  ASSERT_OK(store_->run(EndExpiredSessions{0}));
  std::vector<Status> results(3);
  for (std::size_t i = 0; i < 3; ++i) {
    AppendEntries append;
    append.site = site_;
    append.conversation = ids[i];
    append.first_seq = 2;
    append.entries.resize(1);
    ASSERT_OK(store_->submit(std::move(append), [&, i](Status status) { results[i] = std::move(status); }));
  }
  go.release();
  store_->close();
  EXPECT_OK(results[0]);
  EXPECT_ERROR(results[1], storage_failed);
  EXPECT_OK(results[2]);
  EXPECT_EQ(store_->figures().failed_commits, 1U);
  EXPECT_EQ(store_->entries_after(site_, ids[0], 0, 10)->size(), 2U);
  EXPECT_ERROR(store_->entries_after(site_, ids[1], 0, 10), storage_failed);
  EXPECT_EQ(store_->entries_after(site_, ids[2], 0, 10)->size(), 2U);
}

}  // namespace
}  // namespace cloister::store
