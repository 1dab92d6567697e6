#include "crypto/ed25519.h"

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

struct Vector {
  std::string_view seed, key, message, signature;
};

// RFC 8032 section 7.1, TEST 1 to 3 and TEST SHA(abc).
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f"
     "0595bbe246"
     "55141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2ea"
     "eb4302aeeb"
     "00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e"
     "9716ed28dc0"
     "27beceea1ec40a"},
    {"833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
     "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d442"
     "3643ce80e2a"
     "9ac94fa54ca49f",
     "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179"
     "c138ac17ad9"
     "bef1177331a704"},
};

TEST(Ed25519, Rfc8032) {
  for (const auto& vector : kVectors) {
    const auto pair = Ed25519KeyPair::from_seed(hex(vector.seed));
    ASSERT_TRUE(pair);
    EXPECT_EQ(to_hex(pair->public_key()), vector.key);
    EXPECT_EQ(to_hex(pair->seed().view()), vector.seed);
    EXPECT_EQ(to_hex(pair->sign(hex(vector.message))), vector.signature);
    const auto key = Ed25519PublicKey::parse(hex(vector.key));
    ASSERT_TRUE(works(key));
    EXPECT_TRUE(works(key->verify(hex(vector.message), fixed<Signature>(vector.signature))));
  }
}

TEST(Ed25519, EveryChangedBitIsSeen) {
  TestRandom random;
  const auto pair = Ed25519KeyPair::generate(random);
  const Bytes message = to_bytes(as_bytes("close the door"));
  const Signature good = pair.sign(message);
  ASSERT_TRUE(ed25519_verify(pair.public_key(), message, good));
  for (std::size_t bit = 0; bit < 512; ++bit) {
    const auto bad = *Signature::from(flipped(good, bit));
    EXPECT_TRUE(fails_with(ed25519_verify(pair.public_key(), message, bad), ErrorCode::bad_signature)) << bit;
  }
  for (std::size_t bit = 0; bit < message.size() * 8; ++bit)
    EXPECT_FALSE(ed25519_verify(pair.public_key(), flipped(message, bit), good)) << bit;
  for (std::size_t bit = 0; bit < 256; ++bit)
    EXPECT_FALSE(ed25519_verify(*SignKey::from(flipped(pair.public_key(), bit)), message, good)) << bit;
}

TEST(Ed25519, ScalarAboveTheOrderIsRefused) {
  // s + L instead of s satisfies the equation; taking it would give a second signature for the same message.
  const Bytes order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  for (const auto& vector : kVectors) {
    Bytes signature = hex(vector.signature);
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
      carry += signature[32 + i] + order[i];
      signature[32 + i] = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    ASSERT_EQ(carry, 0U);
    EXPECT_TRUE(fails_with(ed25519_verify(fixed<SignKey>(vector.key), hex(vector.message), *Signature::from(signature)),
                           ErrorCode::bad_signature));
  }
}

TEST(Ed25519, SmallOrderKeysSignNothing) {
  // The points whose order divides 8, canonical encodings and others ("Taming the many EdDSAs", table 4).
  // With such a key R = A or neutral and s = 0 verifies under lax rules for many messages.
  constexpr std::string_view keys[] = {
      "0100000000000000000000000000000000000000000000000000000000000000",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "0000000000000000000000000000000000000000000000000000000000000080",
      "0000000000000000000000000000000000000000000000000000000000000000",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
      "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
      "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
      "0100000000000000000000000000000000000000000000000000000000000080",
      "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
      "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
      "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  };
  for (const auto key : keys) {
    EXPECT_TRUE(fails_with(Ed25519PublicKey::parse(hex(key)), ErrorCode::weak_key)) << key;
    for (const auto r : keys) {
      Bytes signature = hex(r);
      signature.resize(64, 0);
      for (int i = 0; i < 16; ++i) {
        const Bytes message = {static_cast<std::uint8_t>(i)};
        EXPECT_TRUE(fails_with(ed25519_verify(fixed<SignKey>(key), message, *Signature::from(signature)),
                               ErrorCode::bad_signature));
      }
    }
  }
}

TEST(Ed25519, KeysThatAreNoPoints) {
  EXPECT_TRUE(
      fails_with(Ed25519PublicKey::parse(hex("0200000000000000000000000000000000000000000000000000000000000000")),
                 ErrorCode::weak_key));  // no x for y = 2
  EXPECT_TRUE(fails_with(Ed25519PublicKey::parse(Bytes(32, 0xFF)), ErrorCode::weak_key));
  EXPECT_TRUE(fails_with(Ed25519PublicKey::parse(Bytes(31)), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(Ed25519PublicKey::parse(Bytes(33)), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(Ed25519KeyPair::from_seed(Bytes(64)), ErrorCode::malformed));
}

// What the browser's implementation must refuse as well (tests/web/crypto.test.ts).
TEST(Ed25519, SharedVectors) {
  std::ifstream file(CLOISTER_SOURCE_DIR "/tests/vectors/ed25519.json");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  const auto document = boost::json::parse(text);
  const auto bytes = [](const boost::json::value& of, const char* name) {
    return hex(std::string_view(of.at(name).as_string()));
  };
  int weak = 0;
  for (const auto& vector : document.at("keys").as_array()) {
    const auto key = Ed25519PublicKey::parse(bytes(vector, "key"));
    EXPECT_EQ(key.has_value(), vector.at("valid").as_bool()) << vector.at("why").as_string();
    if (!key) EXPECT_EQ(key.error().code, ErrorCode::weak_key);
    weak += !key;
  }
  EXPECT_EQ(weak, 24);
  int wrong = 0;
  for (const auto& vector : document.at("signatures").as_array()) {
    const auto key = Ed25519PublicKey::parse(bytes(vector, "key"));
    const auto signature = Signature::from(bytes(vector, "signature"));
    const bool holds = key && key->verify(bytes(vector, "message"), *signature);
    EXPECT_EQ(holds, vector.at("valid").as_bool()) << vector.at("why").as_string();
    wrong += !holds;
  }
  EXPECT_EQ(wrong, 6);
}

}  // namespace
}  // namespace cloister::crypto
