#include "store/sealing.h"

#include <gtest/gtest.h>

#include <map>
#include <thread>
#include <vector>

#include "support/expect_error.h"
#include "support/seeded_random.h"

namespace cloister::store {
namespace {

class MemoryVault final : public KeyVault {
 public:
  Result<std::optional<Bytes>> find(const Subject& subject) override {
    const std::lock_guard lock(mutex_);
    ++reads;
    if (broken) return fail(ErrorCode::storage_failed);
    const auto found = keys.find(subject.bytes());
    return found == keys.end() ? std::nullopt : std::optional(found->second);
  }
  void keep(SubjectKey& key) {
    const std::lock_guard lock(mutex_);
    keys[key.subject().bytes()] = to_bytes(key.wrapped());
    key.set_kept();
  }
  std::map<Bytes, Bytes> keys;
  int reads = 0;
  bool broken = false;

 private:
  std::mutex mutex_;
};

class SealingTest : public testing::Test {
 protected:
  Subject conversation() { return Subject::of(site_, random_.make<ConversationId>()); }

  test::SeededRandom random_{1};
  SiteId site_ = random_.make<SiteId>();
  crypto::MasterKeys master_ = crypto::MasterKeys::create(Secret(32)).value();
  MemoryVault vault_;
  Sealing sealing_{vault_, master_, system_random(), 4};
};

TEST_F(SealingTest, OpensOnlyInItsPlace) {
  const Subject subject = conversation();
  const auto key = sealing_.find_or_make(subject).value();
  const Bytes row = {1, 2};
  const Bytes sealed = key->seal("entry.body", row, as_bytes("hello"));
  EXPECT_EQ(as_text(key->open("entry.body", row, sealed)->view()), "hello");
  EXPECT_ERROR(key->open("entry.body", Bytes{1, 3}, sealed), decryption_failed);
  EXPECT_ERROR(key->open("entry.bod", row, sealed), decryption_failed);
  EXPECT_ERROR(sealing_.find_or_make(conversation()).value()->open("entry.body", row, sealed), decryption_failed);
}

TEST_F(SealingTest, SubjectsWithTheSameBytesHaveTheirOwnKeys) {
  PersonId person;
  ConversationId conversation;
  person.value.fill(7);
  conversation.value.fill(7);
  const auto a = sealing_.find_or_make(Subject::of(site_, person)).value();
  const auto b = sealing_.find_or_make(Subject::of(site_, conversation)).value();
  const auto c = sealing_.find_or_make(Subject::of(random_.make<SiteId>(), person)).value();
  const Bytes sealed = a->seal("x", {}, as_bytes("hello"));
  EXPECT_FALSE(b->open("x", {}, sealed));
  EXPECT_FALSE(c->open("x", {}, sealed));
}

TEST_F(SealingTest, FindsOnlyWhatIsThere) {
  const Subject subject = conversation();
  EXPECT_ERROR(sealing_.find(subject), missing_key);
  const auto made = sealing_.find_or_make(subject).value();
  EXPECT_FALSE(made->kept());
  EXPECT_EQ(sealing_.find(subject).value(), made);
  vault_.broken = true;
  EXPECT_ERROR(sealing_.find(conversation()), storage_failed);
  EXPECT_ERROR(sealing_.find_or_make(conversation()), storage_failed);
}

TEST_F(SealingTest, ReadsAKeyOnceAndForgetsTheLeastUsed) {
  std::vector<Subject> subjects;
  for (int i = 0; i < 6; ++i) {
    subjects.push_back(conversation());
    vault_.keep(*sealing_.find_or_make(subjects.back()).value());
  }
  vault_.reads = 0;
  EXPECT_OK(sealing_.find(subjects[5]));
  EXPECT_OK(sealing_.find(subjects[4]));
  EXPECT_EQ(vault_.reads, 0);
  EXPECT_OK(sealing_.find(subjects[0]));
  EXPECT_EQ(vault_.reads, 1);
}

TEST_F(SealingTest, NeverForgetsAKeyThatIsNotKeptButInUse) {
  const Subject subject = conversation();
  const auto made = sealing_.find_or_make(subject).value();
  for (int i = 0; i < 20; ++i) vault_.keep(*sealing_.find_or_make(conversation()).value());
  EXPECT_EQ(sealing_.find_or_make(subject).value(), made);
}

TEST_F(SealingTest, ADestroyedKeyIsGone) {
  const Subject subject = conversation();
  vault_.keep(*sealing_.find_or_make(subject).value());
  vault_.keys.erase(subject.bytes());
  sealing_.forget(subject);
  EXPECT_ERROR(sealing_.find(subject), missing_key);
}

TEST_F(SealingTest, AWrappedKeyOfAnotherSubjectDoesNotOpen) {
  const Subject one = conversation();
  const Subject other = conversation();
  vault_.keep(*sealing_.find_or_make(one).value());
  vault_.keys[other.bytes()] = vault_.keys[one.bytes()];
  EXPECT_ERROR(sealing_.find(other), decryption_failed);
}

TEST_F(SealingTest, ManyThreadsGetTheSameKey) {
  const Subject subject = conversation();
  std::vector<std::shared_ptr<SubjectKey>> keys(4);
  std::vector<std::thread> threads;
  for (auto& key : keys) threads.emplace_back([&] { key = sealing_.find_or_make(subject).value(); });
  for (std::thread& thread : threads) thread.join();
  for (const auto& key : keys) EXPECT_EQ(key, keys[0]);
}

}  // namespace
}  // namespace cloister::store
