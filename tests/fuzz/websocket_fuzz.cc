// Frames from outside: whatever comes, in whatever pieces, gives the same events and stays within the limits.
#include <cstdlib>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "net/websocket_codec.h"

namespace {

using cloister::Bytes;
using namespace cloister::net;
using Kind = WebSocketEvent::Kind;

constexpr std::size_t kMaxControl = 125;

struct Seen {
  Kind kind;
  std::uint16_t code;
  std::string payload;
  bool operator==(const Seen&) const = default;
};

void require(bool condition) {
  if (!condition) std::abort();
}

void feed(WebSocketParser& parser, Bytes bytes, std::size_t max, std::vector<Seen>& out) {
  std::span<std::uint8_t> input(bytes);
  for (;;) {
    const auto event = parser.next(input);
    if (event.kind == Kind::need_more) break;
    const std::string payload(cloister::as_text(event.payload));
    if (event.kind == Kind::text || event.kind == Kind::binary) require(payload.size() <= max);
    if (event.kind == Kind::text || event.kind == Kind::close) require(cloister::is_valid_utf8(payload));
    if (event.kind == Kind::ping || event.kind == Kind::pong) require(payload.size() <= kMaxControl);
    if (event.kind == Kind::close) require(event.code == 1005 || valid_close_code(event.code));
    if (event.kind == Kind::error) require(valid_close_code(event.code));
    out.push_back({event.kind, event.code, payload});
  }
  require(input.empty());
  // A message, and a frame of at most that size with its header, may be held.
  require(parser.held_bytes() <= 2 * max + kMaxControl + 14);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto role = (data[0] & 1) != 0 ? WebSocketRole::server : WebSocketRole::client;
  const std::size_t max = 1U + (data[0] >> 1) * 40U;
  const std::size_t piece = 1U + data[1];
  const Bytes bytes(data + 2, data + size);

  WebSocketParser whole(role, max);
  std::vector<Seen> expected;
  feed(whole, bytes, max, expected);

  WebSocketParser pieces(role, max);
  std::vector<Seen> seen;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    const auto part = cloister::ByteView(bytes).subspan(at, std::min(piece, bytes.size() - at));
    feed(pieces, cloister::to_bytes(part), max, seen);
  }
  require(seen == expected);

  // What was read can be written, and reads the same.
  for (const Seen& event : seen) {
    if (event.kind != Kind::text && event.kind != Kind::binary) continue;
    Bytes out;
    const std::uint8_t mask[4] = {data[0], data[1], 3, 4};
    const auto opcode = event.kind == Kind::text ? WebSocketOpcode::text : WebSocketOpcode::binary;
    append_frame(out, opcode, cloister::as_bytes(event.payload), role == WebSocketRole::server ? mask : nullptr);
    WebSocketParser again(role, max);
    std::vector<Seen> echoed;
    feed(again, out, max, echoed);
    require(echoed == std::vector<Seen>{event});
  }
  return 0;
}
