#include "store/sqlite/entry_index.h"

#include <gtest/gtest.h>

#include "support/seeded_random.h"

namespace cloister::store::sqlite {
namespace {

TEST(Run, IsDecodedToWhatWasEncoded) {
  test::SeededRandom random(1);
  for (int round = 0; round < 1000; ++round) {
    std::vector<std::int64_t> ids;
    std::int64_t id = 0;
    for (std::size_t count = 1 + random.below(kRunEntries); ids.size() < count;) {
      id += 1 + static_cast<std::int64_t>(random.below(std::uint64_t{1} << random.below(50)));
      ids.push_back(id);
    }
    std::vector<std::int64_t> decoded;
    ASSERT_TRUE(decode_run(encode_run(ids), decoded));
    ASSERT_EQ(decoded, ids);
  }
}

TEST(Run, TakesFewBytes) {
  std::vector<std::int64_t> ids;
  for (std::int64_t i = 0; i < 64; ++i) ids.push_back(1'000'000'000 + i * 1000);
  EXPECT_LE(encode_run(ids).size(), 5U + 63 * 2);
}

TEST(Run, OtherBytesAreRefused) {
  std::vector<std::int64_t> out;
  EXPECT_FALSE(decode_run({}, out));
  EXPECT_FALSE(decode_run(Bytes{0x00}, out)) << "no id is 0";
  EXPECT_FALSE(decode_run(Bytes{0x05, 0x00}, out)) << "twice the same";
  EXPECT_FALSE(decode_run(Bytes{0x85}, out)) << "cut off";
  EXPECT_FALSE(decode_run(Bytes(20, 0xff), out)) << "too long a number";
  EXPECT_FALSE(decode_run(Bytes(kRunEntries + 1, 0x01), out)) << "too many";
  EXPECT_TRUE(decode_run(Bytes(kRunEntries, 0x01), out));
  test::SeededRandom random(2);
  for (int round = 0; round < 10000; ++round) {
    Bytes bytes(random.below(40));
    random.fill(bytes);
    if (!decode_run(bytes, out)) continue;
    for (std::size_t i = 1; i < out.size(); ++i) ASSERT_LT(out[i - 1], out[i]);
  }
}

}  // namespace
}  // namespace cloister::store::sqlite
