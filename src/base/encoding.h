// Text forms of bytes: lower-case hexadecimal and base64url without padding (RFC 4648 sections 5 and 8).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace cloister {

std::string to_hex(ByteView bytes);
std::string to_base64url(ByteView bytes);
/// Padded base64 with the standard alphabet (RFC 4648 section 4), as C2SP signed notes write it.
std::string to_base64(ByteView bytes);

/// Strict: no white space, no padding, no stray bits in the last character; nullopt for anything else.
std::optional<Bytes> from_base64url(std::string_view text);
/// Strict: padding required, standard alphabet.
std::optional<Bytes> from_base64(std::string_view text);
/// Strict: even length, lower or upper case digits.
std::optional<Bytes> from_hex(std::string_view text);

}  // namespace cloister
