#include "crypto/hkdf.h"
#include "crypto/hmac.h"
#include "crypto/keyed_hash.h"
#include "crypto/sha256.h"
#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

TEST(Sha256, PublishedVectors) {  // FIPS 180-4 examples
  EXPECT_EQ(to_hex(sha256(ByteView{})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(sha256(as_bytes("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, MillionTimesA) {
  Sha256 hash;
  const Bytes block(1000, 'a');
  for (int i = 0; i < 1000; ++i) hash.update(block);
  EXPECT_EQ(to_hex(hash.finish()), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PartsAndPiecesGiveTheSame) {
  TestRandom random;
  Bytes data(517);
  random.fill(data);
  const Hash whole = sha256(data);
  for (std::size_t cut : {0U, 1U, 63U, 64U, 65U, 516U, 517U}) {
    const ByteView view = data;
    EXPECT_EQ(sha256({view.first(cut), view.subspan(cut)}), whole);
    Sha256 hash;
    hash.update(view.first(cut)).update(view.subspan(cut));
    EXPECT_EQ(hash.finish(), whole);
    EXPECT_EQ(hash.update(view).finish(), whole) << "empty again after finish";
  }
}

struct HmacVector {
  std::string_view key, data, tag;
};

TEST(HmacSha256, Rfc4231) {
  const std::string long_key(262, 'a');  // 131 bytes 0xaa
  const HmacVector vectors[] = {
      {"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {long_key,
       "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b657920466"
       "9"
       "727374",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
  };
  for (const auto& vector : vectors) {
    const Bytes data = hex(vector.data);
    EXPECT_EQ(to_hex(hmac_sha256(hex(vector.key), {data})), vector.tag);
    const ByteView view = data;
    EXPECT_EQ(to_hex(hmac_sha256(hex(vector.key), {view.first(3), view.subspan(3)})), vector.tag);
    HmacSha256 mac(hex(vector.key));
    for (int round = 0; round < 3; ++round) EXPECT_EQ(to_hex(mac.update(data).finish()), vector.tag) << round;
  }
}

TEST(HmacSha256, EmptyKeyIsAKey) {
  EXPECT_EQ(to_hex(hmac_sha256({}, {})), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(HmacSha256, CloneGoesItsOwnWay) {
  HmacSha256 mac(as_bytes("key"));
  mac.update(as_bytes("one "));
  HmacSha256 other = mac.clone();
  EXPECT_EQ(mac.update(as_bytes("two")).finish(), hmac_sha256(as_bytes("key"), {as_bytes("one two")}));
  EXPECT_EQ(other.update(as_bytes("three")).finish(), hmac_sha256(as_bytes("key"), {as_bytes("one three")}));
}

TEST(Hkdf, Rfc5869Case1) {
  const Bytes ikm(22, 0x0b);
  const Bytes salt = hex("000102030405060708090a0b0c");
  const Bytes info = hex("f0f1f2f3f4f5f6f7f8f9");
  const Secret prk = hkdf_extract(salt, ikm);
  EXPECT_EQ(to_hex(prk.view()), "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
  const std::string okm = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
  EXPECT_EQ(to_hex(hkdf_expand(prk.view(), info, 42).view()), okm);
  EXPECT_EQ(to_hex(hkdf(ikm, salt, info, 42).view()), okm);
  const ByteView view = info;
  EXPECT_EQ(to_hex(hkdf(ikm, salt, {view.first(4), view.subspan(4)}, 42).view()), okm);
}

TEST(Hkdf, Rfc5869Case2) {
  Bytes ikm;
  Bytes salt;
  Bytes info;
  for (unsigned i = 0; i < 80; ++i) {
    ikm.push_back(static_cast<std::uint8_t>(i));
    salt.push_back(static_cast<std::uint8_t>(0x60 + i));
    info.push_back(static_cast<std::uint8_t>(0xb0 + i));
  }
  EXPECT_EQ(to_hex(hkdf(ikm, salt, info, 82).view()),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09"
            "da3275600c2f"
            "09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
}

TEST(Hkdf, Rfc5869Case3WithoutSaltAndInfo) {
  EXPECT_EQ(to_hex(hkdf(Bytes(22, 0x0b), {}, ByteView{}, 42).view()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, LengthIsBounded) {
  EXPECT_EQ(hkdf(as_bytes("k"), {}, ByteView{}, kHkdfMaxSize).size(), kHkdfMaxSize);
  EXPECT_DEATH((void)hkdf(as_bytes("k"), {}, ByteView{}, kHkdfMaxSize + 1), "");
  EXPECT_DEATH((void)hkdf(as_bytes("k"), {}, ByteView{}, 0), "");
}

TEST(KeyedHash, PurposesAndValuesDoNotRunTogether) {
  const auto keyed = KeyedHash::create(Bytes(32, 7));
  ASSERT_TRUE(keyed);
  const Hash hash = keyed->hash("person.email", as_bytes("anna@example.org"));
  EXPECT_EQ(hash, keyed->hash("person.email", as_bytes("anna@example.org")));
  EXPECT_EQ(hash, hmac_sha256(Bytes(32, 7), {as_bytes("\x0Cperson.email"), as_bytes("anna@example.org")}));
  EXPECT_NE(hash, keyed->hash("person.emai", as_bytes("lanna@example.org")));
  EXPECT_NE(hash, keyed->hash("session", as_bytes("anna@example.org")));
  EXPECT_NE(hash, KeyedHash::create(Bytes(32, 8))->hash("person.email", as_bytes("anna@example.org")));
}

TEST(KeyedHash, KeyHasOneSize) {
  EXPECT_TRUE(fails_with(KeyedHash::create(Bytes(31)), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(KeyedHash::create({}), ErrorCode::malformed));
}

}  // namespace
}  // namespace cloister::crypto
