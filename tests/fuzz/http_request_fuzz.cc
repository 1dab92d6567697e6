// Requests from outside: no two readings of the same bytes, and nothing beyond the limits.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "net/http_parser.h"

namespace {

using namespace cloister;
using namespace cloister::net;

constexpr HttpLimits kLimits = {.header_bytes = 1024, .header_count = 10, .target_bytes = 100, .body_bytes = 500};
constexpr std::size_t kMaxRequests = 50;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const Request& request) {
  require(request.path.starts_with('/') && !request.path.starts_with("//"));
  require(request.target == request.path + (request.target.size() == request.path.size() ? "" : "?" + request.query));
  require(request.target.size() <= kLimits.target_bytes);
  require(request.headers.size() <= kLimits.header_count);
  require(request.body.size() <= kLimits.body_bytes);
  require(request.count("content-length") + request.count("transfer-encoding") <= 1);
  if (request.body.empty() == false) require(request.count("content-length") + request.count("transfer-encoding") == 1);
  for (const Header& header : request.headers) {
    require(!header.name.empty());
    require(std::none_of(header.name.begin(), header.name.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
    require(header.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  }
  // No crash and no excess in what handlers call.
  (void)request.host();
  (void)request.wants_websocket();
  (void)request.query_value("a");
}

struct Outcome {
  std::vector<Request> requests;
  HttpError error = HttpError::none;
};

Outcome read(ByteView bytes, std::size_t piece) {
  Outcome out;
  HttpRequestParser parser(kLimits);
  for (std::size_t at = 0; at < bytes.size() && out.requests.size() < kMaxRequests; at += piece) {
    auto progress = parser.feed(bytes.subspan(at, std::min(piece, bytes.size() - at)));
    while (progress == HttpProgress::done) {
      out.requests.push_back(parser.take());
      check(out.requests.back());
      progress = parser.feed({});
    }
    if (progress == HttpProgress::failed) {
      out.error = parser.error();
      require(out.error != HttpError::none && !parser.error_detail().empty());
      break;
    }
  }
  return out;
}

bool same(const Request& a, const Request& b) {
  return a.method == b.method && a.target == b.target && a.body == b.body && a.keep_alive == b.keep_alive &&
         std::equal(a.headers.begin(), a.headers.end(), b.headers.begin(), b.headers.end(),
                    [](const Header& x, const Header& y) { return x.name == y.name && x.value == y.value; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const ByteView bytes(data + 1, size - 1);
  const Outcome whole = read(bytes, std::max<std::size_t>(bytes.size(), 1));
  const Outcome pieces = read(bytes, 1U + data[0]);
  // In pieces, the line of a chunk may be found too long before it has ended; nothing else may differ.
  require(pieces.requests.size() <= whole.requests.size());
  require(pieces.error != HttpError::none || pieces.requests.size() == whole.requests.size());
  for (std::size_t i = 0; i < pieces.requests.size(); ++i) require(same(pieces.requests[i], whole.requests[i]));
  if (whole.error != HttpError::none) require(pieces.error != HttpError::none);
  return 0;
}
