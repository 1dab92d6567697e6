#include "protocol/message.h"

#include <gtest/gtest.h>

#include "protocol/signatures.h"
#include "support/expect_error.h"
#include "support/seeded_random.h"

namespace cloister::protocol {
namespace {

class MessageTest : public ::testing::Test {
 protected:
  test::SeededRandom random_{11};
  SiteId site_ = random_.make<SiteId>();
  ConversationId conversation_ = random_.make<ConversationId>();
  crypto::Ed25519KeyPair signer_ = crypto::Ed25519KeyPair::generate(random_);
  Hash secret_ = random_.make<Hash>();
  crypto::AesGcm key_ = *crypto::AesGcm::with_key(secret_);
  MessageDraft draft_{.packet = random_.make<Hash>(),
                      .sender = random_.make<Hash>(),
                      .id = random_.make<ClientMessageId>(),
                      .kind = ContentKind::text,
                      .counter = 1,
                      .seen_seq = 3,
                      .seen_head = random_.make<Hash>()};

  Envelope seal(ByteView content) {
    return *seal_message(site_, conversation_, draft_, content, key_, signer_, random_);
  }
};

TEST_F(MessageTest, WhatIsSealedOpensAndIsSigned) {
  const Envelope envelope = seal(*text_content("Grüße"));
  EXPECT_TRUE(verify_signed(real_signatures(), envelope, site_, conversation_, signer_.public_key()));
  const auto opened = open_message(site_, conversation_, envelope, key_);
  ASSERT_TRUE(opened);
  const auto content = decode_content(envelope.kind, *opened);
  ASSERT_TRUE(content);
  EXPECT_EQ(std::get<TextContent>(*content).text, "Grüße");
}

TEST_F(MessageTest, TheLengthTellsLittle) {
  for (const unsigned size : {0U, 1U, 100U, 200U}) {
    const Envelope envelope = seal(*text_content(std::string(size, 'x')));
    EXPECT_EQ(envelope.ciphertext.size(), 256 + crypto::AesGcm::kTagSize);
  }
}

TEST_F(MessageTest, ItOpensNowhereElse) {
  const Envelope envelope = seal(*text_content("secret"));
  const auto changed = [&](auto change) {
    Envelope other = envelope;
    change(other);
    return open_message(site_, conversation_, other, key_);
  };
  EXPECT_ERROR(open_message(random_.make<SiteId>(), conversation_, envelope, key_), decryption_failed);
  EXPECT_ERROR(open_message(site_, random_.make<ConversationId>(), envelope, key_), decryption_failed);
  EXPECT_ERROR(changed([&](Envelope& e) { e.packet = random_.make<Hash>(); }), decryption_failed);
  EXPECT_ERROR(changed([&](Envelope& e) { e.sender = random_.make<Hash>(); }), decryption_failed);
  EXPECT_ERROR(changed([&](Envelope& e) { e.id = random_.make<ClientMessageId>(); }), decryption_failed);
  EXPECT_ERROR(changed([&](Envelope& e) { e.kind = 2; }), decryption_failed);
  EXPECT_ERROR(changed([&](Envelope& e) { e.ciphertext[0] ^= 1; }), decryption_failed);
  EXPECT_ERROR(changed([&](Envelope& e) { e.suite = 2; }), unsupported_suite);
}

TEST_F(MessageTest, PaddingIsStrict) {
  Envelope envelope = seal(*text_content("secret"));
  const Bytes unpadded(256, 0);
  envelope.ciphertext = key_.seal(envelope.nonce, message_aad(site_, conversation_, envelope), unpadded);
  EXPECT_ERROR(open_message(site_, conversation_, envelope, key_), bad_padding);
}

TEST_F(MessageTest, ContentIsBoundedAndTyped) {
  EXPECT_ERROR(text_content(std::string(kMaxTextBytes + 1, 'x')), too_large);
  EXPECT_ERROR(intro_content(std::string(201, 'x')), too_large);
  EXPECT_ERROR(text_content("\xff"), malformed);
  EXPECT_TRUE(text_content(std::string(kMaxTextBytes, 'x')));
  EXPECT_ERROR(decode_content(3, *text_content("x")), malformed);
  EXPECT_ERROR(decode_content(2, *text_content(std::string(201, 'x'))), malformed);
  const Bytes largest(static_cast<std::size_t>(kMaxCiphertextBytes));
  EXPECT_ERROR(seal_message(site_, conversation_, draft_, largest, key_, signer_, random_), too_large);
}

}  // namespace
}  // namespace cloister::protocol
