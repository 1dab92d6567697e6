#include "net/client_connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>

#include "base/errno_text.h"
#include "net/channel.h"
#include "net/listening_socket.h"

namespace cloister::net {

namespace {

constexpr std::size_t kMaxWaitingRequests = 64;

using OnResponse = std::move_only_function<void(Result<ClientResponse>)>;
using OnConnected = std::move_only_function<void(Result<ClientHandle>)>;
using OnOpened = std::move_only_function<void(Result<WebSocket*>)>;

std::string host_field(const ClientTarget& target) {
  const bool is_v6 = target.server_name.find(':') != std::string::npos;
  std::string out = is_v6 ? "[" + target.server_name + "]" : target.server_name;
  if (target.port != 443) out += ":" + std::to_string(target.port);
  return out;
}

/// RFC 6761 section 6.3: these names are this machine, whatever a resolver says.
std::string address_of(const std::string& name) {
  return name == "localhost" || name.ends_with(".localhost") ? "127.0.0.1" : name;
}

ErrorCode code_of(std::string_view why) {
  if (why.starts_with("TLS")) return ErrorCode::tls_failed;
  if (why.find("took too long") != std::string_view::npos) return ErrorCode::too_slow;
  return ErrorCode::unavailable;
}

}  // namespace

class ClientConnection final : public Channel {
 public:
  ClientConnection(SslPtr ssl, int fd, const PeerAddress& peer, std::shared_ptr<const ClientTarget> target,
                   OnConnected connected)
      : Channel(std::move(ssl), fd, peer, target->limits, WebSocketRole::client),
        target_(std::move(target)),
        http_(std::make_unique<Http>()) {
    http_->connected = std::move(connected);
    set_phase(Phase::connecting);
  }

  void begin() { arm(limits().handshake_ms); }

  void request(ClientRequest request, OnResponse on_response) {
    if (!http_ || http_->upgrading || phase() != Phase::http)
      return on_response(fail(ErrorCode::unavailable, "not open"));
    if (http_->waiting.size() >= kMaxWaitingRequests)
      return on_response(fail(ErrorCode::limit_reached, "too many requests"));
    http_->waiting.push_back({std::move(request), std::move(on_response)});
    send_next();
  }

  void upgrade(ClientRequest request, std::unique_ptr<WebSocketHandler> handler, OnOpened opened) {
    if (!http_ || http_->upgrading || !http_->waiting.empty() || phase() != Phase::http) {
      return opened(fail(ErrorCode::unavailable, "not open"));
    }
    http_->upgrading = true;
    http_->key = websocket_key(system_random());
    http_->handler = std::move(handler);
    http_->opened = std::move(opened);
    request.method = "GET";
    request.headers.push_back({"upgrade", "websocket"});
    request.headers.push_back({"connection", "Upgrade"});
    request.headers.push_back({"sec-websocket-version", "13"});
    request.headers.push_back({"sec-websocket-key", http_->key});
    write(request);
  }

  void wind_down() override {
    if (is_websocket()) return close(CloseCode::normal, "");
    if (phase() == Phase::http) return finish_and_linger();
    die("closed");
  }

  void on_end(Task task) { on_end_ = std::move(task); }
  SSL* ssl() const { return stream().ssl(); }

 private:
  struct Waiting {
    ClientRequest request;
    OnResponse on_response;
  };
  struct Http {
    OnConnected connected;
    HttpResponseParser parser;
    std::deque<Waiting> waiting;
    bool sent = false;  ///< the first of `waiting`
    bool upgrading = false;
    std::string key;
    std::unique_ptr<WebSocketHandler> handler;
    OnOpened opened;
  };

  void on_established() override {
    disarm();
    if (!target_->tls->acceptable(ssl())) return die("TLS certificate is not the expected one");
    auto connected = std::exchange(http_->connected, nullptr);
    connected(ClientHandle(loop(), handler_ref()));
  }

  void write(const ClientRequest& request) {
    std::string head = request.method + " " + request.path + " HTTP/1.1\r\nhost: " + host_field(*target_) + "\r\n";
    for (const Header& header : request.headers) head += header.name + ": " + header.value + "\r\n";
    if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
      head += "content-length: " + std::to_string(request.body.size()) + "\r\n";
    }
    append(output(), as_bytes(head + "\r\n"));
    append(output(), as_bytes(request.body));
    arm(limits().answer_ms);
    flush_later();
  }

  void send_next() {
    if (http_->sent || http_->waiting.empty()) return;
    http_->sent = true;
    write(http_->waiting.front().request);
  }

  void on_http_bytes(ByteView bytes) override {
    const bool head = !http_->waiting.empty() && http_->waiting.front().request.method == "HEAD";
    if (!http_->sent && !http_->upgrading) return die("response to nothing");
    take(http_->parser.feed(bytes, head));
  }

  void on_http_end() override {
    if (http_->sent && http_->parser.feed_end() == HttpProgress::done) take(HttpProgress::done);
    if (phase() != Phase::dead) die("closed by the server");
  }

  void take(HttpProgress progress) {
    if (progress == HttpProgress::need_more) return;
    if (progress == HttpProgress::failed) return die("response not understood");
    ClientResponse response = http_->parser.take();
    disarm();
    if (http_->upgrading) return finish_upgrade(response);
    Waiting answered = std::move(http_->waiting.front());
    http_->waiting.pop_front();
    http_->sent = false;
    const bool last = !response.keep_alive;
    answered.on_response(std::move(response));
    if (phase() != Phase::http || !http_) return;
    if (last) return finish_and_linger();
    send_next();
  }

  void finish_upgrade(const ClientResponse& response) {
    const auto accept = response.header("sec-websocket-accept");
    if (response.status != 101 || !accept || *accept != websocket_accept(http_->key)) {
      refusal_ = std::to_string(response.status) + " instead of a WebSocket";
      return die("upgrade refused");
    }
    auto handler = std::move(http_->handler);
    auto opened = std::move(http_->opened);
    Bytes rest = http_->parser.take_rest();
    http_.reset();
    start_websocket(std::move(handler), std::move(rest), [&] { opened(static_cast<WebSocket*>(this)); });
  }

  void on_http_timeout() override {
    if (phase() == Phase::http && http_ && !http_->sent && !http_->upgrading) return die("closed");
    die("it took too long");
  }

  void on_dead(std::string_view why) override {
    const Error error{code_of(why), refusal_.empty() ? std::string(why) : refusal_};
    if (const auto http = std::move(http_)) {
      if (http->connected) http->connected(std::unexpected(error));
      if (http->opened) http->opened(std::unexpected(error));
      for (Waiting& waiting : http->waiting) waiting.on_response(std::unexpected(error));
    }
    if (on_end_) std::exchange(on_end_, nullptr)();
  }

  std::shared_ptr<const ClientTarget> target_;
  std::unique_ptr<Http> http_;
  Task on_end_;
  std::string refusal_;
};

ClientConnection* ClientHandle::find() const {
  return loop_ ? static_cast<ClientConnection*>(loop_->find(ref_)) : nullptr;
}

bool ClientHandle::alive() const { return find() != nullptr; }

void ClientHandle::request(ClientRequest request, OnResponse on_response) {
  if (auto* const connection = find()) return connection->request(std::move(request), std::move(on_response));
  on_response(fail(ErrorCode::unavailable, "connection is gone"));
}

void ClientHandle::upgrade(ClientRequest request, std::unique_ptr<WebSocketHandler> handler, OnOpened opened) {
  if (auto* const connection = find()) {
    return connection->upgrade(std::move(request), std::move(handler), std::move(opened));
  }
  opened(fail(ErrorCode::unavailable, "connection is gone"));
}

void ClientHandle::close() {
  if (auto* const connection = find()) connection->wind_down();
}

void ClientHandle::on_end(Task task) {
  if (auto* const connection = find()) return connection->on_end(std::move(task));
  task();
}

bool ClientHandle::resumed() const {
  auto* const connection = find();
  return connection && SSL_session_reused(connection->ssl()) == 1;
}

int ClientHandle::tls_version() const {
  auto* const connection = find();
  return connection ? SSL_version(connection->ssl()) : 0;
}

std::string ClientHandle::tls_cipher() const {
  auto* const connection = find();
  return connection ? SSL_get_cipher_name(connection->ssl()) : "";
}

void connect_client(EventLoop& loop, ClientTarget target, OnConnected connected) {
  const auto refuse = [&](Error error) {
    loop.post([connected = std::move(connected), error = std::move(error)]() mutable {
      connected(std::unexpected(std::move(error)));
    });
  };
  sockaddr_storage address{};
  socklen_t size = 0;
  if (!parse_address(address_of(target.address), target.port, address, size)) {
    return refuse({ErrorCode::malformed, "not an IP address: " + target.address});
  }
  SslPtr ssl = target.tls->new_session(target.server_name);
  if (!ssl) return refuse({ErrorCode::tls_failed, tls_error_text()});
  const int fd = ::socket(address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return refuse({ErrorCode::unavailable, std::string("socket: ") + errno_text(errno)});
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), size) != 0 && errno != EINPROGRESS) {
    const int error = errno;
    ::close(fd);
    return refuse({ErrorCode::unavailable, std::string("connect: ") + errno_text(error)});
  }
  auto shared_target = std::make_shared<const ClientTarget>(std::move(target));
  auto connection = std::make_unique<ClientConnection>(std::move(ssl), fd, PeerAddress::from(address),
                                                       std::move(shared_target), std::move(connected));
  ClientConnection& joined = *connection;
  if (Channel::join(std::move(connection), loop, EPOLLIN | EPOLLOUT)) joined.begin();
}

}  // namespace cloister::net
