// A WebSocket as its user sees it, the same on the server's and on the client's side.
//
// Thread rules: a socket and its handler belong to the loop they are in; only `SocketRef` may be held and
// used elsewhere. Nothing here throws.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "net/event_loop.h"
#include "net/peer_address.h"
#include "net/websocket_codec.h"

namespace cloister::net {

class WebSocket;

/// Names a socket without keeping it alive; may be copied to and held in any thread. Made anew after
/// `move_to`.
class SocketRef {
 public:
  SocketRef() = default;
  SocketRef(EventLoop& loop, HandlerRef ref) : loop_(&loop), ref_(ref) {}

  /// The socket, or nullptr if it is gone. Only in the thread of its loop.
  WebSocket* get() const;
  EventLoop* loop() const { return loop_; }
  friend bool operator==(const SocketRef&, const SocketRef&) = default;
  /// From any thread: `fn` runs in the loop of the socket if there is one and it is still there, otherwise it is
  /// dropped.
  void post(std::move_only_function<void(WebSocket&)> fn) const;

 private:
  EventLoop* loop_ = nullptr;
  HandlerRef ref_;
};

/// What the product does with a socket. Owned by the connection, and destroyed with it.
/// Payloads are borrowed for the call. Inside any of these the socket may be closed, moved, or written to.
class WebSocketHandler {
 public:
  virtual ~WebSocketHandler() = default;
  virtual void on_open(WebSocket&) {}
  virtual void on_text(WebSocket& socket, std::string_view text) = 0;
  virtual void on_binary(WebSocket& socket, ByteView bytes) = 0;
  /// Once, when the socket is no longer usable: the peer's close code, or abnormal (1006) if there was none.
  /// `send_*` is ignored from here on, and the socket dies after this call.
  virtual void on_close(WebSocket&, std::uint16_t code, std::string_view reason) { (void)code, (void)reason; }
  /// The queue, which had something in it at the end of an earlier turn or more than `kDrainNoticeBytes` in one, is
  /// empty.
  virtual void on_drained(WebSocket&) {}
  /// The time of `set_deadline` has come. By default the socket is closed with policy_violation.
  virtual void on_deadline(WebSocket& socket);
};

class WebSocket {
 public:
  /// Queued, and sent at the end of the turn together with everything else queued in it. What would exceed
  /// the limit of the queue drops the connection (`on_close` with policy_violation, "too slow").
  virtual void send_text(std::string_view text) = 0;
  virtual void send_binary(ByteView bytes) = 0;
  /// Sends a close frame after what is queued and waits, for a bounded time, for the peer's.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  void close(CloseCode code, std::string_view reason) { close(static_cast<std::uint16_t>(code), reason); }
  /// Ends the connection at once; the peer sees 1006.
  virtual void abort() = 0;

  virtual bool open() const = 0;
  /// What waits for the peer to read.
  virtual std::size_t queued_bytes() const = 0;
  virtual EventLoop& loop() const = 0;
  virtual SocketRef ref() const = 0;
  virtual const PeerAddress& peer() const = 0;
  virtual WebSocketHandler* handler() const = 0;

  /// Calls `on_deadline` unless cleared or set anew before.
  virtual void set_deadline(DurationMs delay_ms) = 0;
  virtual void clear_deadline() = 0;
  /// From now on the connection does not count among the unproven, and messages may have their full size; before, they
  /// are limited to `Limits::unproven_message_bytes`.
  virtual void mark_proven() = 0;

  /// Takes the socket to another loop; there `arrived` is called first, then whatever the peer sent meanwhile
  /// reaches the handler. Between this call and `arrived` nothing may be done with the socket. The handler
  /// moves along. To the same loop: `arrived` is called in a later turn. If the other loop ends first, the
  /// connection is closed without `on_close`.
  virtual void move_to(EventLoop& target, std::move_only_function<void(WebSocket&)> arrived) = 0;

 protected:
  ~WebSocket() = default;
};

}  // namespace cloister::net
