// What is signed to prove the possession of a key where no structure is sent: the bytes, for whoever signs
// and whoever verifies (docs/protocol.md sections 3, 5 and 6). Pure; thread safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "protocol/gen/wire.h"

namespace cloister::protocol {

/// By the invitation key, in the act join.
Bytes join_bytes(const DeviceId& device);
/// By the session key and by the device key.
Bytes visitor_bytes(const Hash& challenge, const SiteId& site, const SignKey& session_key);
/// By the session key.
Bytes sign_in_bytes(const Hash& challenge, const DeviceId& device, const SignKey& session_key);
/// By the session key.
Bytes enrol_bytes(const DeviceId& device, const SignKey& session_key);
/// By the socket key.
Bytes socket_bytes(const Hash& challenge, const SessionId& ticket, const ConversationId& conversation);
/// By the session key.
Bytes desk_bytes(const Hash& challenge, const SessionId& session);

/// The 16 random bytes of a request proof.
using ProofNonce = std::array<std::uint8_t, 16>;

/// What the header `Cloister-Proof` holds.
struct RequestProof {
  TimeMs time_ms = 0;
  ProofNonce nonce{};
  Signature signature;
  friend bool operator==(const RequestProof&, const RequestProof&) = default;
};
/// Longest method and longest path with query that a proof can be over (their length is a u16).
inline constexpr std::size_t kMaxProvenText = 65535;

/// base64url of u64 time ‖ nonce ‖ signature, exactly; `bad_proof` otherwise.
Result<RequestProof> parse_request_proof(std::string_view header);
std::string format_request_proof(const RequestProof& proof);
/// What the signature of a request proof is over. `method` and `path` (with query) are at most
/// `kMaxProvenText` long.
Bytes request_bytes(const SessionId& session, TimeMs time_ms, const ProofNonce& nonce, std::string_view method,
                    std::string_view path, const Hash& body_hash);

}  // namespace cloister::protocol
