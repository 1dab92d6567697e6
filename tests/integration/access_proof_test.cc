// Requests whose proof is not the one of this request, this moment, this session.
#include <gtest/gtest.h>

#include "crypto/sha256.h"
#include "integration/access_bed.h"
#include "integration/movable_clock.h"
#include "protocol/proofs.h"

namespace cloister {
namespace {

using protocol::RequestProof;

class AccessProof : public testing::AccessBed {
 protected:
  struct Sent {
    std::string method = "POST";
    std::string path = "/v1/report";
    std::string body = "{}";
    std::optional<std::string> session;
    std::optional<std::string> proof;
    std::optional<std::string> origin;
  };
  Sent request() const {
    Sent out;
    out.session = ben_->proof_of().session.text();
    out.origin = origin_of(console());
    return out;
  }
  static RequestProof signed_by(const client::Credentials& who, const Sent& request, TimeMs time) {
    RequestProof proof;
    proof.time_ms = time;
    system_random().fill(proof.nonce);
    sign(proof, who, request);
    return proof;
  }
  static void sign(RequestProof& proof, const client::Credentials& who, const Sent& request) {
    proof.signature = who.key->sign(protocol::request_bytes(who.session, proof.time_ms, proof.nonce, request.method,
                                                            request.path, crypto::sha256(as_bytes(request.body))));
  }
  /// The name of the error that the server answers with.
  std::string ask(const Sent& what) {
    std::optional<std::string> name;
    net::connect_client(*loop_, server_.address(0).target_of(console()), [&](Result<net::ClientHandle> connected) {
      if (!connected) return name.emplace("no connection"), void();
      net::ClientRequest request{.method = what.method, .path = what.path, .headers = {}, .body = what.body};
      request.headers.push_back({"content-type", "application/json"});
      if (what.origin) request.headers.push_back({"origin", *what.origin});
      if (what.session) request.headers.push_back({"cloister-session", *what.session});
      if (what.proof) request.headers.push_back({"cloister-proof", *what.proof});
      connected->request(std::move(request), [&](Result<net::ClientResponse> response) {
        if (!response) return name.emplace(info_of(response.error().code).name), void();
        const auto problem = protocol::parse_json<protocol::Problem>(response->body);
        name.emplace(problem ? problem->name : "done");
      });
    });
    testing::run_until(*loop_, [&] { return name.has_value(); });
    return name.value_or("no answer");
  }
  std::string ask(Sent what, const RequestProof& proof) {
    what.proof = protocol::format_request_proof(proof);
    return ask(what);
  }
  /// Let in, and only then found to say nothing.
  static constexpr std::string_view kLetIn = "malformed";
};

TEST_F(AccessProof, TheRightOneIsLetInOnce) {
  const Sent what = request();
  const RequestProof proof = signed_by(ben_->proof_of(), what, wall_clock_ms());
  EXPECT_EQ(ask(what, proof), kLetIn);
  EXPECT_EQ(ask(what, proof), "replayed");
  // The same random bytes under another time are the same proof.
  RequestProof again = proof;
  ++again.time_ms;
  sign(again, ben_->proof_of(), what);
  EXPECT_EQ(ask(what, again), "replayed");
}

TEST_F(AccessProof, IsOverThisRequest) {
  const Sent what = request();
  const TimeMs now = wall_clock_ms();
  const auto proven = [&](const auto& change) {
    Sent other = what;
    change(other);
    return ask(what, signed_by(ben_->proof_of(), other, now));
  };
  EXPECT_EQ(proven([](Sent&) {}), kLetIn);
  EXPECT_EQ(proven([](Sent& other) { other.method = "GET"; }), "bad_proof");
  EXPECT_EQ(proven([](Sent& other) { other.path = "/v1/session/end"; }), "bad_proof");
  EXPECT_EQ(proven([](Sent& other) { other.path += "?x=1"; }), "bad_proof");
  EXPECT_EQ(proven([](Sent& other) { other.body = "{ }"; }), "bad_proof");
}

TEST_F(AccessProof, IsOfThisSession) {
  const Sent what = request();
  EXPECT_EQ(ask(what, signed_by(anna_->proof_of(), what, wall_clock_ms())), "bad_proof");
  client::Credentials mixed = ben_->proof_of();
  mixed.key = anna_->proof_of().key;
  EXPECT_EQ(ask(what, signed_by(mixed, what, wall_clock_ms())), "bad_proof");
  EXPECT_EQ(ask(what), "bad_proof") << "without any";
  Sent garbled = what;
  garbled.proof = "AAAA";
  EXPECT_EQ(ask(garbled), "bad_proof");
  garbled.session = "not an id";
  EXPECT_EQ(ask(garbled), "no_session");
  Sent nobody = what;
  nobody.session.reset();
  EXPECT_EQ(ask(nobody, signed_by(ben_->proof_of(), what, wall_clock_ms())), "no_session");
}

TEST_F(AccessProof, IsOfThisMinute) {
  const Sent what = request();
  const auto at = [&](DurationMs offset) {
    return ask(what, signed_by(ben_->proof_of(), what, wall_clock_ms() + offset));
  };
  EXPECT_EQ(at(-55'000), kLetIn);
  EXPECT_EQ(at(55'000), kLetIn);
  EXPECT_EQ(at(-65'000), "clock_skew");
  EXPECT_EQ(at(65'000), "clock_skew");
}

TEST_F(AccessProof, AForeignPageIsNotEvenLetToAsk) {
  Sent what = request();
  for (const std::string& origin : {std::string("https://evil.example"), std::string("null"), origin_of(chat())}) {
    what.origin = origin;
    EXPECT_EQ(ask(what, signed_by(ben_->proof_of(), what, wall_clock_ms())), "bad_origin") << origin;
  }
  what.origin.reset();
  EXPECT_EQ(ask(what, signed_by(ben_->proof_of(), what, wall_clock_ms())), kLetIn) << "not a browser";
}

TEST_F(AccessProof, PathsAreExact) {
  const std::string id = waiting_->conversation().text();
  const auto post = [&](const std::string& path) {
    Sent what = request();
    what.path = path;
    return ask(what, signed_by(ben_->proof_of(), what, wall_clock_ms()));
  };
  EXPECT_EQ(post("/v1/conversations/" + id + "/accept"), kLetIn);
  EXPECT_EQ(post("/v1/conversation+/" + id + "/accept"), "not_found");
  EXPECT_EQ(post("/v1/conversations/" + id + "/accepted"), "not_found");
  EXPECT_EQ(post("/v1/conversations/" + id + "/x/accept"), "not_found");
  EXPECT_EQ(post("/v1/conversations//accept"), "not_found");
  EXPECT_EQ(post("/v1/conversations/accept"), "not_found");
  EXPECT_EQ(post("/v1/conversations/" + id + "A/accept"), "malformed");
  EXPECT_EQ(post("/v1/staff/people"), "method_not_allowed");
  EXPECT_EQ(post("/v1/nothing"), "not_found");
}

TEST_F(AccessProof, NobodyFillsTheKeyLog) {
  const auto submit = [&](const client::Agent& who) {
    return AccessBed::ask({.action = testing::Action::act_submit, .credentials = who.proof_of()}, console());
  };
  int tried = 0;
  while (submit(*ben_) == ErrorCode::malformed) ASSERT_LT(++tried, 100);
  EXPECT_EQ(submit(*ben_), ErrorCode::limit_reached);
  EXPECT_EQ(tried, 60);
  EXPECT_EQ(submit(*anna_), ErrorCode::malformed) << "others are not in it";
  testing::move_clock(kMinuteMs);
  EXPECT_EQ(submit(*ben_), ErrorCode::malformed) << "and it passes";
}

}  // namespace
}  // namespace cloister
