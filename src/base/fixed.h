// Fixed-size byte values and the names (ids) built from them.
//
// An id is a name, never a key: holding one gives nothing. Each kind of id is a type of its own, so that a person can
// not be passed where a conversation is meant. All of them are ordered and hashable, and print as base64url.
#pragma once

#include <array>
#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/encoding.h"

namespace cloister {

/// N bytes with a tag type that keeps kinds apart. Trivially copyable.
template <std::size_t N, class Tag>
struct Fixed {
  static constexpr std::size_t kSize = N;
  std::array<std::uint8_t, N> value{};

  friend auto operator<=>(const Fixed&, const Fixed&) = default;

  ByteView view() const { return value; }
  operator ByteView() const { return value; }  // NOLINT(google-explicit-constructor): a Fixed is bytes
  bool is_zero() const { return value == std::array<std::uint8_t, N>{}; }
  std::string text() const { return to_base64url(value); }

  /// Exactly N bytes or nothing.
  static std::optional<Fixed> from(ByteView bytes) {
    if (bytes.size() != N) return std::nullopt;
    Fixed out;
    std::memcpy(out.value.data(), bytes.data(), N);
    return out;
  }
  /// Parses the base64url form that `text()` writes.
  static std::optional<Fixed> parse(std::string_view text) {
    const auto bytes = from_base64url(text);
    return bytes ? from(*bytes) : std::nullopt;
  }
};

using SiteId = Fixed<16, struct SiteIdTag>;
using ConversationId = Fixed<16, struct ConversationIdTag>;
/// A member of staff.
using PersonId = Fixed<16, struct PersonIdTag>;
using TeamId = Fixed<16, struct TeamIdTag>;
/// The owner of a device: a `PersonId` for staff, a random customer handle otherwise.
using OwnerId = Fixed<16, struct OwnerIdTag>;
using ClientMessageId = Fixed<16, struct ClientMessageIdTag>;
using SessionId = Fixed<32, struct SessionIdTag>;
/// SHA-256 output.
using Hash = Fixed<32, struct HashTag>;
/// Hash of a device record (docs/protocol.md).
using DeviceId = Fixed<32, struct DeviceIdTag>;
/// Ed25519 public key (RFC 8032).
using SignKey = Fixed<32, struct SignKeyTag>;
/// Ed25519 signature (RFC 8032).
using Signature = Fixed<64, struct SignatureTag>;
/// P-256 public key, uncompressed point (SEC 1 section 2.3.3; RFC 9180 section 7.1.1).
using KemKey = Fixed<65, struct KemKeyTag>;
/// AES-GCM nonce, 96 bits (NIST SP 800-38D section 8.2).
using Nonce = Fixed<12, struct NonceTag>;

}  // namespace cloister

/// Ids are random or hashes, so their first bytes are as good a hash as any; tables that take ids chosen by outsiders
/// are bounded by the limits of whoever fills them.
template <std::size_t N, class Tag>
struct std::hash<cloister::Fixed<N, Tag>> {
  std::size_t operator()(const cloister::Fixed<N, Tag>& id) const noexcept {
    static_assert(N >= sizeof(std::size_t));
    std::size_t out;
    std::memcpy(&out, id.value.data(), sizeof out);
    return out;
  }
};
