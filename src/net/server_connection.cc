#include "net/server_connection.h"

#include <algorithm>
#include <utility>

namespace cloister::net {

namespace {

/// Smaller contents are copied behind the head, so that both leave in one record.
constexpr std::size_t kInlineContentBytes = 12 * 1024;
/// What a client may send ahead while its request is being answered.
constexpr std::size_t kMaxAheadBytes = 64 * 1024;

bool has_no_content(int status) { return status / 100 == 1 || status == 204 || status == 304; }

}  // namespace

bool Server::Shared::enter_unproven(const core::Network& network, bool goes_on) {
  const std::lock_guard lock(mutex_);
  if (!(goes_on ? unproven_.take_share(network) : unproven_.take(network))) return false;
  ++counters.unproven;
  return true;
}

void Server::Shared::leave_unproven(const core::Network& network) {
  const std::lock_guard lock(mutex_);
  unproven_.give_back(network);
  --counters.unproven;
}

bool Server::Shared::hold_bytes(const core::Network& network, std::size_t before, std::size_t after) {
  if (after == before) return true;
  const std::lock_guard lock(mutex_);
  if (after > before) return held_.take(network, after - before).has_value();
  held_.give_back(network, before - after);
  return true;
}

struct ServerConnection::Http {
  explicit Http(const HttpLimits& limits) : parser(limits) {}

  HttpRequestParser parser;
  std::string content;        ///< owned content being sent
  std::string websocket_key;  ///< of the current request, if it asks for a socket
  std::string offered_protocols;
  std::uint32_t requests = 0;
  bool answering = false;  ///< a request is with the handler
  bool writing = false;    ///< a response is on its way
  bool keep_alive = true;
  bool head = false;
  bool peer_ended = false;
  bool refused = false;
  std::size_t counted_bytes = 0;  ///< of `Shared::held_bytes`
};

ServerConnection::ServerConnection(SslPtr ssl, int fd, const PeerAddress& peer, std::shared_ptr<Server::Shared> shared)
    : Channel(std::move(ssl), fd, peer, shared->limits, WebSocketRole::server), shared_(std::move(shared)) {
  ++shared_->counters.connections;
}

ServerConnection::~ServerConnection() {
  set_proven();
  if (http_) account(0);
  --shared_->counters.connections;
  shared_->handler.released(peer());
}

void ServerConnection::set_proven() {
  if (std::exchange(proven_, true)) return;
  shared_->leave_unproven(peer().network());
}

void ServerConnection::mark_proven() {
  set_proven();
  allow_message_bytes(limits().message_bytes);
}

bool ServerConnection::account(std::size_t held_bytes) {
  if (!shared_->hold_bytes(peer().network(), http_->counted_bytes, held_bytes)) return false;
  http_->counted_bytes = held_bytes;
  return true;
}

void ServerConnection::on_established() {
  ++shared_->counters.handshakes;
  http_ = std::make_unique<Http>(limits().http);
}

void ServerConnection::on_dead(std::string_view why) {
  if (why == kTooSlow) ++shared_->counters.dropped_slow;
  if (!http_ && !is_websocket()) ++shared_->counters.handshake_failures;
}

void ServerConnection::on_arrived() {
  if (shared_->stopping.load(std::memory_order_relaxed)) wind_down();
}

// --- Requests -------------------------------------------------------------------------------------------------------

void ServerConnection::on_http_bytes(ByteView bytes) {
  Http& http = *http_;
  if (http.refused) return;
  if (http.answering || http.writing) {
    http.parser.hold(bytes);
    pause_reading(true);
    if (http.parser.held_bytes() > kMaxAheadBytes || !account(http.parser.held_bytes())) die("too much sent ahead");
    return;
  }
  if (http.requests > 0 && !http.parser.in_request()) arm(limits().request_ms);
  go_on(http.parser.feed(bytes));
}

void ServerConnection::go_on(HttpProgress progress) {
  switch (progress) {
    case HttpProgress::failed:
      return refuse(http_->parser.error());
    case HttpProgress::done:
      return hand_over_request();
    case HttpProgress::need_more:
      if (!account(http_->parser.held_bytes())) return refuse(HttpError::overloaded);
      if (http_->parser.wants_continue()) {
        append(output(), as_bytes("HTTP/1.1 100 Continue\r\n\r\n"));
        flush_later();
      }
      return;
  }
}

void ServerConnection::hand_over_request() {
  Http& http = *http_;
  Request request = http.parser.take();
  const bool room = account(http.parser.held_bytes());
  // There is no room for what was sent behind it: it goes, and the connection after the answer.
  if (!room) http.parser.take_rest();
  request.peer = peer();
  ++http.requests;
  ++shared_->counters.requests;
  set_proven();
  http.answering = true;
  http.head = request.method == "HEAD";
  http.keep_alive = room && request.keep_alive && http.requests < limits().requests_per_connection;
  http.websocket_key.clear();
  if (request.wants_websocket()) {
    http.websocket_key = *request.header("sec-websocket-key");
    http.offered_protocols = request.header("sec-websocket-protocol").value_or("");
  }
  arm(limits().answer_ms);
  shared_->handler.on_request(std::move(request), Responder(loop(), handler_ref()));
  // Nothing of HTTP may be touched here: the answer may have been an upgrade.
}

void ServerConnection::refuse(HttpError error) {
  ++shared_->counters.bad_requests;
  http_->refused = true;
  http_->parser = HttpRequestParser(limits().http);  // what it holds is of no use any more
  account(0);
  write(shared_->handler.on_bad_request(error), true);
}

void ServerConnection::on_http_end() {
  if (http_->answering || http_->writing) {
    http_->peer_ended = true;
    http_->keep_alive = false;
    return pause_reading(true);  // the end would be announced again and again
  }
  finish_and_linger();
}

void ServerConnection::on_http_timeout() {
  if (!http_) return die("handshake took too long");
  if (http_->answering) return die("no answer in time");
  if (!everything_written()) {
    const DurationMs stalled = loop().now_ms() - last_progress_ms();
    if (stalled >= limits().write_stall_ms) return die(kTooSlow);
    return arm(limits().write_stall_ms - stalled);
  }
  if (http_->parser.in_request() && !http_->refused) return refuse(HttpError::timeout);
  finish_and_linger();
  arm(limits().linger_ms);
}

// --- Responses ------------------------------------------------------------------------------------------------------

void ServerConnection::respond(Response response) {
  if (!http_ || !http_->answering || phase() != Phase::http) return;
  http_->answering = false;
  const bool last =
      response.close || !http_->keep_alive || http_->peer_ended || shared_->stopping.load(std::memory_order_relaxed);
  write(std::move(response), last);
}

void ServerConnection::write(Response response, bool last) {
  Http& http = *http_;
  http.writing = true;
  const std::size_t size = has_no_content(response.status) ? 0 : response.content().size();
  append(output(), as_bytes(serialize_head(response, size, !last, wall_clock_ms() / kSecondMs)));
  if (size != 0 && !http.head) {
    if (size <= kInlineContentBytes) {
      append(output(), as_bytes(response.content()));
    } else if (!response.static_body.empty()) {
      set_tail(response.static_body);
    } else {
      http.content = std::move(response.body);
      set_tail(http.content);
    }
  }
  arm(limits().write_stall_ms);
  if (last) return finish_and_linger();
  flush_later();
}

void ServerConnection::on_http_drained() {
  if (!http_ || !http_->writing) return;
  http_->writing = false;
  http_->content = std::string();
  arm(limits().keep_alive_ms);
  pause_reading(false);
  if (http_->parser.held_bytes() == 0) return;
  arm(limits().request_ms);
  go_on(http_->parser.feed({}));
}

void ServerConnection::upgrade(std::unique_ptr<WebSocketHandler> handler, const std::string& subprotocol,
                               const std::vector<Header>& headers) {
  if (!http_ || !http_->answering || phase() != Phase::http) return;
  if (http_->websocket_key.empty() || (!subprotocol.empty() && !list_has(http_->offered_protocols, subprotocol))) {
    return respond(Response::text(426, "This address speaks WebSocket only.\n")
                       .with("upgrade", "websocket")
                       .with("sec-websocket-version", "13"));
  }
  if (http_->peer_ended || shared_->stopping.load(std::memory_order_relaxed)) return die("no use to upgrade");
  if (!shared_->enter_unproven(peer().network(), true)) {
    ++shared_->counters.refused;
    return respond(shared_->handler.on_bad_request(HttpError::overloaded));
  }
  Response response;
  response.status = 101;
  response.headers = headers;
  response.with("upgrade", "websocket").with("sec-websocket-accept", websocket_accept(http_->websocket_key));
  if (!subprotocol.empty()) response.with("sec-websocket-protocol", subprotocol);
  append(output(), as_bytes(serialize_head(response, 0, true, wall_clock_ms() / kSecondMs)));
  flush_later();
  ++shared_->counters.sockets;
  proven_ = false;
  allow_message_bytes(limits().unproven_message_bytes);
  Bytes rest = http_->parser.take_rest();
  account(0);
  http_.reset();
  start_websocket(std::move(handler), std::move(rest));
}

void ServerConnection::wind_down() {
  switch (phase()) {
    case Phase::handshake:
      return die("server ends");
    case Phase::http:
      if (http_->answering) {
        http_->keep_alive = false;
        return;
      }
      return finish_and_linger();
    case Phase::websocket:
      return close(CloseCode::going_away, "server ends");
    default:
      return;
  }
}

}  // namespace cloister::net
