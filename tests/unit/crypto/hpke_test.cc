#include "crypto/hpke.h"

#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

boost::json::value read_vectors(const std::string& name) {
  std::ifstream file(std::string(CLOISTER_SOURCE_DIR "/tests/vectors/") + name);
  std::stringstream text;
  text << file.rdbuf();
  return boost::json::parse(text.str());
}

TEST(Hpke, PublishedVectors) {
  const auto document = read_vectors("hpke_p256.json");
  int checked = 0;
  for (const auto& vector : document.at("vectors").as_array()) {
    const auto field = [&](const char* name) { return hex(std::string_view(vector.at(name).as_string())); };
    const auto aead = static_cast<HpkeAead>(vector.at("aead_id").as_int64());
    const auto ephemeral = P256KeyPair::derive(field("ikmE"));
    const auto recipient = P256KeyPair::derive(field("ikmR"));
    ASSERT_TRUE(ephemeral && recipient);
    EXPECT_EQ(to_hex(ephemeral->scalar().view()), to_hex(field("skEm")));
    EXPECT_EQ(to_hex(recipient->scalar().view()), to_hex(field("skRm")));
    EXPECT_EQ(to_hex(recipient->public_key().bytes()), to_hex(field("pkRm")));
    Bytes expected = field("enc");
    append(expected, field("ct"));
    const Bytes sealed =
        hpke_seal_with(*ephemeral, recipient->public_key(), field("info"), field("aad"), field("pt"), aead);
    EXPECT_EQ(to_hex(sealed), to_hex(expected));
    const auto opened = hpke_open_with(*recipient, field("info"), field("aad"), expected, aead);
    ASSERT_TRUE(works(opened));
    EXPECT_EQ(to_hex(opened->view()), to_hex(field("pt")));
    ++checked;
  }
  EXPECT_EQ(checked, 2);
}

TEST(Hpke, OpensOnlyWhatWasSealedForIt) {
  TestRandom random;
  const auto reader = P256KeyPair::generate(random);
  const auto other = P256KeyPair::generate(random);
  const Bytes secret(32, 0x5A);
  const Bytes info = to_bytes(as_bytes("info"));
  const Bytes aad = to_bytes(as_bytes("aad"));
  const Bytes sealed = hpke_seal(reader.public_key(), info, aad, secret, random);
  EXPECT_EQ(sealed.size(), secret.size() + kHpkeOverhead);
  EXPECT_EQ(to_hex(hpke_open(reader, info, aad, sealed)->view()), to_hex(secret));
  EXPECT_NE(hpke_seal(reader.public_key(), info, aad, secret, random), sealed) << "fresh ephemeral key";

  EXPECT_TRUE(fails_with(hpke_open(other, info, aad, sealed), ErrorCode::decryption_failed));
  EXPECT_TRUE(fails_with(hpke_open(reader, as_bytes("inf0"), aad, sealed), ErrorCode::decryption_failed));
  EXPECT_TRUE(fails_with(hpke_open(reader, info, as_bytes("aae"), sealed), ErrorCode::decryption_failed));
  EXPECT_TRUE(fails_with(hpke_open(reader, info, {}, sealed), ErrorCode::decryption_failed));
  EXPECT_TRUE(
      fails_with(hpke_open_with(reader, info, aad, sealed, HpkeAead::aes_128_gcm), ErrorCode::decryption_failed));
  for (std::size_t bit = 0; bit < sealed.size() * 8; bit += 3)
    EXPECT_TRUE(fails_with(hpke_open(reader, info, aad, flipped(sealed, bit)), ErrorCode::decryption_failed)) << bit;
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_TRUE(fails_with(hpke_open(reader, info, aad, ByteView(sealed).first(size)), ErrorCode::decryption_failed));
}

TEST(Hpke, EmptyPlaintext) {
  TestRandom random;
  const auto reader = P256KeyPair::generate(random);
  const auto opened = hpke_open(reader, {}, {}, hpke_seal(reader.public_key(), {}, {}, {}, random));
  ASSERT_TRUE(works(opened));
  EXPECT_TRUE(opened->empty());
}

TEST(Hpke, OffCurveEncapsulatedKey) {
  TestRandom random;
  const auto reader = P256KeyPair::generate(random);
  Bytes sealed(kHpkeOverhead + 32, 0);
  sealed[0] = 0x04;
  EXPECT_TRUE(fails_with(hpke_open(reader, {}, {}, sealed), ErrorCode::decryption_failed));
}

}  // namespace
}  // namespace cloister::crypto
