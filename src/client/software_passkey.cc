#include "client/software_passkey.h"

#include "crypto/cose_key.h"
#include "crypto/sha256.h"

namespace cloister::client {
namespace {

constexpr std::size_t kCredentialIdSize = 32;
// Web Authentication Level 3, section 6.1.
constexpr std::uint8_t kUserPresent = 0x01;
constexpr std::uint8_t kUserVerified = 0x04;
constexpr std::uint8_t kAttested = 0x40;

/// rpIdHash ‖ flags ‖ signature counter 0.
Bytes authenticator_header(std::string_view rp_id, std::uint8_t flags) {
  Bytes out = to_bytes(crypto::sha256(as_bytes(rp_id)));
  out.push_back(flags);
  out.insert(out.end(), 4, 0);
  return out;
}

/// Section 5.8.1.1. An origin has no character that JSON would escape.
Bytes client_data(std::string_view type, std::string_view origin, ByteView challenge) {
  std::string json = R"({"type":")";
  json.append(type).append(R"(","challenge":")").append(to_base64url(challenge));
  json.append(R"(","origin":")").append(origin).append(R"(","crossOrigin":false})");
  return to_bytes(as_bytes(json));
}

}  // namespace

SoftwarePasskey SoftwarePasskey::generate(RandomSource& random) {
  Bytes id(kCredentialIdSize);
  random.fill(id);
  return {std::move(id), crypto::P256KeyPair::generate(random)};
}

Result<SoftwarePasskey> SoftwarePasskey::restore(Bytes credential_id, ByteView scalar) {
  CLOISTER_TRY(auto key, crypto::P256KeyPair::from_scalar(scalar));
  return SoftwarePasskey(std::move(credential_id), std::move(key));
}

protocol::Registration SoftwarePasskey::registration(std::string_view rp_id, std::string_view origin,
                                                     ByteView challenge) const {
  Bytes data = authenticator_header(rp_id, kUserPresent | kUserVerified | kAttested);
  data.insert(data.end(), crypto::Aaguid::kSize, 0);
  data.push_back(static_cast<std::uint8_t>(credential_id_.size() >> 8));
  data.push_back(static_cast<std::uint8_t>(credential_id_.size()));
  append(data, credential_id_);
  append(data, crypto::format_cose_es256(*crypto::PasskeyKey::from(key_.public_key().bytes())));
  return {std::move(data), client_data("webauthn.create", origin, challenge)};
}

protocol::PasskeyAssertion SoftwarePasskey::assertion(std::string_view rp_id, std::string_view origin,
                                                      ByteView challenge) const {
  protocol::PasskeyAssertion out{credential_id_,
                                 authenticator_header(rp_id, kUserPresent | kUserVerified),
                                 client_data("webauthn.get", origin, challenge),
                                 {}};
  Bytes message = out.authenticator_data;
  append(message, crypto::sha256(out.client_data));
  out.signature = key_.sign_der(message);
  return out;
}

}  // namespace cloister::client
