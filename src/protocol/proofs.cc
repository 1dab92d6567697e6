#include "protocol/proofs.h"

#include <algorithm>

#include "base/encoding.h"

namespace cloister::protocol {
namespace {

/// label ‖ the fields, which all have fixed sizes.
Bytes fixed_fields(std::string_view label, std::initializer_list<ByteView> fields) {
  Encoder out;
  out.label(label);
  for (ByteView field : fields) out.raw(field);
  return out.take();
}

}  // namespace

Bytes join_bytes(const DeviceId& device) { return fixed_fields("join", {device}); }
Bytes visitor_bytes(const Hash& challenge, const SiteId& site, const SignKey& session_key) {
  return fixed_fields("visitor", {challenge, site, session_key});
}
Bytes sign_in_bytes(const Hash& challenge, const DeviceId& device, const SignKey& session_key) {
  return fixed_fields("sign-in", {challenge, device, session_key});
}
Bytes enrol_bytes(const DeviceId& device, const SignKey& session_key) {
  return fixed_fields("enrol", {device, session_key});
}
Bytes socket_bytes(const Hash& challenge, const SessionId& ticket, const ConversationId& conversation) {
  return fixed_fields("socket", {challenge, ticket, conversation});
}
Bytes desk_bytes(const Hash& challenge, const SessionId& session) { return fixed_fields("desk", {challenge, session}); }

Result<RequestProof> parse_request_proof(std::string_view header) {
  constexpr std::size_t kSize = 8 + sizeof(ProofNonce) + Signature::kSize;
  // The text's length says the size, so nothing longer is decoded.
  if (header.size() != (kSize * 4 + 2) / 3) return fail(ErrorCode::bad_proof, "size");
  const auto bytes = from_base64url(header);
  if (!bytes || bytes->size() != kSize) return fail(ErrorCode::bad_proof, "encoding");
  Decoder in(*bytes);
  RequestProof proof;
  proof.time_ms = static_cast<TimeMs>(in.u64());
  in.raw(proof.nonce);
  in.raw(proof.signature.value);
  if (in.failed()) return fail(ErrorCode::bad_proof, "time");
  return proof;
}

std::string format_request_proof(const RequestProof& proof) {
  Encoder out;
  out.u64(static_cast<std::uint64_t>(proof.time_ms));
  out.raw(proof.nonce);
  out.raw(proof.signature);
  return to_base64url(out.take());
}

Bytes request_bytes(const SessionId& session, TimeMs time_ms, const ProofNonce& nonce, std::string_view method,
                    std::string_view path, const Hash& body_hash) {
  Encoder out;
  out.label("request");
  out.raw(session);
  out.u64(static_cast<std::uint64_t>(time_ms));
  out.raw(nonce);
  for (std::string_view text : {method, path}) {
    // Cut, a longer text gives bytes that no honest client signs, and the length before it stays true.
    text = text.substr(0, std::min(text.size(), kMaxProvenText));
    out.u16(static_cast<std::uint16_t>(text.size()));
    out.raw(as_bytes(text));
  }
  out.raw(body_hash);
  return out.take();
}

}  // namespace cloister::protocol
