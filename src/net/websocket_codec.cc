#include "net/websocket_codec.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/encoding.h"
#include "base/utf8.h"

namespace cloister::net {

namespace {

// RFC 6455 section 5.2.
constexpr std::uint8_t kFin = 0x80;
constexpr std::uint8_t kReserved = 0x70;
constexpr std::uint8_t kOpcodeMask = 0x0f;
constexpr std::uint8_t kMasked = 0x80;
constexpr std::uint8_t kLengthMask = 0x7f;
constexpr std::uint8_t kLength16 = 126;
constexpr std::uint8_t kLength64 = 127;
constexpr std::size_t kMaskBytes = 4;
constexpr std::size_t kMaxFrameHeaderBytes = 14;

/// RFC 6455 section 1.3.
constexpr std::string_view kAcceptGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

bool is_control(std::uint8_t opcode) { return opcode >= 8; }
bool is_known(std::uint8_t opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

/// `offset` is how much of the payload was masked before. Whole words first: payloads are what costs.
void apply_mask(std::span<std::uint8_t> data, const std::uint8_t* mask, std::size_t offset) {
  std::array<std::uint8_t, 8> pattern;
  for (std::size_t i = 0; i < pattern.size(); ++i) pattern[i] = mask[(offset + i) % kMaskBytes];
  std::uint64_t word;
  std::memcpy(&word, pattern.data(), sizeof word);
  std::size_t at = 0;
  for (; at + sizeof word <= data.size(); at += sizeof word) {
    std::uint64_t piece;
    std::memcpy(&piece, data.data() + at, sizeof piece);
    piece ^= word;
    std::memcpy(data.data() + at, &piece, sizeof piece);
  }
  for (; at < data.size(); ++at) data[at] ^= pattern[at % pattern.size()];
}

}  // namespace

bool valid_close_code(std::uint16_t code) {
  if (code >= 3000 && code <= 4999) return true;
  if (code < 1000 || code > 1014) return false;
  return code != 1004 && code != 1005 && code != 1006;
}

struct WebSocketParser::FrameHeader {
  std::uint64_t length = 0;
  std::array<std::uint8_t, kMaskBytes> mask{};
  std::uint8_t size = 0;  ///< of the header itself
  std::uint8_t opcode = 0;
  bool final = false;
  bool masked = false;

  /// False: more bytes are needed. Looks at nothing but sizes.
  bool parse(ByteView bytes) {
    if (bytes.size() < 2) return false;
    final = (bytes[0] & kFin) != 0;
    opcode = bytes[0] & kOpcodeMask;
    masked = (bytes[1] & kMasked) != 0;
    length = bytes[1] & kLengthMask;
    std::size_t length_bytes = 0;
    if (length == kLength16) length_bytes = 2;
    if (length == kLength64) length_bytes = 8;
    size = static_cast<std::uint8_t>(2 + length_bytes + (masked ? kMaskBytes : 0));
    if (bytes.size() < size) return false;
    if (length_bytes != 0) {
      length = 0;
      for (std::size_t i = 0; i < length_bytes; ++i) length = length << 8 | bytes[2 + i];
    }
    if (masked) std::copy_n(bytes.begin() + 2 + static_cast<std::ptrdiff_t>(length_bytes), kMaskBytes, mask.begin());
    return true;
  }
};

/// What an unfinished frame or message needs; exists only while there is one.
struct WebSocketParser::Partial {
  Bytes frame;              ///< header and payload so far of a frame that did not arrive whole
  Bytes message;            ///< fragments so far
  std::uint8_t opcode = 0;  ///< of the fragmented message; 0 if there is none
};

WebSocketParser::WebSocketParser(WebSocketRole role, std::size_t max_message_bytes) : role_(role) {
  set_max_message_bytes(max_message_bytes);
}

void WebSocketParser::set_max_message_bytes(std::size_t size) {
  max_message_bytes_ = static_cast<std::uint32_t>(std::min<std::size_t>(size, 0xffffffffU));
}

WebSocketParser::~WebSocketParser() = default;
WebSocketParser::WebSocketParser(WebSocketParser&&) noexcept = default;
WebSocketParser& WebSocketParser::operator=(WebSocketParser&&) noexcept = default;

WebSocketParser::Partial& WebSocketParser::partial() {
  if (!partial_) partial_ = std::make_unique<Partial>();
  return *partial_;
}

std::size_t WebSocketParser::held_bytes() const {
  return partial_ ? partial_->frame.size() + partial_->message.size() : 0;
}

WebSocketEvent WebSocketParser::fail(CloseCode code, std::string_view detail) {
  dead_ = true;
  return {
      .kind = WebSocketEvent::Kind::error, .code = static_cast<std::uint16_t>(code), .payload = {}, .detail = detail};
}

WebSocketEvent WebSocketParser::check(const FrameHeader& header, std::uint8_t first_byte) const {
  const auto refuse = [](CloseCode code, std::string_view detail) {
    return WebSocketEvent{
        .kind = WebSocketEvent::Kind::error, .code = static_cast<std::uint16_t>(code), .payload = {}, .detail = detail};
  };
  if ((first_byte & kReserved) != 0) return refuse(CloseCode::protocol_error, "reserved bit set");
  if (!is_known(header.opcode)) return refuse(CloseCode::protocol_error, "unknown opcode");
  if (header.masked != (role_ == WebSocketRole::server)) return refuse(CloseCode::protocol_error, "wrong masking");
  const std::size_t size_of_length = header.size - 2U - (header.masked ? kMaskBytes : 0);
  if ((size_of_length == 2 && header.length < kLength16) || (size_of_length == 8 && header.length <= 0xffff)) {
    return refuse(CloseCode::protocol_error, "length not in its shortest form");
  }
  if (is_control(header.opcode)) {
    if (!header.final) return refuse(CloseCode::protocol_error, "fragmented control frame");
    if (header.length > 125) return refuse(CloseCode::protocol_error, "control frame too long");
    return {};
  }
  const bool in_message = partial_ && partial_->opcode != 0;
  if (header.opcode == 0 && !in_message) return refuse(CloseCode::protocol_error, "continuation of nothing");
  if (header.opcode != 0 && in_message) return refuse(CloseCode::protocol_error, "new message inside another");
  const std::size_t before = in_message ? partial_->message.size() : 0;
  if (before > max_message_bytes_ || header.length > max_message_bytes_ - before)
    return refuse(CloseCode::message_too_big, "message too big");
  return {};
}

void WebSocketParser::release() {
  release_on_next_ = false;
  if (!partial_) return;
  // The frame buffer was lent out with the last event; a message in pieces lives on behind a control frame.
  if (partial_->opcode == 0) {
    partial_.reset();
  } else {
    partial_->frame = Bytes();
  }
}

WebSocketEvent WebSocketParser::next(std::span<std::uint8_t>& input) {
  using Kind = WebSocketEvent::Kind;
  for (;;) {
    if (release_on_next_) release();
    if (dead_) {
      input = {};
      return {};
    }
    if (input.empty()) return {};
    const bool held = partial_ && !partial_->frame.empty();
    if (held) {
      // Bring the header together first, then take no more of the input than the frame needs.
      Bytes& frame = partial_->frame;
      const std::size_t had = frame.size();
      FrameHeader header;
      if (!header.parse(frame)) {
        const std::size_t room = kMaxFrameHeaderBytes - had;
        const std::size_t taken = std::min(room, input.size());
        frame.insert(frame.end(), input.begin(), input.begin() + static_cast<std::ptrdiff_t>(taken));
        if (!header.parse(frame)) {
          // Only a header of full length can use up the room, and that would have been parsed.
          input = input.subspan(taken);
          return {};
        }
        if (const auto verdict = check(header, frame[0]); verdict.kind == Kind::error) {
          return fail(CloseCode{verdict.code}, verdict.detail);
        }
        const std::size_t whole = header.size + static_cast<std::size_t>(header.length);
        if (frame.size() > whole) {
          const std::size_t given_back = frame.size() - whole;
          frame.resize(whole);
          input = input.subspan(taken - given_back);
        } else {
          input = input.subspan(taken);
        }
      }
      const std::size_t whole = header.size + static_cast<std::size_t>(header.length);
      const std::size_t taken = std::min(whole - frame.size(), input.size());
      frame.insert(frame.end(), input.begin(), input.begin() + static_cast<std::ptrdiff_t>(taken));
      input = input.subspan(taken);
      if (frame.size() < whole) return {};
      auto event = take_frame(header, std::span(frame).subspan(header.size));
      release_on_next_ = true;
      if (event.kind != Kind::need_more) return event;
      continue;
    }
    FrameHeader header;
    if (!header.parse(input)) {
      append(partial().frame, input);
      input = {};
      return {};
    }
    if (const auto verdict = check(header, input[0]); verdict.kind == Kind::error) {
      return fail(CloseCode{verdict.code}, verdict.detail);
    }
    const std::size_t whole = header.size + static_cast<std::size_t>(header.length);
    if (input.size() < whole) {
      // Grows with what arrives, not with what is announced.
      append(partial().frame, input);
      input = {};
      return {};
    }
    const auto payload = input.subspan(header.size, static_cast<std::size_t>(header.length));
    input = input.subspan(whole);
    auto event = take_frame(header, payload);
    if (event.kind != Kind::need_more) return event;
  }
}

WebSocketEvent WebSocketParser::take_frame(const FrameHeader& header, std::span<std::uint8_t> payload) {
  using Kind = WebSocketEvent::Kind;
  if (header.masked) apply_mask(payload, header.mask.data(), 0);
  if (is_control(header.opcode)) return take_control(header, payload);
  std::uint8_t opcode = header.opcode;
  if (!header.final || opcode == 0) {
    Partial& held = partial();
    if (opcode != 0) held.opcode = opcode;
    append(held.message, payload);
    if (!header.final) return {};
    opcode = std::exchange(held.opcode, std::uint8_t{0});
    payload = held.message;
    release_on_next_ = true;
  }
  if (opcode == static_cast<std::uint8_t>(WebSocketOpcode::text)) {
    if (!is_valid_utf8(as_text(payload))) return fail(CloseCode::invalid_payload, "text is not UTF-8");
    return {.kind = Kind::text, .code = 0, .payload = payload, .detail = {}};
  }
  return {.kind = Kind::binary, .code = 0, .payload = payload, .detail = {}};
}

WebSocketEvent WebSocketParser::take_control(const FrameHeader& header, std::span<std::uint8_t> payload) {
  using Kind = WebSocketEvent::Kind;
  switch (WebSocketOpcode{header.opcode}) {
    case WebSocketOpcode::ping:
      return {.kind = Kind::ping, .code = 0, .payload = payload, .detail = {}};
    case WebSocketOpcode::pong:
      return {.kind = Kind::pong, .code = 0, .payload = payload, .detail = {}};
    default:
      break;
  }
  if (payload.empty()) {
    dead_ = true;
    return {.kind = Kind::close, .code = static_cast<std::uint16_t>(CloseCode::no_status), .payload = {}, .detail = {}};
  }
  if (payload.size() == 1) return fail(CloseCode::protocol_error, "close code of one byte");
  const auto code = static_cast<std::uint16_t>(payload[0] << 8 | payload[1]);
  if (!valid_close_code(code)) return fail(CloseCode::protocol_error, "close code that is not allowed");
  const auto reason = payload.subspan(2);
  if (!is_valid_utf8(as_text(reason))) return fail(CloseCode::invalid_payload, "close reason is not UTF-8");
  dead_ = true;
  return {.kind = Kind::close, .code = code, .payload = reason, .detail = {}};
}

void append_frame(Bytes& out, WebSocketOpcode opcode, ByteView payload, const std::uint8_t* mask, bool final) {
  std::array<std::uint8_t, kMaxFrameHeaderBytes> header;
  std::size_t size = 0;
  header[size++] = static_cast<std::uint8_t>((final ? kFin : 0) | static_cast<std::uint8_t>(opcode));
  const std::uint8_t mask_bit = mask ? kMasked : 0;
  const std::size_t length = payload.size();
  if (length < kLength16) {
    header[size++] = static_cast<std::uint8_t>(mask_bit | length);
  } else if (length <= 0xffff) {
    header[size++] = mask_bit | kLength16;
    for (int shift = 8; shift >= 0; shift -= 8) header[size++] = static_cast<std::uint8_t>(length >> shift);
  } else {
    header[size++] = mask_bit | kLength64;
    for (int shift = 56; shift >= 0; shift -= 8) header[size++] = static_cast<std::uint8_t>(length >> shift);
  }
  if (mask) {
    std::copy_n(mask, kMaskBytes, header.begin() + static_cast<std::ptrdiff_t>(size));
    size += kMaskBytes;
  }
  const std::size_t start = out.size() + size;
  if (out.capacity() < start + length) out.reserve(std::max(start + length, out.empty() ? 0 : 2 * out.capacity()));
  out.insert(out.end(), header.begin(), header.begin() + static_cast<std::ptrdiff_t>(size));
  append(out, payload);
  if (mask) apply_mask(std::span(out).subspan(start), mask, 0);
}

void append_close(Bytes& out, std::uint16_t code, std::string_view reason, const std::uint8_t* mask) {
  if (!valid_close_code(code)) {
    append_frame(out, WebSocketOpcode::close, {}, mask);
    return;
  }
  std::array<std::uint8_t, 125> payload;
  payload[0] = static_cast<std::uint8_t>(code >> 8);
  payload[1] = static_cast<std::uint8_t>(code);
  std::size_t size = std::min(reason.size(), payload.size() - 2);
  // Not in the middle of a character: 10xxxxxx continues one (RFC 3629 section 3).
  while (size < reason.size() && size > 0 && (static_cast<std::uint8_t>(reason[size]) & 0xc0) == 0x80) --size;
  std::copy_n(reason.begin(), size, payload.begin() + 2);
  append_frame(out, WebSocketOpcode::close, ByteView(payload).first(size + 2), mask);
}

std::string websocket_accept(std::string_view key) {
  const std::string text = std::string(key) + std::string(kAcceptGuid);
  // SHA-1 is what the RFC asks for; it proves nothing but that the server speaks WebSocket.
  std::array<std::uint8_t, 20> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha1(), nullptr);
  return to_base64(digest);
}

std::string websocket_key(RandomSource& random) {
  std::array<std::uint8_t, 16> bytes;
  random.fill(bytes);
  return to_base64(bytes);
}

}  // namespace cloister::net
