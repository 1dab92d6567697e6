// RFC 6455 frames out of bytes and into bytes, sans I/O.
//
// No extensions: compression next to secrets leaks them (CRIME, BREACH). An idle parser is 16 bytes and holds
// no buffer; a message that lies whole in the input is given out in place, without a copy.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"

namespace cloister::net {

/// RFC 6455 section 7.4.1 and the IANA registry. 1005 and 1006 are never sent.
enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported_data = 1003,
  no_status = 1005,
  abnormal = 1006,
  invalid_payload = 1007,
  policy_violation = 1008,
  message_too_big = 1009,
  internal_error = 1011,
  service_restart = 1012,
  try_again_later = 1013,
};

/// May this code stand in a close frame on the wire? RFC 6455 section 7.4.
bool valid_close_code(std::uint16_t code);

enum class WebSocketRole : std::uint8_t { server, client };

struct WebSocketEvent {
  enum class Kind : std::uint8_t {
    need_more,  ///< the input is used up
    text,       ///< `payload` is a whole message of valid UTF-8
    binary,     ///< `payload` is a whole message
    ping,       ///< answer with a pong of the same payload
    pong,
    close,  ///< `code` (no_status if none was given), `payload` is the reason
    error,  ///< the peer broke the protocol: close with `code`; the parser takes nothing more
  };
  Kind kind = Kind::need_more;
  std::uint16_t code = 0;
  /// Valid until the next call of `next`, and no longer than the input it was read from.
  std::span<std::uint8_t> payload;
  /// For `error`: why, for the log.
  std::string_view detail;
};

/// Use: `while ((event = parser.next(input)).kind != need_more) …`. Belongs to one thread.
class WebSocketParser {
 public:
  /// `max_message_bytes` bounds a message with all its fragments, and thus what is ever held (up to 4 GiB).
  WebSocketParser(WebSocketRole role, std::size_t max_message_bytes);
  ~WebSocketParser();
  WebSocketParser(WebSocketParser&&) noexcept;
  WebSocketParser& operator=(WebSocketParser&&) noexcept;

  /// The next event of `input`, whose front is cut off as it is used. Unmasks in place: `input` is written
  /// to.
  WebSocketEvent next(std::span<std::uint8_t>& input);
  /// For messages that begin from now on.
  void set_max_message_bytes(std::size_t size);
  /// Bytes held for an unfinished frame or message.
  std::size_t held_bytes() const;

 private:
  struct Partial;
  struct FrameHeader;

  WebSocketEvent fail(CloseCode code, std::string_view detail);
  /// `error` if the header alone is wrong, otherwise `need_more`.
  WebSocketEvent check(const FrameHeader& header, std::uint8_t first_byte) const;
  void release();
  WebSocketEvent take_frame(const FrameHeader& header, std::span<std::uint8_t> payload);
  WebSocketEvent take_control(const FrameHeader& header, std::span<std::uint8_t> payload);
  Partial& partial();

  std::unique_ptr<Partial> partial_;
  std::uint32_t max_message_bytes_;
  WebSocketRole role_;
  bool dead_ = false;
  bool release_on_next_ = false;
};

enum class WebSocketOpcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// Appends one frame. A client's frames are masked with `mask` (RFC 6455 section 5.3 wants it unpredictable);
/// a server passes nullptr.
void append_frame(Bytes& out, WebSocketOpcode opcode, ByteView payload, const std::uint8_t* mask, bool final = true);
/// Appends a close frame; the reason is cut to what fits, at a character's border.
void append_close(Bytes& out, std::uint16_t code, std::string_view reason, const std::uint8_t* mask);

/// Sec-WebSocket-Accept for a Sec-WebSocket-Key, RFC 6455 section 4.2.2.
std::string websocket_accept(std::string_view key);
/// A fresh Sec-WebSocket-Key.
std::string websocket_key(RandomSource& random);

}  // namespace cloister::net
