#include "crypto/padding.h"

#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

Status refusal(const Bytes& padded) {
  const auto content = unpad(padded);
  if (!content) return std::unexpected(content.error());
  return {};
}

TEST(Padding, PadmeOfThePaper) {
  // Table of sizes by hand from section 4: E = floor(log2 L), S = floor(log2 E) + 1, the last E - S bits are zero.
  EXPECT_EQ(padme(0), 0U);
  EXPECT_EQ(padme(1), 1U);
  EXPECT_EQ(padme(2), 2U);
  EXPECT_EQ(padme(9), 10U);   // E 3, S 2: multiples of 2
  EXPECT_EQ(padme(17), 18U);  // E 4, S 3
  EXPECT_EQ(padme(33), 36U);  // E 5, S 3: multiples of 4
  EXPECT_EQ(padme(100), 104U);
  EXPECT_EQ(padme(256), 256U);
  EXPECT_EQ(padme(257), 272U);  // E 8, S 4: multiples of 16
  EXPECT_EQ(padme(1000), 1024U);
  EXPECT_EQ(padme(1025), 1088U);    // E 10, S 4: multiples of 64
  EXPECT_EQ(padme(65537), 67584U);  // E 16, S 5: multiples of 2048
}

TEST(Padding, PadmeCostsAtMostTwelvePercentAndOnlyGrows) {
  std::size_t before = 0;
  for (std::size_t n = 1; n < 200000; ++n) {
    const std::size_t padded = padme(n);
    ASSERT_GE(padded, n);
    ASSERT_GE(padded, before);
    ASSERT_EQ(padme(padded), padded) << "a padded size stays";
    ASSERT_LE(static_cast<double>(padded), 1.12 * static_cast<double>(n) + 1) << n;
    before = padded;
  }
}

TEST(Padding, RoundTrip) {
  TestRandom random;
  for (std::size_t size = 0; size < 3000; size += size < 600 ? 1 : 37) {
    Bytes content(size);
    random.fill(content);
    const Bytes padded = pad(content);
    ASSERT_EQ(padded.size(), padded_size(size));
    ASSERT_GE(padded.size(), kMinPaddedSize);
    const auto back = unpad(padded);
    ASSERT_TRUE(works(back)) << size;
    ASSERT_TRUE(equal(*back, content));
  }
}

TEST(Padding, SizesAtTheEdges) {
  EXPECT_EQ(padded_size(0), 256U);
  EXPECT_EQ(padded_size(255), 256U);
  EXPECT_EQ(padded_size(256), 272U);
  EXPECT_EQ(padded_size(271), 272U);
  EXPECT_EQ(padded_size(272), 288U);
}

TEST(Padding, ContentThatLooksLikePadding) {
  for (const Bytes& content : {Bytes{0x80}, Bytes{0x80, 0, 0}, Bytes{0, 0, 0}, Bytes(255, 0x80), Bytes(255, 0)}) {
    const Bytes padded = pad(content);
    EXPECT_TRUE(equal(*unpad(padded), content));
  }
}

TEST(Padding, WrongPaddingIsRefused) {
  const Bytes good = pad(as_bytes("hello"));
  EXPECT_TRUE(fails_with(refusal({}), ErrorCode::bad_padding));
  EXPECT_TRUE(fails_with(refusal(Bytes(256)), ErrorCode::bad_padding)) << "no marker";
  EXPECT_TRUE(fails_with(refusal(Bytes(256, 0x80 + 1)), ErrorCode::bad_padding));
  for (std::size_t i = 5; i < good.size(); ++i) {
    Bytes bad = good;
    bad[i] ^= 0x01;
    EXPECT_TRUE(fails_with(refusal(bad), ErrorCode::bad_padding)) << i;
  }
  Bytes longer = good;
  longer.resize(272);
  EXPECT_TRUE(fails_with(refusal(longer), ErrorCode::bad_padding)) << "more padding than there must be";
  EXPECT_TRUE(fails_with(unpad(ByteView(good).first(255)), ErrorCode::bad_padding));
  EXPECT_TRUE(fails_with(refusal(Bytes{0x80}), ErrorCode::bad_padding));
}

}  // namespace
}  // namespace cloister::crypto
