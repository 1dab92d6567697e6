// Who checks signatures: an interface, so that a simulation of ten thousand seeds need not do elliptic
// curves. The product has one implementation, `real_signatures()`; the only other one lives in
// tests/simulation.
#pragma once

#include <string_view>

#include "base/result.h"
#include "protocol/gen/wire.h"

namespace cloister::protocol {

/// Implementations are stateless and thread safe.
class SignatureChecker {
 public:
  virtual ~SignatureChecker() = default;
  /// `bad_signature` unless `signature` is `key`'s over `message` (Ed25519, strict: crypto/ed25519.h).
  virtual Status verify(const SignKey& key, ByteView message, const Signature& signature) const = 0;
  /// `bad_passkey` unless `assertion` is one by `passkey` for the relying party `rp_id` with these bytes as
  /// challenge (docs/protocol.md section 3, add_device).
  virtual Status verify_assertion(const Passkey& passkey, std::string_view rp_id, ByteView challenge,
                                  const PasskeyAssertion& assertion) const = 0;
  /// `weak_key` for a key that nobody must sign with, or to which nobody must seal.
  virtual Status check_sign_key(const SignKey& key) const = 0;
  virtual Status check_kem_key(const KemKey& key) const = 0;
};

const SignatureChecker& real_signatures();

/// Checks the signature of a signed structure: Act, ConversationGenesis, Packet, SenderCert, Assign, Close.
template <class T>
Status verify_signed(const SignatureChecker& signatures, const T& value, const SignKey& key) {
  return signatures.verify(key, signing_bytes(value), value.signature);
}

/// The same for those signed in the context of a conversation: Envelope, Mark.
template <class T>
Status verify_signed(const SignatureChecker& signatures, const T& value, const SiteId& site,
                     const ConversationId& conversation, const SignKey& key) {
  return signatures.verify(key, signing_bytes(value, site, conversation), value.signature);
}

}  // namespace cloister::protocol
