#include "crypto/webauthn.h"

#include <algorithm>

#include "base/secret.h"
#include "crypto/client_data.h"
#include "crypto/p256.h"
#include "crypto/sha256.h"

namespace cloister::crypto {
namespace {

/// Steps 7 to 11 of section 7.1, 10 to 14 of section 7.2.
Status check_client_data(const WebauthnExpectation& expected, std::string_view type, ByteView client_data_json) {
  CLOISTER_TRY(const ClientData client, parse_client_data(client_data_json));
  if (client.type != type) return fail(ErrorCode::bad_passkey, "type");
  if (expected.challenge.empty() || !equal_constant_time(client.challenge, expected.challenge))
    return fail(ErrorCode::bad_passkey, "challenge");
  if (std::ranges::find(expected.origins, client.origin) == expected.origins.end())
    return fail(ErrorCode::bad_passkey, "origin");
  if (client.cross_origin || client.has_top_origin) return fail(ErrorCode::bad_passkey, "cross-origin");
  return {};
}

/// Steps 14 to 19 of section 7.1, 16 to 20 of section 7.2.
Result<AuthenticatorData> check_authenticator_data(const WebauthnExpectation& expected, ByteView data) {
  CLOISTER_TRY(AuthenticatorData out, parse_authenticator_data(data));
  if (out.rp_id_hash != sha256(as_bytes(expected.rp_id))) return fail(ErrorCode::bad_passkey, "relying party");
  if (!out.user_present) return fail(ErrorCode::bad_passkey, "nobody was present");
  if (!out.user_verified) return fail(ErrorCode::bad_passkey, "the user was not verified");
  return out;
}

}  // namespace

Result<RegisteredPasskey> verify_registration(const WebauthnExpectation& expected, ByteView authenticator_data,
                                              ByteView client_data_json) {
  CLOISTER_CHECK(check_client_data(expected, "webauthn.create", client_data_json));
  CLOISTER_TRY(AuthenticatorData data, check_authenticator_data(expected, authenticator_data));
  if (!data.credential) return fail(ErrorCode::bad_passkey, "no credential");
  return RegisteredPasskey{std::move(data.credential->id), data.credential->public_key,
                           data.credential->aaguid,        data.sign_count,
                           data.backup_eligible,           data.backed_up};
}

Result<VerifiedAssertion> verify_assertion(const WebauthnExpectation& expected, const PasskeyKey& public_key,
                                           ByteView authenticator_data, ByteView client_data_json,
                                           ByteView der_signature) {
  CLOISTER_CHECK(check_client_data(expected, "webauthn.get", client_data_json));
  CLOISTER_TRY(const AuthenticatorData data, check_authenticator_data(expected, authenticator_data));
  CLOISTER_TRY(const P256PublicKey key, P256PublicKey::parse(public_key));
  Bytes signed_bytes = to_bytes(authenticator_data);
  append(signed_bytes, sha256(client_data_json));
  CLOISTER_CHECK(key.verify_der(signed_bytes, der_signature));
  return VerifiedAssertion{data.sign_count, data.backup_eligible, data.backed_up};
}

bool sign_count_advanced(std::uint32_t stored, std::uint32_t seen) {
  return (stored == 0 && seen == 0) || seen > stored;
}

}  // namespace cloister::crypto
