#include "crypto/p256.h"

#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

// RFC 6979 appendix A.2.5: key, and the signature of "sample" with SHA-256.
constexpr std::string_view kScalar = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
constexpr std::string_view kPoint =
    "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b2"
    "0c2d7e9f51"
    "77a3c294d4462299";
constexpr std::string_view kR = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716";
constexpr std::string_view kS = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
constexpr std::string_view kOrder = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

Bytes concat(ByteView a, ByteView b) {
  Bytes out = to_bytes(a);
  append(out, b);
  return out;
}

/// DER of r and s given as hexadecimal digits of their INTEGER contents.
Bytes der(std::string_view r, std::string_view s) {
  const Bytes r_bytes = hex(r);
  const Bytes s_bytes = hex(s);
  Bytes out = {0x30, static_cast<std::uint8_t>(4 + r_bytes.size() + s_bytes.size()), 0x02,
               static_cast<std::uint8_t>(r_bytes.size())};
  append(out, r_bytes);
  out.push_back(0x02);
  out.push_back(static_cast<std::uint8_t>(s_bytes.size()));
  append(out, s_bytes);
  return out;
}

P256PublicKey sample_key() { return *P256PublicKey::parse(hex(kPoint)); }

std::string negative_free(std::string_view digits) { return "00" + std::string(digits); }

TEST(P256, PublicPointOfAScalar) {
  const auto pair = P256KeyPair::from_scalar(hex(kScalar));
  ASSERT_TRUE(works(pair));
  EXPECT_EQ(to_hex(pair->public_key().bytes()), kPoint);
  EXPECT_EQ(to_hex(pair->scalar().view()), kScalar);
}

TEST(P256, EcdhAgrees) {
  // NIST CAVS, "ECC CDH Primitive", P-256, COUNT = 0.
  const auto mine = P256KeyPair::from_scalar(hex("7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534"));
  ASSERT_TRUE(mine);
  const auto peer =
      P256PublicKey::parse(hex("04700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287db71e509e3f"
                               "d9b060ddb20ba5c51dcc5948d46fbf640dfe0"
                               "441782cab85fa4ac"));
  ASSERT_TRUE(works(peer));
  EXPECT_EQ(to_hex(mine->diffie_hellman(*peer)->view()),
            "46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b");
}

TEST(P256, EcdhIsSymmetric) {
  TestRandom random;
  for (int i = 0; i < 20; ++i) {
    const auto a = P256KeyPair::generate(random);
    const auto b = P256KeyPair::generate(random);
    EXPECT_EQ(to_hex(a.diffie_hellman(b.public_key())->view()), to_hex(b.diffie_hellman(a.public_key())->view()));
    EXPECT_TRUE(P256PublicKey::parse(a.public_key().bytes()));
  }
}

TEST(P256, ScalarsOutOfRange) {
  EXPECT_TRUE(fails_with(P256KeyPair::from_scalar(Bytes(32)), ErrorCode::weak_key));
  EXPECT_TRUE(fails_with(P256KeyPair::from_scalar(hex(kOrder)), ErrorCode::weak_key));
  EXPECT_TRUE(fails_with(P256KeyPair::from_scalar(Bytes(32, 0xFF)), ErrorCode::weak_key));
  EXPECT_TRUE(fails_with(P256KeyPair::from_scalar(Bytes(31, 1)), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(P256KeyPair::from_scalar(Bytes(33, 1)), ErrorCode::malformed));
  Bytes last = hex(kOrder);
  --last.back();  // n - 1
  EXPECT_TRUE(works(P256KeyPair::from_scalar(last)));
  Bytes one(32);
  one.back() = 1;
  EXPECT_EQ(to_hex(P256KeyPair::from_scalar(one)->public_key().bytes()),
            "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e"
            "162bce33576b315e"
            "cecbb6406837bf51f5");
}

TEST(P256, PointsThatAreNone) {
  const Bytes good = hex(kPoint);
  for (std::size_t bit = 8; bit < good.size() * 8; ++bit)
    EXPECT_TRUE(fails_with(P256PublicKey::parse(flipped(good, bit)), ErrorCode::weak_key)) << bit;
  EXPECT_TRUE(fails_with(P256PublicKey::parse(Bytes{0x00}), ErrorCode::malformed)) << "infinity";
  EXPECT_TRUE(fails_with(P256PublicKey::parse(Bytes(65)), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(P256PublicKey::parse({}), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(P256PublicKey::parse(ByteView(good).first(64)), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(P256PublicKey::parse(concat(good, Bytes{0})), ErrorCode::malformed));
  Bytes compressed = to_bytes(ByteView(good).first(33));
  compressed[0] = 0x03;
  EXPECT_TRUE(fails_with(P256PublicKey::parse(compressed), ErrorCode::malformed));
  for (const int form : {0x02, 0x03, 0x05, 0x06, 0x07}) {  // 06 and 07 are the hybrid form
    Bytes other = good;
    other[0] = static_cast<std::uint8_t>(form);
    EXPECT_TRUE(fails_with(P256PublicKey::parse(other), ErrorCode::malformed)) << form;
  }
}

TEST(P256, CoordinatesBelowThePrime) {
  // x = 0 is on the curve; x = p is the same residue, not reduced.
  constexpr std::string_view y = "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4";
  const std::string zero(64, '0');
  EXPECT_TRUE(works(P256PublicKey::parse(hex("04" + zero + std::string(y)))));
  EXPECT_TRUE(fails_with(
      P256PublicKey::parse(hex("04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff" + std::string(y))),
      ErrorCode::weak_key));
}

TEST(P256, Rfc6979Signature) {
  EXPECT_TRUE(works(sample_key().verify_raw(as_bytes("sample"), concat(hex(kR), hex(kS)))));
  EXPECT_TRUE(works(sample_key().verify_der(as_bytes("sample"), der(negative_free(kR), negative_free(kS)))));
  EXPECT_TRUE(
      fails_with(sample_key().verify_raw(as_bytes("Sample"), concat(hex(kR), hex(kS))), ErrorCode::bad_signature));
}

TEST(P256, SignaturesOfOneKeyDoNotServeAnother) {
  TestRandom random;
  const auto a = P256KeyPair::generate(random);
  const auto b = P256KeyPair::generate(random);
  const Bytes signature = a.sign_der(as_bytes("hello"));
  EXPECT_TRUE(works(a.public_key().verify_der(as_bytes("hello"), signature)));
  EXPECT_FALSE(b.public_key().verify_der(as_bytes("hello"), signature));
  EXPECT_FALSE(a.public_key().verify_der(as_bytes("hell0"), signature));
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit)
    EXPECT_TRUE(
        fails_with(a.public_key().verify_der(as_bytes("hello"), flipped(signature, bit)), ErrorCode::bad_signature));
  for (std::size_t size = 0; size < signature.size(); ++size)
    EXPECT_FALSE(a.public_key().verify_der(as_bytes("hello"), ByteView(signature).first(size)));
}

TEST(P256, RAndSOutOfRange) {
  const std::string zero(64, '0');
  for (const std::string& bad : {zero, std::string(kOrder), std::string(64, 'f')}) {
    EXPECT_TRUE(
        fails_with(sample_key().verify_raw(as_bytes("sample"), concat(hex(bad), hex(kS))), ErrorCode::bad_signature));
    EXPECT_TRUE(
        fails_with(sample_key().verify_raw(as_bytes("sample"), concat(hex(kR), hex(bad))), ErrorCode::bad_signature));
    EXPECT_TRUE(
        fails_with(sample_key().verify_raw(as_bytes("sample"), concat(hex(bad), hex(bad))), ErrorCode::bad_signature));
  }
  EXPECT_FALSE(sample_key().verify_der(as_bytes("sample"), der("00", "00")));
  EXPECT_FALSE(sample_key().verify_der(as_bytes("sample"), der("00" + std::string(kOrder), negative_free(kS))));
}

TEST(P256, RawSignaturesHaveOneSize) {
  const Bytes good = concat(hex(kR), hex(kS));
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_FALSE(sample_key().verify_raw(as_bytes("sample"), ByteView(good).first(size)));
  EXPECT_FALSE(sample_key().verify_raw(as_bytes("sample"), concat(good, Bytes{0})));
}

TEST(P256, OnlyDer) {
  const Bytes good = der(negative_free(kR), negative_free(kS));
  const auto verify = [&](const Bytes& bytes) { return sample_key().verify_der(as_bytes("sample"), bytes); };
  ASSERT_TRUE(verify(good));
  EXPECT_FALSE(verify(concat(good, Bytes{0}))) << "something behind";
  EXPECT_FALSE(verify(der(std::string(kR), negative_free(kS)))) << "negative r";
  EXPECT_FALSE(verify(der("0000" + std::string(kR), negative_free(kS)))) << "padded r";
  Bytes long_length = good;
  long_length.insert(long_length.begin() + 1, 0x81);
  EXPECT_FALSE(verify(long_length)) << "length in long form";
  Bytes indefinite = good;
  indefinite[1] = 0x80;
  indefinite.insert(indefinite.end(), {0, 0});
  EXPECT_FALSE(verify(indefinite)) << "indefinite length";
  Bytes inside = good;
  inside[1] = static_cast<std::uint8_t>(inside[1] + 2);
  inside.insert(inside.end(), {0x05, 0x00});
  EXPECT_FALSE(verify(inside)) << "a third member";
}

}  // namespace
}  // namespace cloister::crypto
