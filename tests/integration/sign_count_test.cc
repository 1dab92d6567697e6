// The counter of a passkey is one, at whatever device it is used: a copy of it is noticed (WebAuthn L2 section 6.1.1).
#include <gtest/gtest.h>

#include "crypto/sha256.h"
#include "protocol/act_maker.h"
#include "protocol/names.h"
#include "protocol/proofs.h"
#include "support/expect_error.h"
#include "support/test_server.h"

namespace cloister {
namespace {

using client::ApiClient;
using protocol::Action;
using testing::await;

class SignCount : public ::testing::Test {
 protected:
  void SetUp() override { anna_ = testing::enrol_first(*loop_, server_, 0); }

  const client::AgentCredentials& anna() const { return anna_->credentials(); }
  std::shared_ptr<ApiClient> api() {
    const auto address = server_.address(0);
    return ApiClient::create(*loop_, address.target_of(address.console_host), origin());
  }
  std::string origin() const { return server_.address(0).origin_of(server_.address(0).console_host); }

  /// As an authenticator that counts makes it.
  protocol::PasskeyAssertion assertion(ByteView challenge, std::uint8_t count) {
    auto out = anna().passkey.assertion(anna().rp_id, origin(), challenge);
    out.authenticator_data.back() = count;
    Bytes message = out.authenticator_data;
    append(message, crypto::sha256(out.client_data));
    out.signature = crypto::P256KeyPair::from_scalar(anna().passkey.scalar().view())->sign_der(message);
    return out;
  }
  Status sign_in(std::uint8_t count) {
    const auto challenge = await<protocol::Challenge>(*loop_, [&](auto done) {
      api()->call<protocol::Challenge>({.action = Action::challenge}, protocol::Empty{}, std::move(done));
    });
    if (!challenge) return std::unexpected(challenge.error());
    const auto key = crypto::Ed25519KeyPair::generate(system_random());
    auto made = assertion(challenge->challenge, count);
    const protocol::StaffSignIn request{
        .challenge = challenge->challenge,
        .device = anna().device.id,
        .credential_id = std::move(made.credential_id),
        .authenticator_data = std::move(made.authenticator_data),
        .client_data = std::move(made.client_data),
        .signature = std::move(made.signature),
        .session_key = key.public_key(),
        .proof = key.sign(protocol::sign_in_bytes(challenge->challenge, anna().device.id, key.public_key()))};
    return call(Action::staff_sign_in, request);
  }
  Status add_device(std::uint8_t count) {
    const auto roster =
        await<client::RosterPtr>(*loop_, [&](auto done) { anna_->key_log()->refresh(std::move(done)); });
    if (!roster) return std::unexpected(roster.error());
    const auto now = wall_clock_ms();
    const auto device = protocol::DeviceKeys::generate(server_.site(0), protocol::OwnerKind::staff,
                                                       protocol::owner_of(anna_->session().person),
                                                       static_cast<std::uint64_t>(now), system_random());
    const protocol::Act act =
        protocol::make_add_device(protocol::ActPlace::on_top_of(**roster, now), assertion(device.id, count), device);
    const auto key = crypto::Ed25519KeyPair::generate(system_random());
    protocol::EnrolDevice request;
    request.acts.push_back(encode(act));
    request.share = system_random().make<Hash>();
    request.session_key = key.public_key();
    request.proof = key.sign(protocol::enrol_bytes(device.id, key.public_key()));
    return call(Action::enrol_device, request);
  }
  template <class Request>
  Status call(Action action, const Request& request) {
    const auto answer = await<protocol::StaffSession>(
        *loop_, [&](auto done) { api()->call<protocol::StaffSession>({.action = action}, request, std::move(done)); });
    if (!answer) return std::unexpected(answer.error());
    return {};
  }

  testing::TestServer server_;
  std::unique_ptr<net::EventLoop> loop_ = *net::EventLoop::create();
  std::shared_ptr<client::Agent> anna_;
};

TEST_F(SignCount, NeverGoesBackAtAnyDevice) {
  EXPECT_OK(sign_in(0)) << "one that does not count";
  EXPECT_OK(sign_in(5));
  EXPECT_ERROR(sign_in(5), bad_passkey);
  EXPECT_ERROR(sign_in(4), bad_passkey);
  EXPECT_ERROR(sign_in(0), bad_passkey);
  EXPECT_ERROR(add_device(5), bad_passkey) << "a new device is no new passkey";
  EXPECT_OK(add_device(6));
  EXPECT_ERROR(sign_in(6), bad_passkey) << "used at the other device";
  EXPECT_OK(sign_in(7));
  server_.restart(*loop_);
  EXPECT_ERROR(sign_in(7), bad_passkey);
  EXPECT_OK(sign_in(8));
}

}  // namespace
}  // namespace cloister
