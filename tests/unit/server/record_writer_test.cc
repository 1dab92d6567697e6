#include "server/record_writer.h"

#include "on_a_store.h"

namespace cloister::server {
namespace {

constexpr TimeMs kNow = 1'800'000'000'000;

class RecordWriterTest : public OnAStore {
 protected:
  core::RecordedEvent event() const {
    return {.site = site_.id(), .action = "visitor_start", .outcome = "bad_proof", .principal = {}, .numbers = {}};
  }
  std::vector<store::AuditRecord> written() {
    // Behind everything that was submitted before.
    EXPECT_OK(store_->run(store::EndExpiredSessions{.now_ms = 0}));
    return store_->audit_after(site_.id(), 0, store::kMaxRowsPerRead).value();
  }
};

TEST_F(RecordWriterTest, WritesAFloodAsTwoEntries) {
  RecordWriter writer(*store_);
  for (int i = 0; i < 5'000; ++i) writer.put(event(), core::RecordedBy::refused, {}, kNow);
  ASSERT_EQ(written().size(), 1U);
  EXPECT_TRUE(written()[0].numbers.empty());
  writer.write_due(kNow + core::kRecordWindowMs);
  ASSERT_EQ(written().size(), 2U);
  EXPECT_EQ(written()[1].action, "visitor_start");
  EXPECT_EQ(written()[1].outcome, "bad_proof");
  EXPECT_EQ(written()[1].time_ms, kNow + core::kRecordWindowMs);
  EXPECT_EQ(written()[1].numbers, std::vector<std::int64_t>{4'999});
}

TEST_F(RecordWriterTest, LosesNoCountAtTheEnd) {
  RecordWriter writer(*store_);
  for (int i = 0; i < 3; ++i) writer.put(event(), core::RecordedBy::refused, {}, kNow);
  writer.write_all(kNow + 1);
  ASSERT_EQ(written().size(), 2U);
  EXPECT_EQ(written()[1].numbers, std::vector<std::int64_t>{2});
}

}  // namespace
}  // namespace cloister::server
