// A passkey in software: the part of browser and authenticator together (Web Authentication Level 3), for the native
// client and for tests. It confirms by itself, so it is no second factor of anybody; the product's staff use real ones.
#pragma once

#include <string>
#include <string_view>

#include "base/random.h"
#include "crypto/p256.h"
#include "protocol/gen/messages.h"
#include "protocol/gen/wire.h"

namespace cloister::client {

/// One ES256 credential, attestation "none", flags UP and UV, signature counter 0. Move only. Const use is thread safe.
class SoftwarePasskey {
 public:
  static SoftwarePasskey generate(RandomSource& random);
  /// One that was stored.
  static Result<SoftwarePasskey> restore(Bytes credential_id, ByteView scalar);

  protocol::Passkey passkey() const { return {credential_id_, key_.public_key().bytes()}; }
  const Secret& scalar() const { return key_.scalar(); }

  /// What navigator.credentials.create() gives at `origin` for this challenge.
  protocol::Registration registration(std::string_view rp_id, std::string_view origin, ByteView challenge) const;
  /// What navigator.credentials.get() gives.
  protocol::PasskeyAssertion assertion(std::string_view rp_id, std::string_view origin, ByteView challenge) const;

 private:
  SoftwarePasskey(Bytes credential_id, crypto::P256KeyPair key)
      : credential_id_(std::move(credential_id)), key_(std::move(key)) {}
  Bytes credential_id_;
  crypto::P256KeyPair key_;
};

}  // namespace cloister::client
