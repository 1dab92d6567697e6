#include "net/http_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <utility>

namespace cloister::net {

namespace {

namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::string_view kEndOfHeader = "\r\n\r\n";

bool is_token_char(char c) {  // RFC 9110 section 5.6.2
  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  return std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool is_token(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char); }

/// Printable ASCII or above; tabs and spaces inside. Bytes from 0x80 are opaque (RFC 9110 section 5.5).
bool is_field_value(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

/// Origin-form of RFC 9112 section 3.2.1, with what browsers send in queries, without what could be read as an
/// authority, a fragment or another separator.
bool is_origin_form(std::string_view target) {
  if (!target.starts_with('/') || target.starts_with("//")) return false;
  return std::none_of(target.begin(), target.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f || c == '#' || c == '\\';
  });
}

/// uri-host [":" port] of RFC 9110 section 7.2, in the characters that names, IPv4 and IPv6 addresses have.
bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    const std::size_t end = host.find(']');
    if (end == std::string_view::npos || end < 3) return false;
    const auto inside = host.substr(1, end - 1);
    if (!std::all_of(inside.begin(), inside.end(), [](char c) {
          return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
        })) {
      return false;
    }
    host.remove_prefix(end + 1);
    if (host.empty()) return true;
  } else {
    const std::size_t end = std::min(host.find(':'), host.size());
    const auto name = host.substr(0, end);
    if (name.empty() || name.size() > 253) return false;
    if (!std::all_of(name.begin(), name.end(), [](char c) {
          return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
                 c == '_';
        })) {
      return false;
    }
    host.remove_prefix(end);
    if (host.empty()) return true;
  }
  if (!host.starts_with(':')) return false;
  host.remove_prefix(1);
  return !host.empty() && host.size() <= 5 &&
         std::all_of(host.begin(), host.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Verdict {
  HttpError error = HttpError::none;
  std::string_view detail;
};

/// What the header says about lengths, hosts and lifetimes.
struct Framing {
  std::size_t hosts = 0, lengths = 0, codings = 0, fields = 0;
  std::string_view host, length, coding, connection, expect;
};

/// Takes the whole header, empty line included, apart, and refuses everything doubtful before Beast sees it.
class HeaderCheck {
 public:
  HeaderCheck(std::string_view header, const HttpLimits& limits) : rest_(header), limits_(limits) {}

  Verdict run() {
    if (const auto verdict = request_line(take_line()); verdict.error != HttpError::none) return verdict;
    for (;;) {
      const std::string_view line = take_line();
      if (line.empty()) break;
      if (const auto verdict = field(line); verdict.error != HttpError::none) return verdict;
    }
    return framing();
  }

  bool keep_alive() const {
    if (list_has(found_.connection, "close")) return false;
    return minor_ == 1 || list_has(found_.connection, "keep-alive");
  }
  bool expects_continue() const { return minor_ == 1 && equals_ignoring_case(found_.expect, "100-continue"); }

 private:
  static Verdict bad(std::string_view detail) { return {HttpError::malformed, detail}; }

  std::string_view take_line() {
    const std::size_t end = rest_.find("\r\n");
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(line.size() + 2, rest_.size()));
    return line;
  }

  Verdict request_line(std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return bad("no request line");
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    const auto version = line.substr(last + 1);
    if (!is_token(method) || method.size() > 16) return bad("bad method");
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
      if (version.starts_with("HTTP/") && version.size() == 8)
        return {HttpError::unsupported_version, "version not supported"};
      return bad("bad version");
    }
    minor_ = version.back() - '0';
    if (target.size() > limits_.target_bytes) return {HttpError::target_too_long, "target too long"};
    if (!is_origin_form(target)) return bad("target not in origin-form");
    return {};
  }

  Verdict field(std::string_view line) {
    if (++found_.fields > limits_.header_count) return {HttpError::headers_too_large, "too many fields"};
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return bad("field without colon");
    const auto name = line.substr(0, colon);
    auto value = line.substr(colon + 1);
    // A name that is a token excludes folded lines and spaces before the colon, too.
    if (!is_token(name)) return bad("bad field name");
    if (!is_field_value(value)) return bad("bad field value");
    while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
    while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
    if (equals_ignoring_case(name, "host")) ++found_.hosts, found_.host = value;
    if (equals_ignoring_case(name, "content-length")) ++found_.lengths, found_.length = value;
    if (equals_ignoring_case(name, "transfer-encoding")) ++found_.codings, found_.coding = value;
    if (equals_ignoring_case(name, "connection")) found_.connection = value;
    if (equals_ignoring_case(name, "expect")) found_.expect = value;
    return {};
  }

  Verdict framing() const {
    if (found_.hosts > 1 || (minor_ == 1 && found_.hosts == 0)) return bad("not exactly one host");
    if (found_.hosts == 1 && !is_host(found_.host)) return bad("bad host");
    if (found_.lengths + found_.codings > 1) return bad("more than one framing");
    if (found_.lengths == 1) {
      if (found_.length.empty() ||
          !std::all_of(found_.length.begin(), found_.length.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        return bad("bad content-length");
      }
      if (found_.length.size() > 18) return {HttpError::body_too_large, "content-length too large"};
      std::size_t length = 0;
      for (const char c : found_.length) length = length * 10 + static_cast<std::size_t>(c - '0');
      if (length > limits_.body_bytes) return {HttpError::body_too_large, "content-length too large"};
    }
    if (found_.codings == 1) {
      if (minor_ != 1) return bad("transfer coding in HTTP/1.0");
      if (!equals_ignoring_case(found_.coding, "chunked"))
        return {HttpError::unsupported_coding, "transfer coding not supported"};
    }
    return {};
  }

  std::string_view rest_;
  const HttpLimits& limits_;
  Framing found_;
  int minor_ = 1;
};

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

template <class Fields>
std::vector<Header> copy_fields(const Fields& fields) {
  std::vector<Header> out;
  for (const auto& field : fields) {
    out.push_back({lower_case({field.name_string().data(), field.name_string().size()}),
                   std::string(field.value().data(), field.value().size())});
  }
  return out;
}

}  // namespace

// --- Requests -------------------------------------------------------------------------------------------------------

struct HttpRequestParser::State {
  using Parser = http::request_parser<http::string_body>;

  explicit State(const HttpLimits& given) : limits(given) {}

  HttpLimits limits;
  Bytes held;
  std::size_t searched = 0;  ///< of `held`, for the end of the header
  std::optional<Parser> parser;
  Request request;
  HttpError error = HttpError::none;
  std::string_view detail;
  bool done = false;
  bool in_body = false;
  bool expects_continue = false;

  HttpProgress refuse(HttpError why, std::string_view what) {
    error = why;
    detail = what;
    held = Bytes();
    return HttpProgress::failed;
  }

  void drop_front(std::size_t size) { held.erase(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(size)); }

  HttpProgress step() {
    if (error != HttpError::none) return HttpProgress::failed;
    if (done) return HttpProgress::done;
    if (!in_body) {
      if (const auto progress = read_header(); progress != HttpProgress::done) return progress;
    }
    return read_body();
  }

  HttpProgress read_header() {
    const auto text = as_text(held);
    if (!text.empty() && !is_token_char(text.front())) return refuse(HttpError::malformed, "no method");
    const std::size_t from = searched < kEndOfHeader.size() ? 0 : searched - kEndOfHeader.size();
    const std::size_t end = text.find(kEndOfHeader, from);
    searched = text.size();
    if (end == std::string_view::npos || end + kEndOfHeader.size() > limits.header_bytes) {
      if (end == std::string_view::npos && text.size() <= limits.header_bytes) return HttpProgress::need_more;
      // Which of the two was too long?
      const std::size_t line = text.find("\r\n");
      if (line == std::string_view::npos || line > limits.target_bytes + 32)
        return refuse(HttpError::target_too_long, "request line too long");
      return refuse(HttpError::headers_too_large, "header too long");
    }
    const std::size_t size = end + kEndOfHeader.size();
    HeaderCheck check(text.substr(0, size), limits);
    if (const auto verdict = check.run(); verdict.error != HttpError::none)
      return refuse(verdict.error, verdict.detail);
    parser.emplace();
    parser->header_limit(static_cast<std::uint32_t>(limits.header_bytes + 1));
    parser->body_limit(limits.body_bytes);
    error_code failure;
    const std::size_t used = parser->put(boost::asio::const_buffer(held.data(), size), failure);
    if ((failure && failure != http::error::need_more) || used != size || !parser->is_header_done()) {
      return refuse(HttpError::malformed, "bad header");
    }
    take_header(check);  // which looks into `held`
    drop_front(size);
    return HttpProgress::done;
  }

  void take_header(const HeaderCheck& check) {
    const auto& message = parser->get();
    request = Request{};
    request.method = std::string(message.method_string().data(), message.method_string().size());
    request.target = std::string(message.target().data(), message.target().size());
    const std::size_t mark = std::min(request.target.find('?'), request.target.size());
    request.path = request.target.substr(0, mark);
    request.query = request.target.substr(std::min(mark + 1, request.target.size()));
    // Now, so that trailers, which Beast would add to them, stay out.
    request.headers = copy_fields(message);
    request.keep_alive = check.keep_alive();
    expects_continue = check.expects_continue();
    in_body = true;
    parser->eager(true);
  }

  HttpProgress read_body() {
    std::size_t used = 0;
    while (!parser->is_done() && used < held.size()) {
      error_code failure;
      const std::size_t step = parser->put(boost::asio::const_buffer(held.data() + used, held.size() - used), failure);
      used += step;
      if (failure == http::error::need_more) break;
      if (failure == http::error::body_limit) return refuse(HttpError::body_too_large, "body too large");
      if (failure) return refuse(HttpError::malformed, "bad body");
      if (step == 0) break;
    }
    if (used > 0) drop_front(used);
    if (!parser->is_done()) {
      // What Beast does not take is the line of a chunk, or a trailer.
      if (held.size() > kMaxChunkHeaderBytes) return refuse(HttpError::malformed, "chunk header too long");
      return HttpProgress::need_more;
    }
    request.body = std::move(parser->get().body());
    parser.reset();
    done = true;
    return HttpProgress::done;
  }
};

HttpRequestParser::HttpRequestParser(const HttpLimits& limits) : state_(std::make_unique<State>(limits)) {}
HttpRequestParser::~HttpRequestParser() = default;
HttpRequestParser::HttpRequestParser(HttpRequestParser&&) noexcept = default;
HttpRequestParser& HttpRequestParser::operator=(HttpRequestParser&&) noexcept = default;

HttpProgress HttpRequestParser::feed(ByteView bytes) {
  if (state_->error == HttpError::none) append(state_->held, bytes);
  return state_->step();
}

void HttpRequestParser::hold(ByteView bytes) { append(state_->held, bytes); }

Request HttpRequestParser::take() {
  State& state = *state_;
  state.done = state.in_body = state.expects_continue = false;
  state.searched = 0;
  return std::move(state.request);
}

HttpError HttpRequestParser::error() const { return state_->error; }
std::string_view HttpRequestParser::error_detail() const { return state_->detail; }

bool HttpRequestParser::wants_continue() {
  return state_->in_body && !state_->done && std::exchange(state_->expects_continue, false);
}

bool HttpRequestParser::in_request() const { return state_->in_body || !state_->held.empty(); }

std::size_t HttpRequestParser::held_bytes() const {
  return state_->held.size() + (state_->parser ? state_->parser->get().body().size() : 0);
}

Bytes HttpRequestParser::take_rest() { return std::exchange(state_->held, {}); }

// --- Responses ------------------------------------------------------------------------------------------------------

std::optional<std::string_view> ClientResponse::header(std::string_view name) const {
  for (const Header& header : headers) {
    if (header.name == name) return header.value;
  }
  return std::nullopt;
}

struct HttpResponseParser::State {
  using Parser = http::response_parser<http::string_body>;

  explicit State(std::size_t max_body) : max_body_bytes(max_body) { start(); }

  std::size_t max_body_bytes;
  Bytes held;
  std::optional<Parser> parser;
  std::string_view detail;

  void start() {
    parser.emplace();
    parser->body_limit(max_body_bytes);
    parser->eager(true);
  }

  HttpProgress refuse(std::string_view what) {
    detail = what;
    held = Bytes();
    return HttpProgress::failed;
  }

  HttpProgress step(bool head_request) {
    if (!detail.empty()) return HttpProgress::failed;
    std::size_t used = 0;
    if (!parser->got_some()) parser->skip(head_request);
    while (!parser->is_done() && used < held.size()) {
      error_code failure;
      const std::size_t step = parser->put(boost::asio::const_buffer(held.data() + used, held.size() - used), failure);
      used += step;
      if (failure == http::error::need_more) break;
      if (failure) return refuse("response not understood");
      if (parser->is_done() && parser->get().result_int() / 100 == 1 && parser->get().result_int() != 101) {
        start();  // an interim response announces the real one
        parser->skip(head_request);
        continue;
      }
      if (step == 0) break;
    }
    held.erase(held.begin(), held.begin() + static_cast<std::ptrdiff_t>(used));
    if (parser->is_done()) return HttpProgress::done;
    return held.size() > 2 * kMaxHeaderBytes ? refuse("header too long") : HttpProgress::need_more;
  }
};

HttpResponseParser::HttpResponseParser(std::size_t max_body_bytes) : state_(std::make_unique<State>(max_body_bytes)) {}
HttpResponseParser::~HttpResponseParser() = default;
HttpResponseParser::HttpResponseParser(HttpResponseParser&&) noexcept = default;
HttpResponseParser& HttpResponseParser::operator=(HttpResponseParser&&) noexcept = default;

HttpProgress HttpResponseParser::feed(ByteView bytes, bool head_request) {
  append(state_->held, bytes);
  return state_->step(head_request);
}

HttpProgress HttpResponseParser::feed_end() {
  if (!state_->parser->is_header_done()) return state_->refuse("ended before the response");
  error_code failure;
  state_->parser->put_eof(failure);
  if (failure) return state_->refuse("ended inside the response");
  return HttpProgress::done;
}

ClientResponse HttpResponseParser::take() {
  ClientResponse out;
  auto& message = state_->parser->get();
  out.status = static_cast<int>(message.result_int());
  out.headers = copy_fields(message);
  out.keep_alive = message.keep_alive();
  out.body = std::move(message.body());
  state_->start();
  return out;
}

std::string_view HttpResponseParser::error_detail() const { return state_->detail; }
Bytes HttpResponseParser::take_rest() { return std::exchange(state_->held, {}); }

}  // namespace cloister::net
