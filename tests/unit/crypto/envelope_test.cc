#include "crypto/envelope.h"

#include "unit/crypto/helpers.h"

namespace cloister::crypto {
namespace {

Secret master(std::uint8_t fill) { return Secret(Bytes(kMasterKeySize, fill)); }

MasterKeys keys(std::uint8_t current) { return *MasterKeys::create(master(current)); }

std::vector<Secret> list(std::uint8_t fill) {
  std::vector<Secret> out;
  out.push_back(master(fill));
  return out;
}

TEST(Envelope, RoundTrip) {
  TestRandom random;
  const MasterKeys ring = keys(1);
  const DataKey key = DataKey::generate(random);
  const Bytes sealed = key.seal(as_bytes("person.name"), as_bytes("Anna"), random);
  EXPECT_EQ(sealed.size(), 4 + kEnvelopeOverhead);
  const Bytes wrapped = ring.wrap(key, as_bytes("subject"), random);
  EXPECT_EQ(wrapped.size(), kWrappedKeySize);

  const auto again = ring.unwrap(wrapped, as_bytes("subject"));
  ASSERT_TRUE(works(again));
  const auto opened = again->open(as_bytes("person.name"), sealed);
  ASSERT_TRUE(works(opened));
  EXPECT_EQ(as_text(opened->view()), "Anna");
  EXPECT_NE(key.seal(as_bytes("person.name"), as_bytes("Anna"), random), sealed) << "fresh nonce";
}

TEST(Envelope, ValuesOpenOnlyInTheirPlace) {
  TestRandom random;
  const DataKey key = DataKey::generate(random);
  const DataKey other = DataKey::generate(random);
  const Bytes sealed = key.seal(as_bytes("person.name"), as_bytes("Anna"), random);
  EXPECT_TRUE(fails_with(key.open(as_bytes("person.mail"), sealed), ErrorCode::decryption_failed));
  EXPECT_TRUE(fails_with(other.open(as_bytes("person.name"), sealed), ErrorCode::decryption_failed));
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit)
    EXPECT_FALSE(key.open(as_bytes("person.name"), flipped(sealed, bit))) << bit;
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_FALSE(key.open(as_bytes("person.name"), ByteView(sealed).first(size))) << size;
  EXPECT_TRUE(fails_with(key.open(as_bytes("person.name"), flipped(sealed, 0)), ErrorCode::malformed)) << "version";
}

TEST(Envelope, WrappedKeysOpenOnlyForTheirSubject) {
  TestRandom random;
  const MasterKeys ring = keys(1);
  const DataKey key = DataKey::generate(random);
  const Bytes wrapped = ring.wrap(key, as_bytes("subject a"), random);
  EXPECT_TRUE(fails_with(ring.unwrap(wrapped, as_bytes("subject b")), ErrorCode::decryption_failed));
  EXPECT_TRUE(fails_with(ring.unwrap(flipped(wrapped, 0), as_bytes("subject a")), ErrorCode::malformed)) << "version";
  for (std::size_t bit = 0; bit < wrapped.size() * 8; ++bit)
    EXPECT_FALSE(ring.unwrap(flipped(wrapped, bit), as_bytes("subject a"))) << bit;
  for (std::size_t size = 0; size < wrapped.size(); ++size)
    EXPECT_TRUE(fails_with(ring.unwrap(ByteView(wrapped).first(size), as_bytes("subject a")), ErrorCode::malformed));
}

TEST(Envelope, SealedValueIsNoWrappedKey) {
  // The same bytes under both roles: keys are derived for their purpose, so they do not mix.
  TestRandom random;
  const MasterKeys ring = keys(1);
  const DataKey key = DataKey::generate(random);
  const Bytes value = key.seal({}, Bytes(kDataKeySize + 8), random);
  EXPECT_EQ(value.size(), kWrappedKeySize);
  EXPECT_FALSE(ring.unwrap(value, {}));
}

TEST(Envelope, MasterKeyRotates) {
  TestRandom random;
  const MasterKeys before = keys(1);
  const DataKey key = DataKey::generate(random);
  const Bytes sealed = key.seal({}, as_bytes("kept"), random);
  const Bytes wrapped = before.wrap(key, as_bytes("s"), random);
  EXPECT_EQ(*MasterKeys::wrapped_by(wrapped), before.current_id());

  const auto during = MasterKeys::create(master(2), list(1));
  ASSERT_TRUE(works(during));
  EXPECT_NE(during->current_id(), before.current_id());
  const auto rewrapped = during->rewrap(wrapped, as_bytes("s"), random);
  ASSERT_TRUE(works(rewrapped));
  EXPECT_EQ(*MasterKeys::wrapped_by(*rewrapped), during->current_id());

  const MasterKeys after = keys(2);
  EXPECT_TRUE(fails_with(after.unwrap(wrapped, as_bytes("s")), ErrorCode::decryption_failed));
  const auto unwrapped = after.unwrap(*rewrapped, as_bytes("s"));
  ASSERT_TRUE(works(unwrapped));
  EXPECT_EQ(as_text(unwrapped->open({}, sealed)->view()), "kept");
}

TEST(Envelope, WipedKeyOpensNothing) {
  TestRandom random;
  DataKey key = DataKey::generate(random);
  const Bytes sealed = key.seal({}, as_bytes("gone"), random);
  key.wipe();
  EXPECT_TRUE(key.wiped());
  EXPECT_TRUE(fails_with(key.open({}, sealed), ErrorCode::decryption_failed));
  EXPECT_DEATH((void)key.seal({}, {}, random), "");
  EXPECT_DEATH((void)keys(1).wrap(key, {}, random), "");
}

TEST(Envelope, MasterKeysHaveOneSize) {
  EXPECT_TRUE(fails_with(MasterKeys::create(Secret(std::size_t{31})), ErrorCode::malformed));
  EXPECT_TRUE(fails_with(MasterKeys::create(Secret()), ErrorCode::malformed));
  std::vector<Secret> former;
  for (std::size_t i = 0; i <= kMaxFormerMasterKeys; ++i) former.push_back(master(static_cast<std::uint8_t>(i)));
  EXPECT_TRUE(fails_with(MasterKeys::create(master(99), std::move(former)), ErrorCode::malformed));
}

TEST(Envelope, DerivedKeysDifferByPurposeAndMaster) {
  const MasterKeys ring = keys(1);
  EXPECT_EQ(ring.derive("lookup").size(), 32U);
  EXPECT_EQ(to_hex(ring.derive("lookup").view()), to_hex(keys(1).derive("lookup").view()));
  EXPECT_NE(to_hex(ring.derive("lookup").view()), to_hex(ring.derive("tokens").view()));
  EXPECT_NE(to_hex(ring.derive("lookup").view()), to_hex(keys(2).derive("lookup").view()));
}

TEST(Envelope, FormIsPinned) {
  // What was stored yesterday must open tomorrow: these bytes were made by the first version.
  const MasterKeys ring = keys(7);
  TestRandom random(42);
  const DataKey key = DataKey::generate(random);
  EXPECT_EQ(to_hex(ring.current_id()), "462dada2df2ff364");
  EXPECT_EQ(to_hex(ring.wrap(key, as_bytes("subject"), random)),
            "01462dada2df2ff364a5c8a3611044c217872845c6ab52152481f85e30275106d2837f55f4a670ab8923b66f4b4da7cd6c8d6c2631"
            "545b55a33d8f53f799f2acd44d6763be3b9f5672d4dd9d9253111fca");
  EXPECT_EQ(to_hex(key.seal(as_bytes("context"), as_bytes("value"), random)),
            "01af8ee00842f69c0b539ffc4ee4ece5ac29d5ccd119cf517f7fe0dadc547149c019212e325a4989c5634875a201");
  EXPECT_EQ(to_hex(ring.derive("lookup").view()), "0da1f70afcd265fcb3c102c7c321b0191a9bbab120aa137b36df9398cf0cdeed");
}

}  // namespace
}  // namespace cloister::crypto
