// An echo server on the product's transport, to be measured from outside by a load client beside the least that a TLS
// WebSocket server can cost. One loop, one thread. Not part of the build:
//
//   clang++-19 -std=c++23 -O2 -Isrc -o echo_server tests/bench/echo_server/echo_server.cc src/net/*.cc src/base/*.cc
//       -lssl -lcrypto
//   echo_server PORT CERT KEY
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "net/server.h"

using namespace cloister::net;

namespace {

class Echo final : public WebSocketHandler {
 public:
  void on_open(WebSocket& socket) override { socket.mark_proven(); }
  void on_text(WebSocket& socket, std::string_view text) override { socket.send_text(text); }
  void on_binary(WebSocket& socket, cloister::ByteView bytes) override { socket.send_binary(bytes); }
};

class App final : public HttpHandler {
 public:
  void on_request(Request&& request, Responder responder) override {
    if (request.wants_websocket()) return responder.upgrade(std::make_unique<Echo>());
    responder.send(Response::text(200, "hello\n"));
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  App app;
  auto pool = LoopPool::create(1);
  auto tls = TlsServerContext::create(argv[2], argv[3]);
  if (!pool || !tls) return 1;
  const ServerOptions options = {.port = static_cast<std::uint16_t>(std::atoi(argv[1]))};
  const auto server = Server::start(options, *tls, app, (*pool)->all());
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().detail.c_str());
    return 1;
  }
  (*pool)->loop(0).run();
}
