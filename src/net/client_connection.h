// The client's side of the same transport: TLS, HTTP requests, WebSockets. For demo customers, load and
// tests; thousands fit in one loop.
//
//   connect_client(loop, {.port = 8443, .tls = tls}, [](Result<ClientHandle> connected) {
//     connected->request({.path = "/"}, [](Result<ClientResponse> response) { … });
//     connected->upgrade({.path = "/socket"}, std::make_unique<MySocket>(), [](Result<void> opened) { … });
//   });
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/event_loop.h"
#include "net/http_message.h"
#include "net/http_parser.h"
#include "net/limits.h"
#include "net/tls_context.h"
#include "net/websocket.h"

namespace cloister::net {

struct ClientTarget {
  /// An IP address; names under .localhost are the loopback (RFC 6761 section 6.3) and never looked up.
  std::string address = "127.0.0.1";
  std::uint16_t port = 443;
  /// For SNI, verification and the Host field.
  std::string server_name = "localhost";
  std::shared_ptr<TlsClientContext> tls{};
  Limits limits{};
};

struct ClientRequest {
  std::string method = "GET";
  std::string path = "/";  ///< with query
  std::vector<Header> headers{};
  std::string body{};
};

class ClientConnection;

/// The user's hold on a connection; the connection lives on without it, and it may outlive the connection.
/// Only in the thread of its loop.
class ClientHandle {
 public:
  ClientHandle() = default;
  ClientHandle(EventLoop& loop, HandlerRef ref) : loop_(&loop), ref_(ref) {}

  bool alive() const;
  /// Requests are sent one after another; each callback is called exactly once (with an error if the
  /// connection ends).
  void request(ClientRequest request, std::move_only_function<void(Result<ClientResponse>)> on_response);
  /// `opened` is called before `handler->on_open` with success, or with an error whose detail begins with the
  /// HTTP status of the refusal ("403"); then `handler` is destroyed. After it no more requests can be made.
  void upgrade(ClientRequest request, std::unique_ptr<WebSocketHandler> handler,
               std::move_only_function<void(Result<WebSocket*>)> opened);
  void close();
  /// Called once when the connection ends.
  void on_end(Task task);
  /// For tests: was the TLS session resumed; the version (0x0304), the name of the suite.
  bool resumed() const;
  int tls_version() const;
  std::string tls_cipher() const;

 private:
  ClientConnection* find() const;
  EventLoop* loop_ = nullptr;
  HandlerRef ref_;
};

/// Opens a connection in `loop` (in its thread). `connected` is called exactly once, in the loop, after the
/// handshake; errors are tls_failed, too_slow and unavailable.
void connect_client(EventLoop& loop, ClientTarget target,
                    std::move_only_function<void(Result<ClientHandle>)> connected);

}  // namespace cloister::net
