// Authenticator data (Web Authentication Level 3, section 6.1): what an authenticator says about itself and
// the user, and the new credential when there is one.
#pragma once

#include <cstdint>
#include <optional>

#include "base/fixed.h"
#include "base/result.h"

namespace cloister::crypto {

/// A passkey's public key: P-256 point, uncompressed.
using PasskeyKey = Fixed<65, struct PasskeyKeyTag>;
/// Model of an authenticator; zero when it keeps it to itself.
using Aaguid = Fixed<16, struct AaguidTag>;
/// Chosen by the authenticator, 1 to 1023 bytes (section 6.5.1).
using CredentialId = Bytes;

inline constexpr std::size_t kMaxCredentialId = 1023;
/// Bound of ours; real ones are below 1.5 KB.
inline constexpr std::size_t kMaxAuthenticatorData = 4096;

struct AttestedCredential {
  Aaguid aaguid;
  CredentialId id;
  PasskeyKey public_key;
};

struct AuthenticatorData {
  Hash rp_id_hash;
  bool user_present = false;     // UP, bit 0
  bool user_verified = false;    // UV, bit 2
  bool backup_eligible = false;  // BE, bit 3
  bool backed_up = false;        // BS, bit 4
  std::uint32_t sign_count = 0;
  /// Flag AT, bit 6.
  std::optional<AttestedCredential> credential;
  /// Flag ED, bit 7: the CBOR map of extensions was there. Its content is checked for form and not used.
  bool has_extensions = false;
};

/// Parses strictly: no byte too few or too many, reserved flags zero, BS only with BE, the key as cose_key.h
/// wants it. `malformed` or `weak_key` otherwise. Thread safe.
Result<AuthenticatorData> parse_authenticator_data(ByteView data);

}  // namespace cloister::crypto
