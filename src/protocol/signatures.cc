#include "protocol/signatures.h"

#include "crypto/authenticator_data.h"
#include "crypto/client_data.h"
#include "crypto/ed25519.h"
#include "crypto/p256.h"
#include "crypto/sha256.h"

namespace cloister::protocol {
namespace {

Status passkey_says_no(const char* why) { return fail(ErrorCode::bad_passkey, why); }

class RealSignatures final : public SignatureChecker {
 public:
  Status verify(const SignKey& key, ByteView message, const Signature& signature) const override {
    return crypto::ed25519_verify(key, message, signature);
  }

  // Not crypto::verify_assertion: replay does not know the origins of the console, which may change over the
  // years, while the chain must be judged the same for ever.
  Status verify_assertion(const Passkey& passkey, std::string_view rp_id, ByteView challenge,
                          const PasskeyAssertion& assertion) const override {
    if (assertion.credential_id != passkey.credential_id) return passkey_says_no("another credential");
    const auto client = crypto::parse_client_data(assertion.client_data);
    if (!client || client->type != "webauthn.get" || !equal(client->challenge, challenge))
      return passkey_says_no("client data");
    const auto data = crypto::parse_authenticator_data(assertion.authenticator_data);
    if (!data || data->rp_id_hash != crypto::sha256(as_bytes(rp_id)) || !data->user_present || !data->user_verified)
      return passkey_says_no("authenticator data");
    // WebAuthn section 7.2: the signature is over authenticator data ‖ SHA-256(client data).
    Bytes message = assertion.authenticator_data;
    append(message, crypto::sha256(assertion.client_data));
    const auto key = crypto::P256PublicKey::parse(passkey.public_key);
    if (!key || !key->verify_der(message, assertion.signature)) return passkey_says_no("signature");
    return {};
  }

  Status check_sign_key(const SignKey& key) const override {
    if (!crypto::Ed25519PublicKey::parse(key)) return fail(ErrorCode::weak_key, "Ed25519");
    return {};
  }
  Status check_kem_key(const KemKey& key) const override {
    if (!crypto::P256PublicKey::parse(key)) return fail(ErrorCode::weak_key, "P-256");
    return {};
  }
};

}  // namespace

const SignatureChecker& real_signatures() {
  static const RealSignatures checker;
  return checker;
}

}  // namespace cloister::protocol
