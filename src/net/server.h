// The HTTPS server: listens, accepts, speaks TLS and HTTP/1.1, and hands requests and sockets to the product.
//
//   class App : public HttpHandler {
//     void on_request(Request&& request, Responder responder) override {
//       if (request.path == "/socket") return responder.upgrade(std::make_unique<MySocket>());
//       responder.send(Response::text(200, "hello\n"));
//     }
//   };
//   auto server = Server::start({.port = 8443}, tls, app, pool->all());
//
// Every loop accepts from the same listening socket (EPOLLEXCLUSIVE); a connection stays in the loop that
// accepted it until its socket moves (`WebSocket::move_to`).
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/event_loop.h"
#include "net/http_message.h"
#include "net/http_parser.h"
#include "net/limits.h"
#include "net/tls_context.h"
#include "net/websocket.h"

namespace cloister::net {

/// The right and duty to answer one request, once. May be moved to and used in any thread, at any later time;
/// if the connection has gone meanwhile, the answer is dropped. Dying unused it answers 500.
class Responder {
 public:
  Responder() = default;
  Responder(EventLoop& loop, HandlerRef ref) : loop_(&loop), ref_(ref) {}
  Responder(Responder&& other) noexcept : loop_(std::exchange(other.loop_, nullptr)), ref_(other.ref_) {}
  Responder& operator=(Responder&& other) noexcept;
  ~Responder();

  void send(Response response);
  /// Answers a request of which `wants_websocket()` is true with 101 and makes it a socket; any other is
  /// answered 426. `subprotocol` must be one that the client offered, or empty. `on_open` is called before
  /// anything is read.
  void upgrade(std::unique_ptr<WebSocketHandler> handler, std::string subprotocol = {},
               std::vector<Header> headers = {});
  explicit operator bool() const { return loop_ != nullptr; }
  /// The loop of the connection.
  EventLoop* loop() const { return loop_; }

 private:
  EventLoop* loop_ = nullptr;
  HandlerRef ref_;
};

/// What the product does with requests. Called in the threads of all loops at once: implementations are
/// thread safe.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;
  virtual void on_request(Request&& request, Responder responder) = 0;
  /// The answer to what could not be read as a request; the connection is closed after it.
  virtual Response on_bad_request(HttpError error);
  /// May somebody from there have one more connection? Called before any cryptography. False closes it at
  /// once.
  virtual bool admit(const PeerAddress&) { return true; }
  /// Each admitted connection, once, when it is gone.
  virtual void released(const PeerAddress&) {}
};

struct ServerOptions {
  /// "127.0.0.1", "::1", "0.0.0.0", or "::" (both families).
  std::string address = "127.0.0.1";
  /// 0: any free one, see `Server::port()`.
  std::uint16_t port = 0;
  Limits limits{};
};

/// Numbers for the operator, since the start. Read from any thread.
struct ServerCounters {
  std::atomic<std::uint64_t> accepted{0};
  std::atomic<std::uint64_t> refused{0};  ///< by limits
  std::atomic<std::uint64_t> handshakes{0};
  std::atomic<std::uint64_t> handshake_failures{0};
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> bad_requests{0};
  std::atomic<std::uint64_t> sockets{0};
  std::atomic<std::uint64_t> dropped_slow{0};
  std::atomic<std::int64_t> connections{0};  ///< now
  std::atomic<std::int64_t> unproven{0};     ///< now
};

/// The listening socket and its connections. Destroying it does not end them: that is `shut_down`, or the end of the
/// loops (`LoopPool::stop`).
class Server {
 public:
  /// `handler` must outlive the loops, or at least `LoopPool::stop`.
  static Result<std::unique_ptr<Server>> start(ServerOptions options, std::shared_ptr<TlsServerContext> tls,
                                               HttpHandler& handler, std::vector<EventLoop*> loops);
  ~Server();

  std::uint16_t port() const;
  const ServerCounters& counters() const;
  /// From any thread, while the loops run: accepts no more, answers what is asked, closes sockets with 1001, and after
  /// at most `Limits::shutdown_ms` drops the rest. `done` is then called in the first loop.
  void shut_down(Task done);

  struct Shared;

 private:
  class Acceptor;
  class Shutdown;
  explicit Server(std::shared_ptr<Shared> shared);
  std::shared_ptr<Shared> shared_;
};

}  // namespace cloister::net
