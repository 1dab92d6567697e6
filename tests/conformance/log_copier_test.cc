// A sync that fails while the log is copied into the database costs nothing, whenever it fails.
#include "store/sqlite/log_copier.h"

#include <gtest/gtest.h>

#include "store_bed.h"
#include "support/expect_error.h"
#include "support/fault_vfs.h"

namespace cloister::store::sqlite {
namespace {

constexpr int kRows = 60;

/// Two connections to one database on a disk that can fail.
class CopyingALog : public testing::TestWithParam<std::uint64_t> {
 protected:
  void SetUp() override {
    options_.path = directory_.path() + "/test.db";
    options_.vfs = vfs_.name();
    options_.writes = true;
    open();
    ASSERT_OK(writer_->exec("CREATE TABLE t (n INTEGER PRIMARY KEY, filling BLOB)"));
  }
  void open() {
    auto writer = Connection::open(options_);
    ASSERT_OK(writer);
    writer_.emplace(std::move(*writer));
    auto reader = Connection::open(options_);
    ASSERT_OK(reader);
    reader_.emplace(std::move(*reader));
    copier_.emplace(*writer_);
  }
  void insert() {
    for (int i = 0; i < kRows; ++i) {
      ASSERT_OK(writer_->exec("INSERT INTO t VALUES (NULL, randomblob(5000))"));
      ++rows_;
    }
  }
  /// A reader in the middle of something keeps the rest of the log from being copied.
  void copy_a_part(bool successfully) {
    insert();
    ASSERT_OK(reader_->exec("BEGIN; SELECT * FROM t"));
    insert();
    const auto part = copier_->copy(SQLITE_CHECKPOINT_PASSIVE, false);
    ASSERT_EQ(part.has_value(), successfully);
    if (part) EXPECT_LT(part->copied, part->frames);
    ASSERT_OK(reader_->exec("COMMIT"));
  }
  void copy_all() {
    const auto all = copier_->copy(SQLITE_CHECKPOINT_PASSIVE, true);
    ASSERT_OK(all);
    EXPECT_TRUE(all->all());
    EXPECT_GT(all->copied, 0);
  }
  void expect_nothing_lost_by_a_power_cut() {
    // The log begins anew, over what was copied.
    insert();
    vfs_.cut_power();
    copier_.reset();
    reader_.reset();
    writer_.reset();
    vfs_.restore_power();
    open();
    auto check = writer_->query("PRAGMA integrity_check");
    ASSERT_TRUE(check.next().value_or(false));
    EXPECT_EQ(check.text(0), "ok");
    const auto rows = writer_->number("SELECT count(*) FROM t");
    ASSERT_OK(rows);
    EXPECT_EQ(*rows, rows_);
  }

  test::FaultVfs vfs_{GetParam()};
  TemporaryDirectory directory_;
  ConnectionOptions options_;
  std::optional<Connection> writer_;
  std::optional<Connection> reader_;
  std::optional<LogCopier> copier_;
  std::int64_t rows_ = 0;
};

TEST_P(CopyingALog, ASyncThatFailsAfterAPartWasCopiedDropsNothingOfThePart) {
  copy_a_part(true);
  vfs_.fail_database_syncs(true);
  EXPECT_FALSE(copier_->copy(SQLITE_CHECKPOINT_PASSIVE, true));
  vfs_.fail_database_syncs(false);
  copy_all();
  expect_nothing_lost_by_a_power_cut();
}

TEST_P(CopyingALog, APartWhoseSyncFailedIsCopiedAgain) {
  insert();
  vfs_.fail_database_syncs(true);
  copy_a_part(false);
  vfs_.fail_database_syncs(false);
  copy_all();
  expect_nothing_lost_by_a_power_cut();
}

INSTANTIATE_TEST_SUITE_P(Seeds, CopyingALog, testing::Range<std::uint64_t>(1, 9));

}  // namespace
}  // namespace cloister::store::sqlite
