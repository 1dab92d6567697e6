#include "support/test_keys.h"

#include "base/encoding.h"
#include "crypto/sha256.h"
#include "protocol/roster.h"

namespace cloister::test {
namespace {

using namespace protocol;

class StandIn final : public SignatureChecker {
 public:
  Status verify(const SignKey& key, ByteView message, const Signature& signature) const override {
    if (signature != stand_in_signature(key, message)) return fail(ErrorCode::bad_signature, "stand-in");
    return {};
  }
  Status verify_assertion(const Passkey& passkey, std::string_view, ByteView challenge,
                          const PasskeyAssertion& assertion) const override {
    const auto key = SignKey::from(ByteView(passkey.public_key).first(SignKey::kSize));
    if (!equal(assertion.signature, stand_in_signature(*key, challenge))) return fail(ErrorCode::bad_passkey);
    return {};
  }
  Status check_sign_key(const SignKey&) const override { return {}; }
  Status check_kem_key(const KemKey&) const override { return {}; }
};

}  // namespace

Signature stand_in_signature(const SignKey& key, ByteView message) {
  const Hash hash = crypto::sha256({key, message});
  Signature out;
  std::ranges::copy(hash.value, out.value.begin());
  return out;
}

const SignatureChecker& stand_in_signatures() {
  static const StandIn checker;
  return checker;
}

const SignatureChecker& signatures_of(Crypto crypto) {
  return crypto == Crypto::real ? real_signatures() : stand_in_signatures();
}

SigningKey::SigningKey(Crypto crypto, SeededRandom& random) {
  if (crypto == Crypto::real) {
    real_ = std::make_shared<const crypto::Ed25519KeyPair>(crypto::Ed25519KeyPair::generate(random));
    public_key_ = real_->public_key();
  } else {
    public_key_ = random.make<SignKey>();
  }
}

Signature SigningKey::sign(ByteView message) const {
  return real_ ? real_->sign(message) : stand_in_signature(public_key_, message);
}

KemKey make_kem_key(Crypto crypto, SeededRandom& random) {
  if (crypto == Crypto::real) return crypto::P256KeyPair::generate(random).public_key().bytes();
  return random.make<KemKey>();
}

TestDevice make_device(Crypto crypto, SeededRandom& random, const SiteId& site, OwnerKind kind, const OwnerId& owner) {
  TestDevice device{{}, {}, SigningKey(crypto, random)};
  device.record = {static_cast<std::uint16_t>(kSuiteP256Aes256gcm),
                   site,
                   static_cast<std::uint8_t>(kind),
                   owner,
                   device.key.public_key(),
                   make_kem_key(crypto, random),
                   1};
  device.id = device_id(device.record);
  return device;
}

TestPasskey::TestPasskey(Crypto crypto, SeededRandom& random) {
  passkey_.credential_id.resize(16);
  random.fill(passkey_.credential_id);
  if (crypto == Crypto::real) {
    real_ = std::make_shared<const crypto::P256KeyPair>(crypto::P256KeyPair::generate(random));
    passkey_.public_key = real_->public_key().bytes();
  } else {
    passkey_.public_key = random.make<KemKey>();
  }
}

PasskeyAssertion TestPasskey::assertion(std::string_view rp_id, ByteView challenge, const Wishes& wishes) const {
  PasskeyAssertion out;
  out.credential_id = passkey_.credential_id;
  append(out.authenticator_data, crypto::sha256(as_bytes(rp_id)));
  append(out.authenticator_data, Bytes{wishes.flags, 0, 0, 0, 1});
  out.client_data = to_bytes(as_bytes(R"({"type":")" + wishes.type + R"(","challenge":")" + to_base64url(challenge) +
                                      R"(","origin":"https://console.example.org","crossOrigin":false})"));
  if (!real_) {
    const auto key = SignKey::from(ByteView(passkey_.public_key).first(SignKey::kSize));
    out.signature = to_bytes(stand_in_signature(*key, challenge));
    return out;
  }
  Bytes message = out.authenticator_data;
  append(message, crypto::sha256(out.client_data));
  out.signature = real_->sign_der(message);
  return out;
}

Bytes fake_sealed() { return Bytes(kSealedSecretSize, 0x5e); }

}  // namespace cloister::test
