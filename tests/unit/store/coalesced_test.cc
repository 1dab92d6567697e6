#include "store/sqlite/coalesced.h"

#include <gtest/gtest.h>

namespace cloister::store::sqlite {
namespace {

template <class T>
T id(std::uint8_t number) {
  T out;
  out.value.fill(number);
  return out;
}

MarkRecord mark(std::uint8_t conversation, std::uint64_t seq) {
  return {id<SiteId>(1), id<ConversationId>(conversation), id<Hash>(1), protocol::MarkKind::read, seq, {}};
}

TEST(Coalesced, WritesOnlyTheLatest) {
  Coalesced notes(10);
  EXPECT_TRUE(notes.note(mark(1, 1)));
  notes.note(mark(1, 3));
  notes.note(mark(1, 2));
  EXPECT_FALSE(notes.note(SessionSeen{id<SiteId>(1), id<Hash>(1), 5}));
  notes.note(SessionSeen{id<SiteId>(1), id<Hash>(1), 4});
  const Notes taken = notes.take(10);
  ASSERT_EQ(taken.marks.size(), 1U);
  EXPECT_EQ(taken.marks[0].seq, 3U);
  ASSERT_EQ(taken.seen.size(), 1U);
  EXPECT_EQ(taken.seen[0].last_seen_ms, 5);
  notes.written(true);
  EXPECT_TRUE(notes.empty());
  EXPECT_TRUE(notes.take(10).empty());
}

TEST(Coalesced, WhatIsBeingWrittenStaysVisible) {
  Coalesced notes(10);
  notes.note(mark(1, 3));
  EXPECT_EQ(notes.take(10).size(), 1U);
  EXPECT_TRUE(notes.empty());
  std::vector<MarkRecord> seen = {mark(1, 1)};
  notes.overlay(id<SiteId>(1), id<ConversationId>(1), seen);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].seq, 3U);
}

TEST(Coalesced, WhatCouldNotBeWrittenWaitsAgain) {
  Coalesced notes(10);
  notes.note(mark(1, 3));
  notes.note(mark(2, 3));
  EXPECT_EQ(notes.take(10).size(), 2U);
  notes.note(mark(1, 4));
  notes.written(false);
  const Notes again = notes.take(10);
  ASSERT_EQ(again.marks.size(), 2U);
  EXPECT_EQ(again.marks[0].seq + again.marks[1].seq, 7U);
}

TEST(Coalesced, DropsWhatIsTooMuch) {
  Coalesced notes(2);
  for (std::uint8_t i = 0; i < 5; ++i) notes.note(mark(i, 1));
  EXPECT_FALSE(notes.note(SessionSeen{id<SiteId>(1), id<Hash>(1), 4}));
  EXPECT_EQ(notes.take(10).size(), 2U);
}

TEST(Coalesced, TakesSomeAtATime) {
  Coalesced notes(100);
  for (std::uint8_t i = 0; i < 20; ++i) notes.note(mark(i, 1));
  std::size_t count = 0;
  while (!notes.empty()) {
    const std::size_t taken = notes.take(6).size();
    EXPECT_LE(taken, 6U);
    count += taken;
    notes.written(true);
  }
  EXPECT_EQ(count, 20U);
}

}  // namespace
}  // namespace cloister::store::sqlite
