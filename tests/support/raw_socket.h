// A WebSocket in the hands of a test, which says what it likes: any Origin, any path, any frame.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/server_address.h"
#include "net/event_loop.h"
#include "net/websocket.h"
#include "protocol/gen/messages.h"
#include "protocol/gen/wire.h"

namespace cloister::testing {

/// Only in the thread of its loop. What came is kept until asked for.
class RawSocket {
 public:
  /// Connects to `host` and asks for `path`; runs the loop until the server has answered. Without `origin` no such
  /// field is sent. The socket is `open()`, or `status()` says how it was refused.
  static std::shared_ptr<RawSocket> open(net::EventLoop& loop, const client::ServerAddress& address,
                                         const std::string& host, std::string_view path,
                                         const std::optional<std::string>& origin);

  bool open() const { return ws_ != nullptr; }
  /// HTTP status of the refusal; 101 if there was none.
  int status() const { return status_; }
  /// The code that the socket was closed with.
  const std::optional<std::uint16_t>& closed() const { return closed_; }

  void text(std::string_view text);
  void binary(ByteView bytes);
  void close();

  /// The next text message, waited for; empty when the socket closed instead.
  std::string next_text();
  /// The next text with this tag; others are dropped.
  std::string next_text(std::string_view tag);
  /// The next binary message of this type, without the type; others are dropped. Empty when the socket closed instead.
  Bytes next_frame(protocol::FrameType type);
  /// Waits until the socket has closed; false if it has not within `within_ms`.
  bool wait_closed(DurationMs within_ms = 20'000);
  /// Texts that came and were not asked for.
  const std::vector<std::string>& texts() const { return texts_; }

 private:
  class Handler;
  explicit RawSocket(net::EventLoop& loop) : loop_(loop) {}

  net::EventLoop& loop_;
  net::WebSocket* ws_ = nullptr;
  int status_ = 0;
  std::optional<std::uint16_t> closed_;
  std::vector<std::string> texts_;
  std::vector<Bytes> frames_;
};

}  // namespace cloister::testing
