// The files of the web part, embedded in the binary and already compressed (made by web/build.mjs).
//
// All views point at constant data of the program: they are valid for its whole life and may be read by any
// thread.
#pragma once

#include <span>
#include <string_view>

#include "base/bytes.h"

namespace cloister::server {

/// One file.
struct Asset {
  /// Absolute path, such as "/assets/desk-1A2B3C4D.js", "/embed.js" or "/console/desk.html".
  std::string_view path;
  /// Value of Content-Type, charset included.
  std::string_view content_type;
  /// Value of ETag, quotes included; of the uncompressed bytes (RFC 9110 section 8.8.3).
  std::string_view etag;
  /// Subresource integrity of the uncompressed bytes, "sha384-…" (W3C SRI section 3.1).
  std::string_view sri;
  /// The bytes themselves, and compressed (RFC 1952, RFC 7932). A compressed form that is not smaller is left
  /// empty.
  ByteView identity;
  ByteView gzip;
  ByteView brotli;
  /// The path names the content by its hash, so it may be cached for ever.
  bool immutable;
};

/// All files, sorted by path.
std::span<const Asset> embedded_assets();

}  // namespace cloister::server
