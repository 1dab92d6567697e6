// Client data of WebAuthn (Web Authentication Level 3, section 5.8.1): what the browser says about the
// ceremony, as JSON that the authenticator's signature covers.
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace cloister::crypto {

/// Bounds of ours on the JSON: bytes and depth (browsers send one flat object; `tokenBinding` may be one
/// level down).
inline constexpr std::size_t kMaxClientData = 4096;
inline constexpr std::size_t kMaxClientDataDepth = 4;

struct ClientData {
  /// "webauthn.create" or "webauthn.get".
  std::string type;
  Bytes challenge;
  std::string origin;
  bool cross_origin = false;
  bool has_top_origin = false;
};

/// Strict JSON, an object without repeated names among those used, challenge in base64url without padding.
/// Unknown members are ignored, as the standard demands. `malformed` otherwise. Thread safe.
Result<ClientData> parse_client_data(ByteView json);

}  // namespace cloister::crypto
