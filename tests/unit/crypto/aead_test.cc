#include "crypto/aes_gcm.h"
#include "crypto/xchacha.h"
#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

struct GcmVector {
  std::string_view key, nonce, plaintext, aad, sealed;
};

// "The Galois/Counter Mode of Operation (GCM)", McGrew and Viega, appendix B, cases 13 to 16; the first is
// AES-128, case 4, since HPKE's vectors need it.
constexpr GcmVector kGcm[] = {
    {"feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf"
     "5aa0de657ba"
     "637b39",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b3"
     "96a0aac973d"
     "58e0915bc94fbc3221a5db94fae95ae7121a47"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "", "",
     "530f8afbc74536b9a963b4f1c4cb738b"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000",
     "00000000000000000000000000000000", "", "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf"
     "5aa0de657ba"
     "637b391aafd255",
     "",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6"
     "393ba7a0abc"
     "c9f662898015adb094dac5d93471bdec1a502270e3cc6c"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf"
     "5aa0de657ba"
     "637b39",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6"
     "393ba7a0abc"
     "c9f66276fc6ece0f4e1768cddf8853bb2d551b"},
};

TEST(AesGcm, PublishedVectors) {
  for (const auto& vector : kGcm) {
    auto cipher = AesGcm::with_key(hex(vector.key));
    ASSERT_TRUE(cipher);
    const auto nonce = fixed<Nonce>(vector.nonce);
    for (int round = 0; round < 2; ++round) {  // the context serves again, in both directions
      EXPECT_EQ(to_hex(cipher->seal(nonce, hex(vector.aad), hex(vector.plaintext))), vector.sealed);
      const auto opened = cipher->open(nonce, hex(vector.aad), hex(vector.sealed));
      ASSERT_TRUE(works(opened));
      EXPECT_EQ(to_hex(*opened), vector.plaintext);
    }
  }
}

TEST(AesGcm, EveryChangedBitIsSeenAndOutputIsWiped) {
  const GcmVector& vector = kGcm[4];
  auto cipher = AesGcm::with_key(hex(vector.key));
  ASSERT_TRUE(cipher);
  const Bytes sealed = hex(vector.sealed);
  const Bytes aad = hex(vector.aad);
  const auto nonce = fixed<Nonce>(vector.nonce);
  Bytes out(sealed.size() - AesGcm::kTagSize, 0xEE);
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    EXPECT_TRUE(fails_with(cipher->open_into(nonce, aad, flipped(sealed, bit), out), ErrorCode::decryption_failed));
    EXPECT_THAT(out, ::testing::Each(0));
  }
  for (std::size_t bit = 0; bit < aad.size() * 8; ++bit)
    EXPECT_TRUE(fails_with(cipher->open(nonce, flipped(aad, bit), sealed), ErrorCode::decryption_failed));
  for (std::size_t bit = 0; bit < 96; ++bit) EXPECT_FALSE(cipher->open(*Nonce::from(flipped(nonce, bit)), aad, sealed));
  EXPECT_FALSE(cipher->open(nonce, {}, sealed));
  EXPECT_TRUE(cipher->open(nonce, aad, sealed)) << "a failure leaves the context usable";
}

TEST(AesGcm, TruncationIsSeen) {
  const GcmVector& vector = kGcm[4];
  auto cipher = AesGcm::with_key(hex(vector.key));
  ASSERT_TRUE(cipher);
  const Bytes sealed = hex(vector.sealed);
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_TRUE(fails_with(cipher->open(fixed<Nonce>(vector.nonce), hex(vector.aad), ByteView(sealed).first(size)),
                           ErrorCode::decryption_failed))
        << size;
}

TEST(AesGcm, WorksInPlace) {
  const GcmVector& vector = kGcm[4];
  auto cipher = AesGcm::with_key(hex(vector.key));
  ASSERT_TRUE(cipher);
  const auto nonce = fixed<Nonce>(vector.nonce);
  Bytes buffer = hex(vector.plaintext);
  const std::size_t size = buffer.size();
  buffer.resize(size + AesGcm::kTagSize);
  cipher->seal_into(nonce, hex(vector.aad), ByteView(buffer).first(size), buffer);
  EXPECT_EQ(to_hex(buffer), vector.sealed);
  ASSERT_TRUE(cipher->open_into(nonce, hex(vector.aad), buffer, std::span(buffer).first(size)));
  EXPECT_EQ(to_hex(ByteView(buffer).first(size)), vector.plaintext);
}

TEST(AesGcm, SizesThatAreWrong) {
  for (std::size_t size : {0U, 15U, 17U, 24U, 31U, 33U, 64U})
    EXPECT_TRUE(fails_with(AesGcm::with_key(Bytes(size)), ErrorCode::malformed)) << size;
  auto cipher = AesGcm::with_key(Bytes(32));
  Bytes out(10);
  EXPECT_DEATH(cipher->seal_into(Nonce{}, {}, Bytes(10), out), "");
}

TEST(AesGcm, MovesWithItsKey) {
  auto first = AesGcm::with_key(Bytes(32, 1));
  ASSERT_TRUE(first);
  const Bytes sealed = first->seal(Nonce{}, {}, as_bytes("moved"));
  AesGcm second = std::move(*first);
  EXPECT_EQ(second.open(Nonce{}, {}, sealed), to_bytes(as_bytes("moved")));
}

// draft-irtf-cfrg-xchacha-03 appendix A.3.1.
constexpr std::string_view kXKey = "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f";
constexpr std::string_view kXNonce = "404142434445464748494a4b4c4d4e4f5051525354555657";
constexpr std::string_view kXAad = "50515253c0c1c2c3c4c5c6c7";
constexpr std::string_view kXPlaintext =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen "
    "would be it.";
constexpr std::string_view kXSealed =
    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c670"
    "8c54c216cb9"
    "6b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c"
    "68b13b52ec0"
    "875924c1c7987947deafd8780acf49";

TEST(XChaCha, Draft03) {
  const Bytes key = hex(kXKey);
  const XChaChaKeyView view = std::span<const std::uint8_t>(key).first<32>();
  EXPECT_EQ(to_hex(xchacha_seal(view, fixed<XNonce>(kXNonce), hex(kXAad), as_bytes(kXPlaintext))), kXSealed);
  const auto opened = xchacha_open(view, fixed<XNonce>(kXNonce), hex(kXAad), hex(kXSealed));
  ASSERT_TRUE(opened);
  EXPECT_EQ(as_text(*opened), kXPlaintext);
}

TEST(XChaCha, EveryChangeIsSeenAndOutputIsWiped) {
  const Bytes key = hex(kXKey);
  const XChaChaKeyView view = std::span<const std::uint8_t>(key).first<32>();
  const Bytes sealed = hex(kXSealed);
  const Bytes aad = hex(kXAad);
  const auto nonce = fixed<XNonce>(kXNonce);
  Bytes out(sealed.size() - kXChaChaTagSize, 0xEE);
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    EXPECT_TRUE(
        fails_with(xchacha_open_into(view, nonce, aad, flipped(sealed, bit), out), ErrorCode::decryption_failed));
    EXPECT_THAT(out, ::testing::Each(0));
  }
  for (std::size_t bit = 0; bit < aad.size() * 8; ++bit)
    EXPECT_FALSE(xchacha_open(view, nonce, flipped(aad, bit), sealed));
  for (std::size_t bit = 0; bit < 192; ++bit)
    EXPECT_FALSE(xchacha_open(view, *XNonce::from(flipped(nonce, bit)), aad, sealed));
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_TRUE(fails_with(xchacha_open(view, nonce, aad, ByteView(sealed).first(size)), ErrorCode::decryption_failed));
}

}  // namespace
}  // namespace cloister::crypto
