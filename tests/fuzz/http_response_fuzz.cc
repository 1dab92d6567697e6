// Responses as the native client reads them, in any pieces, bounded.
#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "net/http_parser.h"

namespace {

using namespace cloister;
using namespace cloister::net;

constexpr std::size_t kMaxBody = 500;

void require(bool condition) {
  if (!condition) std::abort();
}

std::vector<std::string> read(ByteView bytes, std::size_t piece, bool& failed) {
  std::vector<std::string> out;
  HttpResponseParser parser(kMaxBody);
  failed = false;
  for (std::size_t at = 0; at < bytes.size() && out.size() < 50; at += piece) {
    auto progress = parser.feed(bytes.subspan(at, std::min(piece, bytes.size() - at)));
    while (progress == HttpProgress::done && out.size() < 50) {
      const ClientResponse response = parser.take();
      require(response.body.size() <= kMaxBody);
      out.push_back(std::to_string(response.status) + " " + response.body);
      progress = parser.feed({});
    }
    if (progress == HttpProgress::failed) {
      failed = true;
      require(!parser.error_detail().empty());
      return out;
    }
  }
  if (parser.feed_end() == HttpProgress::done) require(parser.take().body.size() <= kMaxBody);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const ByteView bytes(data + 1, size - 1);
  bool whole_failed = false;
  bool pieces_failed = false;
  const auto whole = read(bytes, std::max<std::size_t>(bytes.size(), 1), whole_failed);
  const auto pieces = read(bytes, 1U + data[0], pieces_failed);
  if (!whole_failed && !pieces_failed) require(whole == pieces);
  return 0;
}
