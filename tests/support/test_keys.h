// Keys and devices for tests: real ones, or stand-ins that cost one hash where elliptic curves are not what is tested
// (the simulation, fuzzing).
#pragma once

#include <memory>

#include "crypto/ed25519.h"
#include "crypto/p256.h"
#include "protocol/names.h"
#include "protocol/signatures.h"
#include "support/seeded_random.h"

namespace cloister::test {

enum class Crypto : std::uint8_t { real, stand_in };

/// The signature of the stand-in: anybody can make it, so it says who *would* have signed, and nothing else.
Signature stand_in_signature(const SignKey& key, ByteView message);
/// Takes stand-in signatures, and passkey assertions whose signature is the stand-in's by the passkey's first bytes.
const protocol::SignatureChecker& stand_in_signatures();
const protocol::SignatureChecker& signatures_of(Crypto crypto);

class SigningKey {
 public:
  SigningKey(Crypto crypto, SeededRandom& random);
  const SignKey& public_key() const { return public_key_; }
  Signature sign(ByteView message) const;
  /// Fills in the signature of a signed structure.
  template <class T>
  void sign_in(T& value) const {
    value.signature = sign(signing_bytes(value));
  }
  template <class T>
  void sign_in(T& value, const SiteId& site, const ConversationId& conversation) const {
    value.signature = sign(signing_bytes(value, site, conversation));
  }

 private:
  SignKey public_key_;
  std::shared_ptr<const crypto::Ed25519KeyPair> real_;
};

KemKey make_kem_key(Crypto crypto, SeededRandom& random);

struct TestDevice {
  protocol::DeviceRecord record;
  DeviceId id;
  SigningKey key;
};
TestDevice make_device(Crypto crypto, SeededRandom& random, const SiteId& site, protocol::OwnerKind kind,
                       const OwnerId& owner);

/// An authenticator with one credential.
class TestPasskey {
 public:
  TestPasskey(Crypto crypto, SeededRandom& random);
  const protocol::Passkey& passkey() const { return passkey_; }
  struct Wishes {
    std::string type = "webauthn.get";
    std::uint8_t flags = 0x05;  // UP and UV
  };
  protocol::PasskeyAssertion assertion(std::string_view rp_id, ByteView challenge, const Wishes& wishes) const;
  protocol::PasskeyAssertion assertion(std::string_view rp_id, ByteView challenge) const {
    return assertion(rp_id, challenge, Wishes());
  }

 private:
  protocol::Passkey passkey_;
  std::shared_ptr<const crypto::P256KeyPair> real_;
};

/// As long as what HPKE makes of a 32-byte secret; nothing here opens it.
Bytes fake_sealed();

}  // namespace cloister::test
