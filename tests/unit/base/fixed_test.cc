#include "base/fixed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <type_traits>
#include <unordered_set>

namespace cloister {
namespace {

static_assert(!std::is_convertible_v<PersonId, ConversationId>, "one kind of id must not pass for another");
static_assert(!std::is_constructible_v<PersonId, ConversationId>);
static_assert(!std::is_convertible_v<Hash, DeviceId>);
static_assert(std::is_trivially_copyable_v<ConversationId>);
static_assert(sizeof(ConversationId) == ConversationId::kSize);

Bytes counting(std::size_t size) {
  Bytes out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i + 1);
  return out;
}

TEST(Fixed, TakesExactlyItsSize) {
  EXPECT_TRUE(PersonId::from(counting(16)).has_value());
  EXPECT_EQ(PersonId::from(counting(15)), std::nullopt);
  EXPECT_EQ(PersonId::from(counting(17)), std::nullopt);
  EXPECT_EQ(PersonId::from({}), std::nullopt);
}

TEST(Fixed, GivesBackItsBytes) {
  const Bytes bytes = counting(32);
  const auto hash = Hash::from(bytes);
  ASSERT_TRUE(hash);
  EXPECT_TRUE(equal(hash->view(), bytes));
  EXPECT_TRUE(equal(*hash, bytes));
}

TEST(Fixed, ParsesItsOwnTextOnly) {
  const auto id = ConversationId::from(counting(16));
  ASSERT_TRUE(id);
  EXPECT_EQ(id->text(), "AQIDBAUGBwgJCgsMDQ4PEA");
  EXPECT_EQ(ConversationId::parse(id->text()), id);
  EXPECT_EQ(ConversationId::parse(""), std::nullopt);
  EXPECT_EQ(ConversationId::parse(id->text() + "A"), std::nullopt);
  EXPECT_EQ(ConversationId::parse("AQIDBAUGBwgJCgsMDQ4P"), std::nullopt);
  EXPECT_EQ(ConversationId::parse("AQIDBAUGBwgJCgsMDQ4PE!"), std::nullopt);
  // The same bytes with a stray bit in the last character.
  EXPECT_EQ(ConversationId::parse("AQIDBAUGBwgJCgsMDQ4PEB"), std::nullopt);
}

TEST(Fixed, IsZeroOnlyWhenEveryByteIs) {
  Nonce nonce;
  EXPECT_TRUE(nonce.is_zero());
  for (std::size_t i = 0; i < Nonce::kSize; ++i) {
    Nonce other;
    other.value[i] = 1;
    EXPECT_FALSE(other.is_zero()) << i;
  }
}

TEST(Fixed, IsOrderedByItsBytes) {
  PersonId low;
  PersonId high;
  low.value.back() = 0xff;
  high.value.front() = 0x01;
  EXPECT_LT(low, high);
  EXPECT_NE(low, high);
  EXPECT_EQ(low, low);
}

TEST(Fixed, HashesByContent) {
  std::unordered_set<PersonId> people;
  for (std::uint8_t i = 0; i < 200; ++i) {
    PersonId id;
    id.value.front() = i;
    people.insert(id);
    people.insert(id);
  }
  EXPECT_EQ(people.size(), 200U);
}

}  // namespace
}  // namespace cloister
