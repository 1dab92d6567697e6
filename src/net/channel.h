// What a server's and a client's connection have in common: a TLS stream in a loop, a bounded queue of output
// flushed at the end of the turn, one timer, and the WebSocket phase. Not for use outside of this module.
#pragma once

#include <memory>
#include <optional>

#include "net/event_loop.h"
#include "net/limits.h"
#include "net/tls_stream.h"
#include "net/websocket.h"
#include "net/websocket_codec.h"

namespace cloister::net {

/// Owned by the loop it is in, in which it lives from `attach` until it retires itself.
class Channel : public LoopHandler, public Timer, public WebSocket {
 public:
  Channel(SslPtr ssl, int fd, const PeerAddress& peer, const Limits& limits, WebSocketRole role);
  ~Channel() override;

  /// Gives the channel to `loop`, which must be the caller's.
  static void attach(std::unique_ptr<Channel> channel, EventLoop& loop, std::uint32_t events);

  // WebSocket
  using WebSocket::close;
  void send_text(std::string_view text) final;
  void send_binary(ByteView bytes) final;
  void close(std::uint16_t code, std::string_view reason) final;
  void abort() final;
  bool open() const final { return phase_ == Phase::websocket; }
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

  // What the two sides do differently.
  virtual void on_connected() {}
  virtual void on_established() = 0;
  virtual void on_http_bytes(std::span<std::uint8_t> bytes) = 0;
  /// Time is up in a phase before the WebSocket.
  virtual void on_http_timeout() = 0;
  /// Output is empty in the HTTP phase.
  virtual void on_http_drained() {}
  virtual void on_dead(std::string_view why) { (void)why; }

  void on_ready(std::uint32_t events) final;
  void on_turn_end() final;
  void on_timer() final;

  /// Queues bytes; flushed at the end of the turn.
  Bytes& output();
  void flush_later();
  /// After the last byte of output: close_notify, and reading on for a little while.
  void finish_and_linger();
  void die(std::string_view why);
  void start_websocket(std::unique_ptr<WebSocketHandler> handler, Bytes rest);
  void pause_reading(bool paused);
  void arm(DurationMs delay_ms) { loop_->set_timer(*this, delay_ms); }
  void set_phase(Phase phase) { phase_ = phase; }
  Phase phase() const { return phase_; }
  TlsStream& stream() { return stream_; }
  const Limits& limits() const { return limits_; }

  EventLoop* loop_ = nullptr;
  /// Borrowed content sent after `out_` (embedded assets, large bodies), in the HTTP phase only.
  std::string_view tail_;

 private:
  struct InTransit;

  void update_events();
  void handshake_step();
  void read_ready();
  void feed_websocket(std::span<std::uint8_t> bytes);
  void on_websocket_event(const WebSocketEvent& event);
  void flush();
  void send_frame(WebSocketOpcode opcode, ByteView payload);
  void begin_close(std::uint16_t code, std::string_view reason);
  void notify_closed(std::uint16_t code, std::string_view reason);
  void websocket_timer();
  void depart();

  TlsStream stream_;
  const Limits& limits_;
  Bytes out_;
  std::uint32_t out_sent_ = 0;
  HandlerRef ref_;
  std::unique_ptr<WebSocketHandler> handler_;
  WebSocketParser parser_;
  std::unique_ptr<InTransit> transit_;
  TimeMs last_heard_ms_ = 0;
  TimeMs last_written_ms_ = 0;
  TimeMs deadline_ms_ = 0;
  PeerAddress peer_;
  std::uint32_t lingered_bytes_ = 0;
  WebSocketRole role_;
  Phase phase_ = Phase::handshake;
  bool flush_asked_ : 1 = false;
  bool write_blocked_ : 1 = false;
  bool reading_paused_ : 1 = false;
  bool closed_told_ : 1 = false;
  bool ping_sent_ : 1 = false;
  bool finish_asked_ : 1 = false;
  bool was_backed_up_ : 1 = false;
  std::uint32_t events_ = 0;
};

}  // namespace cloister::net
