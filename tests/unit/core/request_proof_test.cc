#include "core/request_proof.h"

#include <gtest/gtest.h>

#include "crypto/sha256.h"
#include "support/expect_error.h"
#include "support/test_keys.h"

namespace cloister::core {
namespace {

using protocol::kProofWindowMs;
using protocol::ProofNonce;
using protocol::RequestProof;

class RequestProofTest : public ::testing::Test {
 protected:
  RequestProofTest() : key(test::Crypto::real, random) {}
  RequestProof make(TimeMs time_ms) {
    RequestProof proof;
    proof.time_ms = time_ms;
    random.fill(proof.nonce);
    proof.signature = key.sign(
        protocol::request_bytes(session, time_ms, proof.nonce, request.method, request.path, request.body_hash));
    return proof;
  }
  Status verify(const RequestProof& proof) {
    return verify_request_proof(proof, owner(session), key.public_key(), request, now, cache);
  }
  static ProofOwner owner(const SessionId& session) { return {.session = session, .visitor_from = std::nullopt}; }

  test::SeededRandom random{1};
  test::SigningKey key;
  SessionId session{{1}};
  ProvenRequest request{"POST", "/v1/conversations?x=1", crypto::sha256(as_bytes("{}"))};
  ReplayCache cache{random, {.all = 100, .per_staff_session = 50}};
  TimeMs now = 1'800'000'000'000;
};

TEST_F(RequestProofTest, IsGoodOnce) {
  const RequestProof proof = make(now);
  EXPECT_OK(verify(proof));
  EXPECT_ERROR(verify(proof), replayed);
  now += kProofWindowMs;
  EXPECT_ERROR(verify(proof), replayed) << "as long as it could be accepted";
  now += 1;
  EXPECT_ERROR(verify(proof), clock_skew);
  EXPECT_OK(verify(make(now)));
}

TEST_F(RequestProofTest, IsOfItsTime) {
  EXPECT_OK(verify(make(now - kProofWindowMs)));
  EXPECT_OK(verify(make(now + kProofWindowMs)));
  EXPECT_ERROR(verify(make(now - kProofWindowMs - 1)), clock_skew);
  EXPECT_ERROR(verify(make(now + kProofWindowMs + 1)), clock_skew);
}

TEST_F(RequestProofTest, CoversTheWholeRequest) {
  const RequestProof proof = make(now);
  const auto with = [&](const ProvenRequest& other) {
    return verify_request_proof(proof, owner(session), key.public_key(), other, now, cache);
  };
  EXPECT_ERROR(with({"GET", request.path, request.body_hash}), bad_proof);
  EXPECT_ERROR(with({request.method, "/v1/conversations?x=2", request.body_hash}), bad_proof);
  EXPECT_ERROR(with({request.method, request.path, Hash{}}), bad_proof);
  EXPECT_ERROR(verify_request_proof(proof, owner({{2}}), key.public_key(), request, now, cache), bad_proof);
  EXPECT_ERROR(verify_request_proof(proof, owner(session), SignKey{{1}}, request, now, cache), bad_proof);
  RequestProof bent = proof;
  bent.time_ms += 1;
  EXPECT_ERROR(verify(bent), bad_proof);
  bent = proof;
  bent.nonce[0] ^= 1;
  EXPECT_ERROR(verify(bent), bad_proof);
  EXPECT_OK(verify(proof)) << "none of them has burnt it";
}

TEST_F(RequestProofTest, ANonceIsNewEvenWithAnotherTime) {
  RequestProof proof = make(now);
  EXPECT_OK(verify(proof));
  proof.time_ms += 30'000;
  proof.signature = key.sign(
      protocol::request_bytes(session, proof.time_ms, proof.nonce, request.method, request.path, request.body_hash));
  EXPECT_ERROR(verify(proof), replayed);
}

TEST_F(RequestProofTest, TheCacheIsBoundedAndForgets) {
  for (int i = 0; i < 50; ++i) ASSERT_OK(verify(make(now)));
  EXPECT_ERROR(verify(make(now)), limit_reached) << "of one session";
  session = {{2}};
  for (int i = 0; i < 50; ++i) ASSERT_OK(verify(make(now)));
  session = {{3}};
  EXPECT_ERROR(verify(make(now)), limit_reached) << "all in all";
  now += 2 * kProofWindowMs;
  EXPECT_OK(verify(make(now)));
  EXPECT_EQ(cache.size(), 1U);
  session = {{1}};
  EXPECT_OK(verify(make(now)));
}

TEST_F(RequestProofTest, ForgettingSomeOfASessionForgetsNotAll) {
  ReplayCache small(random, {.all = 100, .per_staff_session = 2});
  const SessionId who{{1}};
  const TimeMs start = 1'000'000;
  const auto remember = [&](std::uint8_t nonce, TimeMs at) {
    return small.remember(owner(who), protocol::ProofNonce{nonce}, at, at);
  };
  EXPECT_OK(remember(1, start));
  EXPECT_OK(remember(2, start + 40'000));
  // The first can no longer come again, the second can.
  const TimeMs later = start + 80'000;
  EXPECT_OK(remember(3, later));
  EXPECT_ERROR(remember(4, later), limit_reached);
}

TEST_F(RequestProofTest, SessionsDoNotShareNonces) {
  ReplayCache shared(random);
  const ProofNonce nonce{7};
  EXPECT_OK(shared.remember(owner({{1}}), nonce, now, now));
  EXPECT_OK(shared.remember(owner({{2}}), nonce, now, now));
  EXPECT_ERROR(shared.remember(owner({{1}}), nonce, now, now), replayed);
}

TEST_F(RequestProofTest, AFloodOfOneNetworkLeavesTheOthersTheirPlaces) {
  ReplayCache shared(random, {.all = 100, .per_staff_session = 50, .per_visitor_session = 5, .per_network = 10});
  const auto remember = [&](std::uint8_t who, std::optional<Network> from) {
    ProofNonce nonce{};
    random.fill(nonce);
    return shared.remember({.session = {{who}}, .visitor_from = from}, nonce, now, now);
  };
  const auto from = [](std::uint8_t a, std::uint8_t b) {
    return Network::of({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, a, b});
  };
  for (int i = 0; i < 5; ++i) EXPECT_OK(remember(1, from(1, 1)));
  EXPECT_ERROR(remember(1, from(1, 1)), limit_reached) << "of one session";
  for (int i = 0; i < 5; ++i) EXPECT_OK(remember(2, from(1, 1)));
  EXPECT_ERROR(remember(3, from(1, 1)), limit_reached) << "of one network";
  EXPECT_OK(remember(3, from(2, 1)));
  // From everywhere at once: what is for staff stays.
  for (std::uint8_t i = 0; i < 200; ++i) (void)remember(static_cast<std::uint8_t>(10 + i), from(i, 1));
  EXPECT_ERROR(remember(4, from(250, 1)), limit_reached) << "all in all";
  for (int i = 0; i < 10; ++i) EXPECT_OK(remember(5, std::nullopt));
  EXPECT_ERROR(remember(5, std::nullopt), limit_reached);
  now += 3 * kProofWindowMs;
  for (int i = 0; i < 5; ++i) EXPECT_OK(remember(1, from(1, 1))) << "and it passes";
  EXPECT_EQ(shared.size(), 5U);
}

}  // namespace
}  // namespace cloister::core
