// Requests (server) and responses (client) out of bytes, sans I/O, strict.
//
// What two parsers might read in two ways is refused, not repaired (RFC 9112 section 11.2): both
// Content-Length and Transfer-Encoding, two Content-Lengths, transfer codings other than a single "chunked",
// folded lines, bare line feeds, spaces before colons, targets that are not in origin-form, missing or
// doubtful Host. Trailers are read and dropped.
//
// Boost.Beast parses; http_parser.cc is the only file that includes it. A parser belongs to one thread, and
// holds no more than the limits say.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "net/http_message.h"
#include "net/limits.h"

namespace cloister::net {

/// Why a request cannot be taken, as the status that says so.
enum class HttpError : std::uint16_t {
  none = 0,
  malformed = 400,
  timeout = 408,
  body_too_large = 413,
  target_too_long = 414,
  headers_too_large = 431,
  unsupported_coding = 501,
  overloaded = 503,
  unsupported_version = 505,
};

enum class HttpProgress { need_more, done, failed };

class HttpRequestParser {
 public:
  explicit HttpRequestParser(const HttpLimits& limits);
  ~HttpRequestParser();
  HttpRequestParser(HttpRequestParser&&) noexcept;
  HttpRequestParser& operator=(HttpRequestParser&&) noexcept;

  /// Takes bytes. `done`: `take()` has the request, and bytes after it wait inside (`feed({})` goes on with
  /// them). `failed`: `error()` says why, nothing more is taken.
  HttpProgress feed(ByteView bytes);
  /// The finished request; the parser is ready for the next.
  Request take();
  HttpError error() const;
  /// What happened, for the log; never holds what was sent.
  std::string_view error_detail() const;
  /// True if the peer asked "Expect: 100-continue", the header is complete and acceptable, and the body is
  /// awaited. True once.
  bool wants_continue();
  /// Keeps bytes for later, unparsed: what a client sends before it has its answer.
  void hold(ByteView bytes);
  /// True if bytes of an unfinished request are held.
  bool in_request() const;
  /// What it holds of requests that were not yet taken.
  std::size_t held_bytes() const;
  /// Bytes held that were not yet parsed, for handing over after an upgrade.
  Bytes take_rest();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A response as the client sees it.
struct ClientResponse {
  int status = 0;
  std::vector<Header> headers;
  std::string body;
  bool keep_alive = true;

  std::optional<std::string_view> header(std::string_view name) const;
};

class HttpResponseParser {
 public:
  /// `max_body_bytes` bounds what is held.
  explicit HttpResponseParser(std::size_t max_body_bytes = 8 * 1024 * 1024);
  ~HttpResponseParser();
  HttpResponseParser(HttpResponseParser&&) noexcept;
  HttpResponseParser& operator=(HttpResponseParser&&) noexcept;

  /// `head_request`: the answer has no content whatever its header says.
  HttpProgress feed(ByteView bytes, bool head_request = false);
  /// The peer has closed; a response without length ends there.
  HttpProgress feed_end();
  ClientResponse take();
  std::string_view error_detail() const;
  Bytes take_rest();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cloister::net
