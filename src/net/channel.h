// What a server's and a client's connection have in common: a TLS stream in a loop, a bounded queue of output
// flushed at the end of the turn, one timer, and the WebSocket phase. Not for use outside of this module.
//
// A channel is adopted by its loop and lives there until it retires itself (`die`), or leaves for another loop.
// User code (handlers) is only ever called from the loop's own calls, never from inside a `send` or `close` of the
// user's, so that a user may walk over its sockets and send to each.
#pragma once

#include <memory>

#include "net/event_loop.h"
#include "net/limits.h"
#include "net/tls_stream.h"
#include "net/websocket.h"
#include "net/websocket_codec.h"

namespace cloister::net {

/// The reason of those who do not read.
inline constexpr std::string_view kTooSlow = "too slow";

class Channel : public LoopHandler, public Timer, public WebSocket {
 public:
  /// `limits` is borrowed and must outlive the channel.
  Channel(SslPtr ssl, int fd, const PeerAddress& peer, const Limits& limits, WebSocketRole role);
  ~Channel() override;

  /// Gives the channel to `loop`, which must be the caller's. On failure the channel is deleted.
  static Status join(std::unique_ptr<Channel> channel, EventLoop& loop, std::uint32_t events);

  // WebSocket
  using WebSocket::close;
  void send_text(std::string_view text) final;
  void send_binary(ByteView bytes) final;
  void close(std::uint16_t code, std::string_view reason) final;
  void abort() final;
  bool open() const final { return phase_ == Phase::websocket && !doomed_; }
  std::size_t queued_bytes() const final { return out_.size() - out_sent_; }
  EventLoop& loop() const final { return *loop_; }
  SocketRef ref() const final { return {*loop_, ref_}; }
  const PeerAddress& peer() const final { return peer_; }
  WebSocketHandler* handler() const final { return handler_.get(); }
  void set_deadline(DurationMs delay_ms) final;
  void clear_deadline() final { deadline_ms_ = 0; }
  void mark_proven() override {}
  void move_to(EventLoop& target, std::move_only_function<void(WebSocket&)> arrived) final;

  HandlerRef handler_ref() const { return ref_; }
  bool is_websocket() const { return handler_ != nullptr; }
  /// Ends kindly what is going on: 1001 on a socket, "Connection: close" on HTTP.
  virtual void wind_down() = 0;

 protected:
  enum class Phase : std::uint8_t {
    connecting,  ///< client: TCP
    handshake,   ///< TLS
    http,
    websocket,
    closing,    ///< our close frame is queued or sent, the peer's awaited
    lingering,  ///< nothing more is sent; reading until the peer has closed, too
    dead,
  };

  // What the two sides do differently. Each may kill the channel, which then lives until the end of the turn.
  virtual void on_connected() {}
  virtual void on_established() = 0;
  virtual void on_http_bytes(ByteView bytes) = 0;
  /// The peer sends no more, in the HTTP phase.
  virtual void on_http_end() = 0;
  /// The time set by `arm` is up in a phase before the WebSocket.
  virtual void on_http_timeout() = 0;
  /// Everything was written, in the HTTP phase.
  virtual void on_http_drained() {}
  /// In another loop, after a move.
  virtual void on_arrived() {}
  virtual void on_dead(std::string_view why) { (void)why; }

  void on_ready(std::uint32_t events) final;
  void on_turn_end() final;
  void on_timer() final;

  /// To be appended to; `flush_later` sends it at the end of the turn.
  Bytes& output() { return out_; }
  void flush_later();
  /// Borrowed content to be sent after `output()`; must live until `on_http_drained`.
  void set_tail(std::string_view tail) { tail_ = tail; }
  bool everything_written() const { return queued_bytes() == 0 && tail_.empty(); }
  TimeMs last_progress_ms() const { return last_written_ms_; }
  /// After the last byte of output: the end of TLS, and reading on for a little while.
  void finish_and_linger();
  void die(std::string_view why);
  /// `rest`: bytes already read that belong to the socket. `before_open` is called before the handler's `on_open`.
  void start_websocket(std::unique_ptr<WebSocketHandler> handler, Bytes rest,
                       const std::function<void()>& before_open = {});
  void pause_reading(bool paused);
  void allow_message_bytes(std::size_t size) { parser_.set_max_message_bytes(size); }
  void arm(DurationMs delay_ms) { loop_->set_timer(*this, delay_ms); }
  void disarm() { EventLoop::cancel_timer(*this); }
  void set_phase(Phase phase) { phase_ = phase; }
  Phase phase() const { return phase_; }
  const TlsStream& stream() const { return stream_; }
  const Limits& limits() const { return limits_; }

 private:
  struct Transit;

  void update_events();
  void handshake_step();
  void read_ready();
  void linger_ready();
  void on_bytes(std::span<std::uint8_t> bytes);
  void on_end_of_input(IoStatus status);
  void feed_websocket(std::span<std::uint8_t> bytes);
  void on_websocket_event(const WebSocketEvent& event);
  void flush();
  void after_flush();
  void drop_sent();
  void append_message(WebSocketOpcode opcode, ByteView payload);
  void append_control(WebSocketOpcode opcode, ByteView payload);
  void append_closing(std::uint16_t code, std::string_view reason);
  void doom(std::string_view why);
  void tell_closed(std::uint16_t code, std::string_view reason);
  void linger();
  void websocket_timer();
  void arm_websocket_timer();
  void depart();
  static void arrive(std::unique_ptr<Channel> channel, EventLoop& loop);

  const Limits& limits_;
  EventLoop* loop_ = nullptr;
  TlsStream stream_;
  Bytes out_;
  std::string_view tail_;
  std::unique_ptr<WebSocketHandler> handler_;
  WebSocketParser parser_;
  /// While moving to another loop.
  std::unique_ptr<Transit> transit_;
  /// Why the channel dies at the end of the turn.
  std::string_view doom_reason_;
  TimeMs last_heard_ms_ = 0;
  TimeMs last_written_ms_ = 0;
  TimeMs deadline_ms_ = 0;
  HandlerRef ref_;
  PeerAddress peer_;
  std::uint32_t out_sent_ = 0;
  std::uint32_t lingered_bytes_ = 0;
  std::uint32_t events_ = 0;
  WebSocketRole role_;
  Phase phase_ = Phase::handshake;
  bool flush_asked_ : 1 = false;
  bool write_blocked_ : 1 = false;
  bool reading_paused_ : 1 = false;
  bool closed_told_ : 1 = false;
  bool ping_sent_ : 1 = false;
  bool finish_asked_ : 1 = false;
  bool backed_up_ : 1 = false;
  bool doomed_ : 1 = false;
};

}  // namespace cloister::net
