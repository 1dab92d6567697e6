#include "crypto/authenticator_data.h"

#include "crypto/cbor_skip.h"
#include "crypto/cose_key.h"

namespace cloister::crypto {
namespace {

// Web Authentication Level 3, section 6.1, table "Authenticator data layout".
constexpr std::uint8_t kUserPresent = 0x01;
constexpr std::uint8_t kUserVerified = 0x04;
constexpr std::uint8_t kBackupEligible = 0x08;
constexpr std::uint8_t kBackedUp = 0x10;
constexpr std::uint8_t kAttested = 0x40;
constexpr std::uint8_t kExtensions = 0x80;
constexpr std::uint8_t kReserved = 0x22;
constexpr std::size_t kHeaderSize = 32 + 1 + 4;

/// Takes bytes from the front of a view; false once there are too few.
bool take(ByteView& rest, std::size_t size, ByteView& out) {
  if (rest.size() < size) return false;
  out = rest.first(size);
  rest = rest.subspan(size);
  return true;
}

Result<AttestedCredential> take_credential(ByteView& rest) {
  ByteView aaguid;
  ByteView length;
  ByteView id;
  if (!take(rest, Aaguid::kSize, aaguid) || !take(rest, 2, length))
    return fail(ErrorCode::malformed, "attested credential: too short");
  const std::size_t id_size = static_cast<std::size_t>(length[0]) << 8 | length[1];
  if (id_size == 0 || id_size > kMaxCredentialId || !take(rest, id_size, id))
    return fail(ErrorCode::malformed, "attested credential: length of the id");
  CLOISTER_TRY(const CoseKey key, parse_cose_es256(rest));
  rest = rest.subspan(key.size_bytes);
  return AttestedCredential{*Aaguid::from(aaguid), to_bytes(id), key.key};
}

}  // namespace

Result<AuthenticatorData> parse_authenticator_data(ByteView data) {
  if (data.size() < kHeaderSize || data.size() > kMaxAuthenticatorData)
    return fail(ErrorCode::malformed, "authenticator data: size");
  AuthenticatorData out;
  out.rp_id_hash = *Hash::from(data.first(32));
  const std::uint8_t flags = data[32];
  if ((flags & kReserved) != 0) return fail(ErrorCode::malformed, "authenticator data: reserved flags");
  out.user_present = (flags & kUserPresent) != 0;
  out.user_verified = (flags & kUserVerified) != 0;
  out.backup_eligible = (flags & kBackupEligible) != 0;
  out.backed_up = (flags & kBackedUp) != 0;
  if (out.backed_up && !out.backup_eligible) return fail(ErrorCode::malformed, "authenticator data: BS without BE");
  for (std::size_t i = 33; i < kHeaderSize; ++i) out.sign_count = out.sign_count << 8 | data[i];

  ByteView rest = data.subspan(kHeaderSize);
  if ((flags & kAttested) != 0) {
    CLOISTER_TRY(out.credential, take_credential(rest));
  }
  if ((flags & kExtensions) != 0) {
    CLOISTER_TRY(const std::size_t size, skip_cbor_map(rest));
    rest = rest.subspan(size);
    out.has_extensions = true;
  }
  if (!rest.empty()) return fail(ErrorCode::malformed, "authenticator data: bytes left over");
  return out;
}

}  // namespace cloister::crypto
