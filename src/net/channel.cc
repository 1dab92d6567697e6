#include "net/channel.h"

#include <openssl/rand.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace cloister::net {

namespace {

constexpr std::size_t kMaskBytes = 4;

/// Masks must not be guessable by what fills the payload (RFC 6455 section 10.3); asking for many at once is cheaper.
const std::uint8_t* next_mask() {
  constexpr std::size_t kMasks = 64;
  thread_local std::array<std::uint8_t, kMasks * kMaskBytes> pool;
  thread_local std::size_t used = pool.size();
  if (used == pool.size()) {
    if (RAND_bytes(pool.data(), static_cast<int>(pool.size())) != 1) std::abort();
    used = 0;
  }
  used += kMaskBytes;
  return pool.data() + used - kMaskBytes;
}

}  // namespace

void WebSocketHandler::on_deadline(WebSocket& socket) { socket.close(CloseCode::policy_violation, "too late"); }

WebSocket* SocketRef::get() const {
  if (!loop_) return nullptr;
  auto* const channel = static_cast<Channel*>(loop_->find(ref_));  // only channels give out such names
  return channel && channel->is_websocket() ? channel : nullptr;
}

void SocketRef::post(std::move_only_function<void(WebSocket&)> fn) const {
  if (!loop_) return;
  loop_->post([ref = *this, fn = std::move(fn)]() mutable {
    if (WebSocket* socket = ref.get()) fn(*socket);
  });
}

/// A channel on its way: nothing of it is in any loop.
struct Channel::Transit {
  EventLoop& target;
  std::move_only_function<void(WebSocket&)> arrived;
  Bytes rest;  ///< read, but not yet parsed
};

Channel::Channel(SslPtr ssl, int fd, const PeerAddress& peer, const Limits& limits, WebSocketRole role)
    : limits_(limits), stream_(std::move(ssl), fd), parser_(role, limits.message_bytes), peer_(peer), role_(role) {}

Channel::~Channel() {
  if (loop_ && flush_asked_) loop_->forget_turn_end(*this);
}

Status Channel::join(std::unique_ptr<Channel> channel, EventLoop& loop, std::uint32_t events) {
  Channel& self = *channel;
  self.loop_ = &loop;
  self.events_ = events;
  CLOISTER_CHECK(loop.add(self.stream_.fd(), events, self));
  self.last_heard_ms_ = self.last_written_ms_ = loop.now_ms();
  self.ref_ = loop.adopt(std::move(channel));
  return {};
}

// --- Readiness ------------------------------------------------------------------------------------------------------

void Channel::on_ready(std::uint32_t events) {
  switch (phase_) {
    case Phase::connecting: {
      int error = 0;
      socklen_t size = sizeof error;
      ::getsockopt(stream_.fd(), SOL_SOCKET, SO_ERROR, &error, &size);
      if (error != 0) return die("cannot connect");
      if ((events & EPOLLOUT) == 0) return;
      phase_ = Phase::handshake;
      on_connected();
      return handshake_step();
    }
    case Phase::handshake:
      return handshake_step();
    case Phase::lingering:
      return linger_ready();
    case Phase::dead:
      return;
    default:
      break;
  }
  if ((events & EPOLLOUT) != 0) {
    write_blocked_ = false;
    flush_later();
  }
  if (reading_paused_) {
    // Nobody is left to answer to.
    if ((events & (EPOLLHUP | EPOLLERR)) != 0) die("peer is gone");
    return;
  }
  if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
  read_ready();
  // What is answered at once leaves while the session is still in the cache; the rest of the turn follows at its end.
  if (flush_asked_ && phase_ == Phase::websocket && !doomed_) flush();
}

void Channel::handshake_step() {
  switch (stream_.handshake()) {
    case IoStatus::ok:
      phase_ = Phase::http;
      write_blocked_ = false;
      update_events();
      on_established();
      // The client's first bytes may have come along with its Finished.
      if (phase_ == Phase::http && stream_.pending()) read_ready();
      return;
    case IoStatus::want_read:
      write_blocked_ = false;
      return update_events();
    case IoStatus::want_write:
      write_blocked_ = true;
      return update_events();
    default:
      return die("TLS handshake failed");
  }
}

void Channel::update_events() {
  const std::uint32_t wanted = (reading_paused_ ? 0U : static_cast<std::uint32_t>(EPOLLIN)) |
                               (write_blocked_ ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
  if (wanted == events_) return;
  events_ = wanted;
  loop_->change(stream_.fd(), wanted, *this);
}

void Channel::pause_reading(bool paused) {
  reading_paused_ = paused;
  update_events();
}

void Channel::read_ready() {
  // As much as one sender may hold the loop for; the rest comes in a later turn.
  constexpr int kMaxReads = 8;
  const auto scratch = read_scratch();
  for (int i = 0; i < kMaxReads; ++i) {
    const IoResult result = stream_.read(scratch);
    if (result.status == IoStatus::want_read) return;
    if (result.status == IoStatus::want_write) {
      write_blocked_ = true;
      return update_events();
    }
    if (result.status != IoStatus::ok) return on_end_of_input(result.status);
    last_heard_ms_ = loop_->now_ms();
    ping_sent_ = false;
    on_bytes(scratch.first(result.size));
    if (phase_ == Phase::dead || phase_ == Phase::lingering || doomed_) return;
    if (transit_ || !stream_.pending()) return;
  }
  // What OpenSSL has read ahead is announced by no descriptor.
  loop_->post([loop = loop_, ref = ref_] {
    auto* const channel = static_cast<Channel*>(loop->find(ref));
    if (channel && channel->phase_ != Phase::dead && channel->phase_ != Phase::lingering) channel->read_ready();
  });
}

void Channel::on_bytes(std::span<std::uint8_t> bytes) {
  if (transit_) return append(transit_->rest, bytes);
  if (handler_) return feed_websocket(bytes);
  on_http_bytes(bytes);
}

void Channel::on_end_of_input(IoStatus status) {
  if (handler_) {
    tell_closed(static_cast<std::uint16_t>(CloseCode::abnormal), "connection ended");
    return die("peer has gone");
  }
  // A client may say that it has asked all it wants to ask, and still wait for the answer.
  if (status == IoStatus::closed) return on_http_end();
  die("peer has gone");
}

// --- Writing --------------------------------------------------------------------------------------------------------

void Channel::flush_later() {
  if (flush_asked_ || !loop_) return;
  flush_asked_ = true;
  loop_->at_turn_end(*this);
}

void Channel::on_turn_end() {
  flush_asked_ = false;
  if (phase_ == Phase::dead) return;
  if (doomed_) {
    tell_closed(static_cast<std::uint16_t>(CloseCode::abnormal), doom_reason_);
    return die(doom_reason_);
  }
  flush();
  if (phase_ == Phase::dead) return;
  if (transit_) return depart();
  after_flush();
}

void Channel::flush() {
  if (write_blocked_) return;
  if (queued_bytes() > kDrainNoticeBytes) backed_up_ = true;
  while (!everything_written()) {
    const bool from_queue = queued_bytes() != 0;
    const ByteView chunk = from_queue ? ByteView(out_).subspan(out_sent_) : as_bytes(tail_);
    const IoResult result = stream_.write(chunk);
    if (result.status == IoStatus::want_write || result.status == IoStatus::want_read) {
      write_blocked_ = true;
      backed_up_ = true;
      last_written_ms_ = loop_->now_ms();  // from here on the reader is waited for
      if (handler_) arm_websocket_timer();
      break;
    }
    if (result.status != IoStatus::ok) {
      tell_closed(static_cast<std::uint16_t>(CloseCode::abnormal), "connection ended");
      return die("cannot write");
    }
    last_written_ms_ = loop_->now_ms();
    if (!from_queue) {
      tail_.remove_prefix(result.size);
      continue;
    }
    out_sent_ += static_cast<std::uint32_t>(result.size);
    if (out_sent_ == out_.size()) {
      out_ = Bytes();  // an idle connection keeps no buffer
      out_sent_ = 0;
    }
  }
  drop_sent();
  update_events();
}

void Channel::drop_sent() {
  // A queue that never quite empties must not keep what was sent long ago.
  constexpr std::size_t kKeptBytes = 64 * 1024;
  if (out_sent_ < kKeptBytes || out_sent_ < out_.size() / 2) return;
  out_.erase(out_.begin(), out_.begin() + static_cast<std::ptrdiff_t>(out_sent_));
  out_sent_ = 0;
}

void Channel::after_flush() {
  if (!everything_written()) return;
  if (finish_asked_) return linger();
  if (phase_ == Phase::http) return on_http_drained();
  if (backed_up_) {
    backed_up_ = false;
    if (handler_ && phase_ == Phase::websocket) handler_->on_drained(*this);
  }
}

// --- The end --------------------------------------------------------------------------------------------------------

void Channel::finish_and_linger() {
  finish_asked_ = true;
  flush_later();
}

void Channel::linger() {
  stream_.close_notify();
  stream_.shutdown_write();
  phase_ = Phase::lingering;
  write_blocked_ = false;
  reading_paused_ = false;
  update_events();
  arm(limits_.linger_ms);
}

void Channel::linger_ready() {
  const auto scratch = read_scratch();
  const ssize_t got = ::recv(stream_.fd(), scratch.data(), scratch.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return die("closed");
  lingered_bytes_ += static_cast<std::uint32_t>(got);
  if (lingered_bytes_ > kMaxLingerBytes) die("closed");
}

void Channel::doom(std::string_view why) {
  if (doomed_ || phase_ == Phase::dead) return;
  doomed_ = true;
  doom_reason_ = why;
  flush_later();
}

void Channel::die(std::string_view why) {
  if (phase_ == Phase::dead) return;
  phase_ = Phase::dead;
  tell_closed(static_cast<std::uint16_t>(CloseCode::abnormal), why);
  on_dead(why);
  disarm();
  loop_->remove(stream_.fd(), *this);
  loop_->retire(ref_);
}

void Channel::tell_closed(std::uint16_t code, std::string_view reason) {
  if (!handler_ || closed_told_) return;
  closed_told_ = true;
  if (phase_ == Phase::websocket) phase_ = Phase::closing;
  handler_->on_close(*this, code, reason);
}

// --- WebSocket ------------------------------------------------------------------------------------------------------

void Channel::start_websocket(std::unique_ptr<WebSocketHandler> handler, Bytes rest,
                              const std::function<void()>& before_open) {
  handler_ = std::move(handler);
  phase_ = Phase::websocket;
  reading_paused_ = false;
  update_events();
  arm_websocket_timer();
  if (before_open) before_open();
  handler_->on_open(*this);
  if (rest.empty() || phase_ == Phase::dead) return;
  if (transit_) return append(transit_->rest, rest);
  feed_websocket(rest);
}

void Channel::feed_websocket(std::span<std::uint8_t> bytes) {
  for (;;) {
    const WebSocketEvent event = parser_.next(bytes);
    if (event.kind == WebSocketEvent::Kind::need_more) return;
    on_websocket_event(event);
    if (phase_ == Phase::dead || doomed_) return;
    if (transit_) return append(transit_->rest, bytes);
  }
}

void Channel::on_websocket_event(const WebSocketEvent& event) {
  using Kind = WebSocketEvent::Kind;
  const bool is_open = phase_ == Phase::websocket;
  switch (event.kind) {
    case Kind::text:
      if (is_open) handler_->on_text(*this, as_text(event.payload));
      return;
    case Kind::binary:
      if (is_open) handler_->on_binary(*this, event.payload);
      return;
    case Kind::ping:
      if (is_open) append_control(WebSocketOpcode::pong, event.payload);
      return;
    case Kind::close:
      if (is_open) append_closing(event.code, {});
      phase_ = Phase::closing;
      tell_closed(event.code, as_text(event.payload));
      return finish_and_linger();
    case Kind::error:
      if (is_open) append_closing(event.code, event.detail);
      phase_ = Phase::closing;
      tell_closed(event.code, event.detail);
      return finish_and_linger();
    case Kind::pong:
    case Kind::need_more:
      return;
  }
}

void Channel::send_text(std::string_view text) { append_message(WebSocketOpcode::text, cloister::as_bytes(text)); }
void Channel::send_binary(ByteView bytes) { append_message(WebSocketOpcode::binary, bytes); }

void Channel::append_message(WebSocketOpcode opcode, ByteView payload) {
  if (!open()) return;
  append_control(opcode, payload);
}

void Channel::append_control(WebSocketOpcode opcode, ByteView payload) {
  if (queued_bytes() + payload.size() > limits_.queued_bytes) return doom(kTooSlow);
  append_frame(out_, opcode, payload, role_ == WebSocketRole::client ? next_mask() : nullptr);
  flush_later();
}

void Channel::append_closing(std::uint16_t code, std::string_view reason) {
  append_close(out_, code, reason, role_ == WebSocketRole::client ? next_mask() : nullptr);
  flush_later();
}

void Channel::close(std::uint16_t code, std::string_view reason) {
  if (!open()) return;
  append_closing(code, reason);
  phase_ = Phase::closing;
  arm(limits_.close_ms);
}

void Channel::abort() { doom("aborted"); }

void Channel::set_deadline(DurationMs delay_ms) {
  deadline_ms_ = loop_->now_ms() + std::max<DurationMs>(delay_ms, 0);
  if (phase_ == Phase::websocket) arm_websocket_timer();
}

// --- Time -----------------------------------------------------------------------------------------------------------

void Channel::on_timer() {
  switch (phase_) {
    case Phase::websocket:
      return websocket_timer();
    case Phase::closing:
      tell_closed(static_cast<std::uint16_t>(CloseCode::abnormal), "no answer to close");
      if (finish_asked_ || write_blocked_) return die("did not close in time");
      return linger();
    case Phase::lingering:
      return die("closed");
    case Phase::dead:
      return;
    default:
      return on_http_timeout();
  }
}

void Channel::arm_websocket_timer() {
  const TimeMs now = loop_->now_ms();
  TimeMs next = last_heard_ms_ + limits_.ping_after_ms + (ping_sent_ ? limits_.pong_within_ms : 0);
  if (deadline_ms_ != 0) next = std::min(next, deadline_ms_);
  if (write_blocked_) next = std::min(next, last_written_ms_ + limits_.write_stall_ms);
  arm(next - now);
}

void Channel::websocket_timer() {
  const TimeMs now = loop_->now_ms();
  if (deadline_ms_ != 0 && now >= deadline_ms_) {
    deadline_ms_ = 0;
    handler_->on_deadline(*this);
    if (phase_ != Phase::websocket) return;
  }
  if (write_blocked_ && now - last_written_ms_ >= limits_.write_stall_ms) return doom(kTooSlow);
  const DurationMs silent = now - last_heard_ms_;
  if (ping_sent_ && silent >= limits_.ping_after_ms + limits_.pong_within_ms) return doom("no answer to ping");
  if (!ping_sent_ && silent >= limits_.ping_after_ms) {
    ping_sent_ = true;
    append_control(WebSocketOpcode::ping, {});
  }
  arm_websocket_timer();
}

// --- Moving ---------------------------------------------------------------------------------------------------------

void Channel::move_to(EventLoop& target, std::move_only_function<void(WebSocket&)> arrived) {
  if (!open() || transit_) return;
  transit_ = std::make_unique<Transit>(target, std::move(arrived), Bytes());
  // Not now: the caller may be inside of this channel's own calls, and the other loop would not wait for them.
  flush_later();
}

void Channel::depart() {
  disarm();
  loop_->remove(stream_.fd(), *this);
  EventLoop& target = transit_->target;
  auto* const self = static_cast<Channel*>(loop_->release(ref_).release());
  loop_ = nullptr;
  ref_ = {};
  target.post([channel = std::unique_ptr<Channel>(self), &target]() mutable { arrive(std::move(channel), target); });
}

void Channel::arrive(std::unique_ptr<Channel> owned, EventLoop& loop) {
  Channel& channel = *owned;
  const auto transit = std::move(channel.transit_);
  const std::uint32_t events = EPOLLIN | (channel.write_blocked_ ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
  const TimeMs heard = channel.last_heard_ms_;
  const TimeMs written = channel.last_written_ms_;
  if (!join(std::move(owned), loop, events)) return;
  channel.last_heard_ms_ = heard;
  channel.last_written_ms_ = written;
  channel.arm_websocket_timer();
  transit->arrived(channel);
  if (channel.transit_) return append(channel.transit_->rest, transit->rest);
  channel.on_arrived();
  const auto done = [&] { return channel.phase_ == Phase::dead || channel.doomed_ || channel.transit_; };
  if (done()) return;
  if (!transit->rest.empty()) channel.feed_websocket(transit->rest);
  if (done()) return;
  if (channel.stream_.pending()) channel.read_ready();
  if (channel.queued_bytes() != 0) channel.flush_later();
}

}  // namespace cloister::net
