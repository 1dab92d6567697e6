// A request and a response as plain values, and the response on the wire (RFC 9110, RFC 9112).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "net/peer_address.h"

namespace cloister::net {

struct Header {
  std::string name;  ///< lower case
  std::string value;
};

/// One request, complete and within its limits. Owns everything.
struct Request {
  std::string method;  ///< as sent: methods are case-sensitive
  std::string target;  ///< origin-form, beginning with '/'
  std::string path;    ///< the target before '?', as sent: percent signs are not decoded
  std::string query;   ///< the target after '?', as sent
  std::vector<Header> headers;
  std::string body;
  PeerAddress peer;
  bool keep_alive = true;

  /// The value of the only header of that (lower-case) name; nullopt when there is none, or more than one.
  std::optional<std::string_view> header(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  /// Host without port, lower case; empty if there is none (HTTP/1.0).
  std::string host() const;
  /// The value of a query parameter, percent-decoded; nullopt when it is missing, given twice or badly
  /// encoded.
  std::optional<std::string> query_value(std::string_view name) const;
  /// True if this is a complete and right request for a WebSocket (RFC 6455 section 4.2.1).
  bool wants_websocket() const;
};

/// One response. `body` is owned, `static_body` borrowed for ever (embedded assets); only one of them may be
/// set. Content-Length, Date and Connection are written by the transport and must not be among `headers`.
struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
  std::string_view static_body;
  /// Ends the connection after this response.
  bool close = false;

  std::string_view content() const { return static_body.empty() ? std::string_view(body) : static_body; }
  /// For those who build one in a line.
  Response& with(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
  }
  static Response text(int status, std::string body);
};

/// Reason phrase of RFC 9110 section 15; "Status" for unknown ones.
std::string_view reason_phrase(int status);

/// Status line and header fields, with the empty line. `content_bytes` is what Content-Length says (also for
/// an answer to HEAD, whose content is not sent). Header values with control characters are left out: they
/// would split the response.
std::string serialize_head(const Response& response, std::size_t content_bytes, bool keep_alive,
                           std::int64_t unix_seconds);

/// IMF-fixdate, RFC 9110 section 5.6.7.
std::string http_date(std::int64_t unix_seconds);

/// Percent-decodes; '+' stays '+'. nullopt for bad escapes.
std::optional<std::string> percent_decode(std::string_view text);

bool equals_ignoring_case(std::string_view a, std::string_view b);
/// True if `list`, a comma-separated list of tokens, has `token` (both compared without case).
bool list_has(std::string_view list, std::string_view token);

}  // namespace cloister::net
