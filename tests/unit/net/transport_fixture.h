// A server and clients in one process, over the loopback, with real TLS.
#pragma once

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>

#include "net/client_connection.h"
#include "net/listening_socket.h"
#include "net/self_signed.h"
#include "net/server.h"

namespace cloister::net::test {

/// Longer than anything takes, also under sanitizers on a busy machine.
inline constexpr DurationMs kPatienceMs = 30 * kSecondMs;

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cloister-net-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

/// The certificate of the whole test program; keys take time.
class Certificate {
 public:
  static const Certificate& shared() {
    static const Certificate made({"localhost", "chat.localhost"});
    return made;
  }
  explicit Certificate(std::vector<std::string> names)
      : certificate(directory_ / "cert.pem"), key(directory_ / "key.pem") {
    const auto written = write_self_signed({.names = std::move(names)}, certificate, key);
    if (!written) ADD_FAILURE() << written.error().detail;
  }

 private:
  TemporaryDirectory directory_;

 public:
  std::string certificate, key;
};

/// What a test wants of requests, as functions. Set before the server starts.
class FunctionHandler final : public HttpHandler {
 public:
  std::function<void(Request&&, Responder)> request = [](Request&&, Responder responder) {
    responder.send(Response::text(200, "hello\n"));
  };
  std::function<bool(const PeerAddress&)> may_enter = [](const PeerAddress&) { return true; };
  std::atomic<int> released_count{0};

  void on_request(Request&& r, Responder responder) override { request(std::move(r), std::move(responder)); }
  bool admit(const PeerAddress& peer) override { return may_enter(peer); }
  void released(const PeerAddress&) override { ++released_count; }
};

/// Responders kept for later, across threads.
class Shelf {
 public:
  void put(Responder responder) {
    const std::lock_guard lock(mutex_);
    kept_.push_back(std::move(responder));
  }
  bool empty() const {
    const std::lock_guard lock(mutex_);
    return kept_.empty();
  }
  Responder take() {
    const std::lock_guard lock(mutex_);
    Responder out = std::move(kept_.back());
    kept_.pop_back();
    return out;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Responder> kept_;
};

/// What a test wants of a socket, as functions.
class FunctionSocket final : public WebSocketHandler {
 public:
  std::function<void(WebSocket&)> opened = [](WebSocket&) {};
  std::function<void(WebSocket&, std::string_view)> text = [](WebSocket&, std::string_view) {};
  std::function<void(WebSocket&, ByteView)> binary = [](WebSocket&, ByteView) {};
  std::function<void(std::uint16_t, std::string_view)> closed = [](std::uint16_t, std::string_view) {};
  std::function<void(WebSocket&)> drained = [](WebSocket&) {};

  void on_open(WebSocket& socket) override { opened(socket); }
  void on_text(WebSocket& socket, std::string_view t) override { text(socket, t); }
  void on_binary(WebSocket& socket, ByteView b) override { binary(socket, b); }
  void on_close(WebSocket&, std::uint16_t code, std::string_view reason) override { closed(code, reason); }
  void on_drained(WebSocket& socket) override { drained(socket); }
};

inline std::unique_ptr<FunctionSocket> echo_socket() {
  auto socket = std::make_unique<FunctionSocket>();
  socket->opened = [](WebSocket& s) { s.mark_proven(); };
  socket->text = [](WebSocket& s, std::string_view text) { s.send_text(text); };
  socket->binary = [](WebSocket& s, ByteView bytes) { s.send_binary(bytes); };
  return socket;
}

class Transport : public testing::Test {
 protected:
  FunctionHandler app;
  ServerOptions options;
  std::shared_ptr<TlsServerContext> server_tls;
  std::unique_ptr<LoopPool> pool;
  std::unique_ptr<Server> server;
  std::unique_ptr<EventLoop> client_loop;

  void start(std::size_t loops = 1) {
    auto tls = TlsServerContext::create(Certificate::shared().certificate, Certificate::shared().key);
    ASSERT_TRUE(tls) << tls.error().detail;
    server_tls = *tls;
    pool = *LoopPool::create(loops);
    auto started = Server::start(options, server_tls, app, pool->all());
    ASSERT_TRUE(started) << started.error().detail;
    server = std::move(*started);
    client_loop = *EventLoop::create();
    pool->start();
  }
  ~Transport() override {
    client_loop.reset();
    if (pool) pool->stop();
  }

  /// Turns the clients' loop until `done`.
  void run_until(const std::function<bool()>& done, const char* what = "") {
    const TimeMs give_up = steady_clock_ms() + kPatienceMs;
    while (!done()) {
      ASSERT_LT(steady_clock_ms(), give_up) << "waited in vain " << what;
      client_loop->run_once(20);
    }
  }

  ClientTarget target(TlsClientOptions tls = {}) {
    if (tls.ca_file.empty() && tls.pinned_fingerprint.empty()) tls.ca_file = Certificate::shared().certificate;
    auto context = TlsClientContext::create(std::move(tls));
    EXPECT_TRUE(context) << context.error().detail;
    return {.address = "127.0.0.1", .port = server->port(), .server_name = "localhost", .tls = *context, .limits = {}};
  }

  Result<ClientHandle> connect(const ClientTarget& to) {
    std::optional<Result<ClientHandle>> out;
    connect_client(*client_loop, to, [&](Result<ClientHandle> connected) { out = std::move(connected); });
    run_until([&] { return out.has_value(); }, "for a connection");
    return out ? std::move(*out) : fail(ErrorCode::internal, "waited in vain");
  }
  ClientHandle connect() {
    auto connected = connect(target());
    EXPECT_TRUE(connected) << connected.error().detail;
    return connected.value_or(ClientHandle());
  }

  Result<ClientResponse> ask(ClientHandle client, ClientRequest request) {
    std::optional<Result<ClientResponse>> out;
    client.request(std::move(request), [&](Result<ClientResponse> response) { out = std::move(response); });
    run_until([&] { return out.has_value(); }, "for a response");
    return out ? std::move(*out) : fail(ErrorCode::internal, "waited in vain");
  }

  Result<WebSocket*> open_socket(ClientHandle client, std::unique_ptr<WebSocketHandler> handler) {
    std::optional<Result<WebSocket*>> out;
    client.upgrade({}, std::move(handler), [&](Result<WebSocket*> opened) { out = std::move(opened); });
    run_until([&] { return out.has_value(); }, "for a socket");
    return out ? std::move(*out) : fail(ErrorCode::internal, "waited in vain");
  }
};

/// A TCP connection without any TLS, blocking, with a time limit.
class RawConnection {
 public:
  explicit RawConnection(std::uint16_t port) {
    sockaddr_storage address{};
    socklen_t size = 0;
    parse_address("127.0.0.1", port, address, size);
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience{.tv_sec = kPatienceMs / kSecondMs, .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), size) == 0;
  }
  ~RawConnection() { ::close(fd_); }
  RawConnection(const RawConnection&) = delete;
  RawConnection& operator=(const RawConnection&) = delete;

  bool connected() const { return connected_; }
  bool send(std::string_view bytes) const {
    return ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
  }
  void shutdown_write() const { ::shutdown(fd_, SHUT_WR); }
  /// Everything until the other side ends.
  std::string read_all() const {
    std::string out;
    char buffer[4096];
    for (;;) {
      const ssize_t got = ::recv(fd_, buffer, sizeof buffer, 0);
      if (got <= 0) return out;
      out.append(buffer, static_cast<std::size_t>(got));
    }
  }
  int fd() const { return fd_; }

 private:
  int fd_ = -1;
  bool connected_ = false;
};

/// A TLS connection that says exactly what the test wants, blocking, with a time limit. Trusts whoever answers.
class RawTls {
 public:
  explicit RawTls(std::uint16_t port)
      : raw_(port), context_(SSL_CTX_new(TLS_client_method())), ssl_(SSL_new(context_.get())) {
    std::signal(SIGPIPE, SIG_IGN);  // OpenSSL's own socket BIO raises it
    SSL_set_fd(ssl_.get(), raw_.fd());
    connected_ = SSL_connect(ssl_.get()) == 1;
    ERR_clear_error();
  }
  ~RawTls() { ERR_clear_error(); }
  RawTls(const RawTls&) = delete;
  RawTls& operator=(const RawTls&) = delete;

  bool connected() const { return connected_; }
  bool send(std::string_view bytes) const {
    return bytes.empty() || SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0;
  }
  /// The end of TLS in this direction, and of TCP.
  void end() const {
    SSL_shutdown(ssl_.get());
    raw_.shutdown_write();
  }
  /// Everything until the other side ends, or until it has sent `enough`.
  std::string read(std::size_t enough = std::string::npos) const {
    std::string out;
    char buffer[4096];
    while (out.size() < enough) {
      const int got = SSL_read(ssl_.get(), buffer, sizeof buffer);
      if (got <= 0) break;
      out.append(buffer, static_cast<std::size_t>(got));
    }
    ERR_clear_error();
    return out;
  }
  std::string read_until(std::string_view end) const {
    std::string out;
    char byte;
    while (!out.ends_with(end) && SSL_read(ssl_.get(), &byte, 1) == 1) out.push_back(byte);
    ERR_clear_error();
    return out;
  }

 private:
  RawConnection raw_;
  std::unique_ptr<SSL_CTX, SslContextDeleter> context_;
  SslPtr ssl_;
  bool connected_ = false;
};

}  // namespace cloister::net::test
