#include "base/encoding.h"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace cloister {
namespace {

Bytes bytes_of(std::string_view text) { return to_bytes(as_bytes(text)); }

struct Vector {
  std::string_view plain;
  std::string_view base64;
  std::string_view base64url;
  std::string_view hex;
};

// RFC 4648 section 10, base64url without its padding.
constexpr std::array kVectors{
    Vector{"", "", "", ""},
    Vector{"f", "Zg==", "Zg", "66"},
    Vector{"fo", "Zm8=", "Zm8", "666f"},
    Vector{"foo", "Zm9v", "Zm9v", "666f6f"},
    Vector{"foob", "Zm9vYg==", "Zm9vYg", "666f6f62"},
    Vector{"fooba", "Zm9vYmE=", "Zm9vYmE", "666f6f6261"},
    Vector{"foobar", "Zm9vYmFy", "Zm9vYmFy", "666f6f626172"},
};

TEST(Encoding, FollowsTheVectorsOfRfc4648) {
  for (const auto& vector : kVectors) {
    const ByteView plain = as_bytes(vector.plain);
    EXPECT_EQ(to_base64(plain), vector.base64);
    EXPECT_EQ(to_base64url(plain), vector.base64url);
    EXPECT_EQ(to_hex(plain), vector.hex);
    EXPECT_EQ(from_base64(vector.base64), bytes_of(vector.plain));
    EXPECT_EQ(from_base64url(vector.base64url), bytes_of(vector.plain));
    EXPECT_EQ(from_hex(vector.hex), bytes_of(vector.plain));
  }
}

TEST(Encoding, UsesTheAlphabetThatItsNameSays) {
  const Bytes high{0xfb, 0xff, 0xfe};
  EXPECT_EQ(to_base64(high), "+//+");
  EXPECT_EQ(to_base64url(high), "-__-");
  EXPECT_EQ(from_base64("-__-"), std::nullopt);
  EXPECT_EQ(from_base64url("+//+"), std::nullopt);
}

TEST(Encoding, RefusesEveryByteOutsideTheAlphabet) {
  int accepted_url = 0;
  int accepted_hex = 0;
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    if (from_base64url(std::string{'A', 'A', 'A', c})) ++accepted_url;
    if (from_hex(std::string{'0', c})) ++accepted_hex;
  }
  EXPECT_EQ(accepted_url, 64);
  EXPECT_EQ(accepted_hex, 22);
}

TEST(Encoding, HasOneTextForEachValue) {
  // The last character may hold no bits that belong to no byte: "Zh" would decode to the same byte as "Zg".
  EXPECT_EQ(from_base64url("Zh"), std::nullopt);
  EXPECT_EQ(from_base64url("Zm9"), std::nullopt);
  EXPECT_EQ(from_base64("Zh=="), std::nullopt);
  EXPECT_EQ(from_base64("Zm9="), std::nullopt);
}

TEST(Encoding, RefusesWrongPaddingAndLength) {
  for (const std::string_view text : {"Zg==", "Zg=", "Z", "Zm9vY", "Zg ", " Zg", "Zg\n"})
    EXPECT_EQ(from_base64url(text), std::nullopt) << text;
  for (const std::string_view text :
       {"Zg", "Zg=", "Zg===", "=", "==", "===", "====", "Z===", "Zm9v====", "Zg==Zg==", "Z=g=", "Zm8 "})
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  for (const std::string_view text : {"0", "000", "0g", "0x00", " 00", "00 "})
    EXPECT_EQ(from_hex(text), std::nullopt) << text;
}

TEST(Encoding, ReadsHexOfEitherCaseAndWritesLower) {
  EXPECT_EQ(from_hex("DeadBEEF"), (Bytes{0xde, 0xad, 0xbe, 0xef}));
  EXPECT_EQ(to_hex(Bytes{0xde, 0xad, 0xbe, 0xef}), "deadbeef");
}

TEST(Encoding, GivesBackWhatWasPutIn) {
  std::mt19937 random(1);
  for (std::size_t size = 0; size < 200; ++size) {
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    EXPECT_EQ(from_hex(to_hex(bytes)), bytes);
  }
}

}  // namespace
}  // namespace cloister
