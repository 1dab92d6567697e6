#include "server/roster_pages.h"

#include "on_a_store.h"
#include "protocol/gen/messages.h"
#include "support/test_site.h"

namespace cloister::server {
namespace {

class RosterPagesTest : public OnAStore {
 protected:
  /// Everything that was done since the last time.
  void publish() {
    store::AppendActs operation;
    operation.site = site_.id();
    operation.first_seq = published_;
    for (; published_ < site_.acts().size(); ++published_) operation.acts.push_back(encode(site_.acts()[published_]));
    ASSERT_OK(store_->run(std::move(operation)));
    context_.roster.store(std::make_shared<const protocol::SiteRoster>(site_.roster()));
  }
  protocol::Roster page(std::uint64_t from) {
    const auto json = pages_.page(*store_, context_, from);
    EXPECT_OK(json);
    return protocol::parse_json<protocol::Roster>(*json).value();
  }

  Config config_;
  SiteContext context_{config_, SiteHosts{}, copy_of_record(), crypto::Ed25519KeyPair::generate(system_random())};
  RosterPages pages_;
  std::uint64_t published_ = 0;
};

TEST_F(RosterPagesTest, AreMadeOnceForEachSizeOfTheLog) {
  const auto anna = site_.found();
  publish();
  const std::string before = pages_.checkpoint(context_);
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(pages_.checkpoint(context_), before);
    EXPECT_EQ(page(0).acts.size(), site_.acts().size());
  }
  EXPECT_EQ(pages_.made(), 2U);
  site_.rotate_both(anna.device());
  publish();
  EXPECT_NE(pages_.checkpoint(context_), before);
  const auto now = page(0);
  EXPECT_EQ(now.acts.size(), site_.acts().size());
  EXPECT_EQ(now.size, site_.acts().size());
  EXPECT_EQ(now.checkpoint, pages_.checkpoint(context_));
  EXPECT_EQ(pages_.made(), 4U);
}

TEST_F(RosterPagesTest, SayWhatWasAskedFor) {
  site_.found();
  publish();
  EXPECT_EQ(page(1).from, 1U);
  EXPECT_EQ(page(1).acts.size(), site_.acts().size() - 1);
  EXPECT_EQ(page(1).acts.front(), encode(site_.acts()[1]));
  const auto end = page(site_.acts().size());
  EXPECT_TRUE(end.acts.empty());
  EXPECT_EQ(end.size, site_.acts().size());
  const std::uint64_t made = pages_.made();
  EXPECT_TRUE(page(protocol::kMaxSafeInteger).acts.empty());
  EXPECT_EQ(pages_.made(), made) << "beyond the end there is nothing to make";
}

}  // namespace
}  // namespace cloister::server
