// What was reported as done is there after a power cut; a full or failing disk is reported, and costs nothing that was
// reported as done before.
#include <gtest/gtest.h>

#include <cstdlib>

#include "base/random.h"
#include "crypto/envelope.h"
#include "store/sqlite/sqlite_store.h"
#include "store_workload.h"
#include "support/expect_error.h"
#include "support/fault_vfs.h"

namespace cloister::store {
namespace {

constexpr int kCutsPerSeed = 3;
constexpr std::size_t kOperations = 150;

/// What a workload with power cuts found wrong.
struct Findings {
  std::vector<std::string> problems;
  std::uint64_t acknowledged = 0;
};

/// Opens, works, loses power at some change to the disk, and so on.
Findings work_with_power_cuts(std::uint64_t seed, bool no_sync) {
  test::SeededRandom random(seed);
  test::FaultVfs vfs(seed);
  SqliteBed bed;
  bed.vfs = vfs.name();
  bed.no_sync = no_sync;
  Workload workload(seed);
  Findings out;
  for (int cut = 0; cut < kCutsPerSeed; ++cut) {
    // Sometimes already while opening, sometimes only when all is quiet.
    const bool while_opening = random.chance(15);
    if (while_opening) vfs.cut_power_at(1 + random.below(40));
    if (auto store = bed.open(busy_limits())) {
      if (!while_opening && random.chance(90)) vfs.cut_power_at(1 + random.below(300));
      if (workload.prepare(**store)) workload.run(**store, kOperations, [&] { return vfs.power_is_cut(); });
      vfs.cut_power();
    }
    vfs.restore_power();
    auto store = bed.open(busy_limits());
    if (!store) {
      out.problems.push_back("cannot be opened: " + store.error().detail);
      return out;
    }
    if (!workload.prepare(**store)) out.problems.emplace_back("cannot be written");
    const auto problems = workload.check(**store);
    out.problems.insert(out.problems.end(), problems.begin(), problems.end());
  }
  out.acknowledged = workload.acknowledged();
  return out;
}

std::uint64_t seeds() { return soaking() ? 1000 : 40; }

TEST(StoreDurability, KeepsWhatWasAcknowledgedThroughPowerCuts) {
  const std::uint64_t first = number_from_environment("CLOISTER_FIRST_SEED", 1);
  std::uint64_t acknowledged = 0;
  for (std::uint64_t seed = first; seed < first + seeds(); ++seed) {
    const Findings findings = work_with_power_cuts(seed, false);
    acknowledged += findings.acknowledged;
    for (const std::string& problem : findings.problems) ADD_FAILURE() << "seed " << seed << ": " << problem;
    if (HasFailure()) return;
  }
  EXPECT_GT(acknowledged, seeds() * 50);
}

// The test above sees the difference: without syncing, the same cuts lose what was acknowledged.
TEST(StoreDurability, SeesThatNothingWasSynced) {
  std::uint64_t seen = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) seen += work_with_power_cuts(seed, true).problems.empty() ? 0 : 1;
  EXPECT_GE(seen, 8U);
}

class StoreOnABadDisk : public testing::Test {
 protected:
  void SetUp() override {
    bed_.vfs = vfs_.name();
    reopen();
  }
  void reopen() {
    store_.reset();
    auto store = bed_.open(busy_limits());
    ASSERT_OK(store);
    store_ = std::move(*store);
    ASSERT_OK(workload_.prepare(*store_));
  }
  void expect_nothing_lost() {
    for (const std::string& problem : workload_.check(*store_)) ADD_FAILURE() << problem;
  }
  void work(std::size_t count) {
    workload_.run(*store_, count, [] { return false; });
  }
  /// One operation that changes the disk.
  Status touch() {
    SessionRecord session;
    session.site = site_;
    session.id_hash = random_.make<Hash>();
    return store_->run(StartSession{session});
  }

  test::FaultVfs vfs_{7};
  SqliteBed bed_;
  Workload workload_{7};
  test::SeededRandom random_{8};
  SiteId site_ = random_.make<SiteId>();
  std::unique_ptr<Store> store_;
};

TEST_F(StoreOnABadDisk, RefusesWhenFullAndGoesOnWhenThereIsRoom) {
  ASSERT_OK(store_->run(sample_site(site_)));
  work(200);
  for (int round = 0; round < 5; ++round) {
    vfs_.set_room(20'000 + random_.below(100'000));
    work(400);
    const std::uint64_t failed = workload_.failed();
    EXPECT_GT(failed, 0U);
    Bytes large(60'000);
    const auto conversation = random_.make<ConversationId>();
    CreateConversation create = sample_conversation(site_, conversation);
    create.entries.resize(1);
    for (int i = 0; i < 10; ++i) create.entries.push_back(create.entries[0]);
    for (NewEntry& entry : create.entries) entry.body = large;
    EXPECT_ERROR(store_->run(std::move(create)), storage_full);
    expect_nothing_lost();
    EXPECT_ERROR(store_->conversation(site_, conversation), not_found);
    vfs_.set_room(std::nullopt);
    work(100);
    EXPECT_EQ(workload_.failed(), failed);
    EXPECT_OK(store_->run(sample_conversation(site_, conversation)));
  }
  vfs_.cut_power();
  store_.reset();
  vfs_.restore_power();
  reopen();
  expect_nothing_lost();
}

TEST_F(StoreOnABadDisk, AcknowledgesNothingThatWasNotSynced) {
  ASSERT_OK(store_->run(sample_site(site_)));
  for (const bool syncs : {true, false, true, false}) {
    work(100);
    const std::uint64_t failed = workload_.failed();
    const std::uint64_t acknowledged = workload_.acknowledged();
    syncs ? vfs_.fail_syncs(true) : vfs_.fail_writes(true);
    EXPECT_ERROR(touch(), storage_failed);
    work(50);
    EXPECT_EQ(workload_.acknowledged(), acknowledged);
    EXPECT_GT(workload_.failed(), failed);
    syncs ? vfs_.fail_syncs(false) : vfs_.fail_writes(false);
    expect_nothing_lost();
    EXPECT_OK(touch());
    const std::uint64_t failed_before = workload_.failed();
    work(100);
    EXPECT_EQ(workload_.failed(), failed_before);
    vfs_.cut_power();
    store_.reset();
    vfs_.restore_power();
    reopen();
    expect_nothing_lost();
  }
}

TEST_F(StoreOnABadDisk, BoundsTheLog) {
  for (int i = 0; i < 20; ++i) {
    work(150);
    std::error_code error;
    const auto size = std::filesystem::file_size(bed_.path() + "/cloister.db-wal", error);
    EXPECT_FALSE(error);
    // One batch may come on top while the copying waits for the processor.
    EXPECT_LT(size, 10 * busy_limits().checkpoint_bytes);
  }
  EXPECT_GT(store_->figures().checkpoints, 5U);
  expect_nothing_lost();
}

TEST_F(StoreOnABadDisk, SyncsOnceForACommit) {
  store_.reset();
  store_ = bed_.open({}).value();  // without a checkpoint in between
  ASSERT_OK(store_->run(sample_site(site_)));
  const auto conversation = random_.make<ConversationId>();
  ASSERT_OK(store_->run(sample_conversation(site_, conversation)));
  const std::uint64_t before = vfs_.syncs();
  for (std::uint64_t seq = 4; seq < 14; ++seq) EXPECT_OK(store_->run(sample_append(site_, conversation, seq)));
  EXPECT_EQ(vfs_.syncs() - before, 10U);
}

}  // namespace
}  // namespace cloister::store
