// Verification of passkeys (Web Authentication Level 3, sections 7.1 and 7.2) as far as Cloister uses them:
// ES256 keys, attestation "none", user presence and user verification required, never cross-origin.
//
// Pure functions of bytes; nothing is stored, challenges are not drawn here. What the parts look like inside:
// client_data.h, authenticator_data.h, cose_key.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/fixed.h"
#include "base/result.h"
#include "crypto/authenticator_data.h"

namespace cloister::crypto {

/// What the relying party asked for. Borrows.
struct WebauthnExpectation {
  /// The bytes of the challenge, not their base64url form.
  ByteView challenge;
  /// The relying party id: a domain, no scheme and no port.
  std::string_view rp_id;
  /// Every origin that may use it, exactly as browsers write them ("https://console.example.org").
  std::span<const std::string> origins;
};

/// A new passkey, ready to be stored.
struct RegisteredPasskey {
  CredentialId credential_id;
  PasskeyKey public_key;
  Aaguid aaguid;
  std::uint32_t sign_count = 0;
  /// It may be synchronised between devices (flag BE), and is now (flag BS).
  bool backup_eligible = false;
  bool backed_up = false;
};

struct VerifiedAssertion {
  std::uint32_t sign_count = 0;
  bool backup_eligible = false;
  bool backed_up = false;
};

/// Registration, section 7.1. `authenticator_data` is what `getAuthenticatorData()` of the response returns;
/// the attestation statement is not looked at ("none"). Errors: `malformed` for what does not parse,
/// `bad_passkey` for what parses and is not what was asked for, `weak_key` for a public key off the curve.
Result<RegisteredPasskey> verify_registration(const WebauthnExpectation& expected, ByteView authenticator_data,
                                              ByteView client_data_json);

/// Assertion, section 7.2. The caller has looked up `public_key` by the credential id and checks afterwards
/// that it belongs to the person, and `sign_count_advanced`. Errors as above, and `bad_signature`.
Result<VerifiedAssertion> verify_assertion(const WebauthnExpectation& expected, const PasskeyKey& public_key,
                                           ByteView authenticator_data, ByteView client_data_json,
                                           ByteView der_signature);

/// Section 7.2 step 22: false means that the authenticator may have been cloned. Passkeys that do not count
/// stay at 0.
bool sign_count_advanced(std::uint32_t stored, std::uint32_t seen);

}  // namespace cloister::crypto
