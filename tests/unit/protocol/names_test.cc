#include "protocol/names.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/sha256.h"
#include "protocol/proofs.h"
#include "support/expect_error.h"
#include "support/test_chat.h"

namespace cloister::protocol {
namespace {

using namespace std::string_literals;

Bytes joined(std::initializer_list<ByteView> parts) {
  Bytes out;
  for (ByteView part : parts) append(out, part);
  return out;
}

TEST(Transcript, IsWhatTheProtocolSays) {
  const SiteId site{{1}};
  const ConversationId conversation{{2}};
  const Hash start = transcript_start(site, conversation);
  EXPECT_EQ(start, crypto::sha256({as_bytes("cloister/v1/transcript\0"s), site, conversation}));
  const Hash body{{7}};
  const Bytes place{0, 0, 0, 0, 0, 0, 1, 2, 5};  // u64 258, kind message
  EXPECT_EQ(transcript_next(start, 258, EntryKind::message, body),
            crypto::sha256({as_bytes("cloister/v1/transcript-entry\0"s), start, place, body}));
}

TEST(Names, AreHashesOverTheWholeEncoding) {
  test::TestSite site;
  const test::TestPerson founder = site.found();
  const Act& act = site.acts()[0];
  EXPECT_EQ(act_hash(act), crypto::sha256({as_bytes("cloister/v1/act-hash\0"s), encode(act)}));
  const DeviceRecord& record = founder.device().record;
  const Hash device = crypto::sha256({as_bytes("cloister/v1/device\0"s), encode(record)});
  EXPECT_EQ(reader_id(device_id(record)), device);
  const Bytes zero{0};
  EXPECT_EQ(act_leaf(act), crypto::sha256({zero, encode(act)}));
  SenderCert cert;
  EXPECT_EQ(cert_hash(cert), crypto::sha256({as_bytes("cloister/v1/cert-hash\0"s), encode(cert)}));
  Packet packet;
  EXPECT_EQ(packet_hash(packet), crypto::sha256({as_bytes("cloister/v1/packet-hash\0"s), encode(packet)}));
}

TEST(Names, NumbersOutsideTheEnumerationsAreUnknown) {
  EXPECT_EQ(known<ActKind>(0), std::nullopt);
  EXPECT_EQ(known<ActKind>(8), ActKind::withdraw);
  EXPECT_EQ(known<ActKind>(9), std::nullopt);
  EXPECT_EQ(known<EntryKind>(7), EntryKind::removal);
  EXPECT_EQ(known<EntryKind>(8), std::nullopt);
  EXPECT_EQ(known<ContentKind>(3), std::nullopt);
  EXPECT_EQ(known<MarkKind>(0), std::nullopt);
  EXPECT_EQ(known<CloseReason>(3), std::nullopt);
}

TEST(Proofs, AreWhatTheProtocolSays) {
  const Hash challenge{{1}};
  const SiteId site{{2}};
  const SignKey key{{3}};
  const DeviceId device{{4}};
  const SessionId session{{5}};
  const ConversationId conversation{{6}};
  EXPECT_EQ(join_bytes(device), joined({as_bytes("cloister/v1/join\0"s), device}));
  EXPECT_EQ(visitor_bytes(challenge, site, key), joined({as_bytes("cloister/v1/visitor\0"s), challenge, site, key}));
  EXPECT_EQ(sign_in_bytes(challenge, device, key),
            joined({as_bytes("cloister/v1/sign-in\0"s), challenge, device, key}));
  EXPECT_EQ(enrol_bytes(device, key), joined({as_bytes("cloister/v1/enrol\0"s), device, key}));
  EXPECT_EQ(socket_bytes(challenge, session, conversation),
            joined({as_bytes("cloister/v1/socket\0"s), challenge, session, conversation}));
  EXPECT_EQ(desk_bytes(challenge, session), joined({as_bytes("cloister/v1/desk\0"s), challenge, session}));
  const ProofNonce nonce{9};
  const Bytes time{0, 0, 0, 0, 0, 0, 1, 0};
  const Bytes method{0, 3, 'G', 'E', 'T'};
  const Bytes path{0, 2, '/', 'a'};
  EXPECT_EQ(request_bytes(session, 256, nonce, "GET", "/a", challenge),
            joined({as_bytes("cloister/v1/request\0"s), session, time, nonce, method, path, challenge}));
}

TEST(Proofs, TheHeaderHasOneForm) {
  RequestProof proof{1234567890123, {1, 2, 3}, {}};
  proof.signature.value[63] = 9;
  const std::string text = format_request_proof(proof);
  const auto parsed = parse_request_proof(text);
  ASSERT_OK(parsed);
  EXPECT_EQ(*parsed, proof);
  EXPECT_ERROR(parse_request_proof(text + "A"), bad_proof);
  EXPECT_ERROR(parse_request_proof(text.substr(1)), bad_proof);
  EXPECT_ERROR(parse_request_proof(""), bad_proof);
  EXPECT_ERROR(parse_request_proof(std::string(text.size(), '*')), bad_proof);
  EXPECT_ERROR(parse_request_proof(std::string(text.size(), '_')), bad_proof) << "time beyond 2^53, stray bits";
}

template <class T, class... Context>
void expect_signature_covers(T value, const test::SigningKey& key, Context... context) {
  key.sign_in(value, context...);
  EXPECT_OK(verify_signed(real_signatures(), value, context..., key.public_key()));
  value.suite += 1;
  EXPECT_ERROR(verify_signed(real_signatures(), value, context..., key.public_key()), bad_signature);
}

TEST(Signatures, CoverTheStructureAndItsContext) {
  test::SeededRandom random(3);
  const test::SigningKey key(test::Crypto::real, random);
  expect_signature_covers(Act{}, key);
  expect_signature_covers(ConversationGenesis{}, key);
  expect_signature_covers(Packet{}, key);
  expect_signature_covers(SenderCert{}, key);
  expect_signature_covers(Assign{}, key);
  expect_signature_covers(Close{}, key);
  expect_signature_covers(Envelope{}, key, SiteId{{1}}, ConversationId{{2}});
  expect_signature_covers(Mark{}, key, SiteId{{1}}, ConversationId{{2}});
  Envelope moved;
  key.sign_in(moved, SiteId{{1}}, ConversationId{{2}});
  EXPECT_ERROR(verify_signed(real_signatures(), moved, SiteId{{1}}, ConversationId{{3}}, key.public_key()),
               bad_signature);
  EXPECT_ERROR(verify_signed(real_signatures(), moved, SiteId{{3}}, ConversationId{{2}}, key.public_key()),
               bad_signature);
}

}  // namespace
}  // namespace cloister::protocol
