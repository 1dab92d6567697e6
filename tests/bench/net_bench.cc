// The transport's hot parts, and a whole echo over TLS on the loopback. How a server compares with the least that
// OpenSSL and epoll allow is measured from outside, by tests/bench/echo_server.
#include <benchmark/benchmark.h>

#include <filesystem>
#include <string>

#include "base/utf8.h"
#include "net/client_connection.h"
#include "net/http_parser.h"
#include "net/self_signed.h"
#include "net/server.h"
#include "net/timer_wheel.h"
#include "net/websocket_codec.h"

namespace {

using namespace cloister;
using namespace cloister::net;

void websocket_parse(benchmark::State& state) {
  Bytes frame;
  const std::uint8_t mask[4] = {1, 2, 3, 4};
  append_frame(frame, WebSocketOpcode::binary, Bytes(static_cast<std::size_t>(state.range(0))), mask);
  WebSocketParser parser(WebSocketRole::server, 1 << 20);
  for (auto _ : state) {
    std::span<std::uint8_t> input(frame);
    benchmark::DoNotOptimize(parser.next(input));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(frame.size()));
}
BENCHMARK(websocket_parse)->Arg(16)->Arg(256)->Arg(4096)->Arg(65536);

void websocket_write(benchmark::State& state) {
  const Bytes payload(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) {
    Bytes out;
    append_frame(out, WebSocketOpcode::binary, payload, nullptr);
    benchmark::DoNotOptimize(out.data());
  }
}
BENCHMARK(websocket_write)->Arg(256)->Arg(65536);

void utf8(benchmark::State& state) {
  const std::string text(4096, 'a');
  for (auto _ : state) benchmark::DoNotOptimize(is_valid_utf8(text));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(utf8);

void http_request(benchmark::State& state) {
  const std::string text =
      "POST /api/messages?conversation=x HTTP/1.1\r\nHost: chat.localhost:8443\r\nUser-Agent: Mozilla/5.0 (X11; Linux "
      "x86_64)\r\nAccept: */*\r\nAccept-Language: en\r\nAccept-Encoding: gzip, br\r\nContent-Type: application/json\r\n"
      "Content-Length: 21\r\nOrigin: https://console.localhost:8443\r\n\r\n{\"text\":\"ciphertext\"}";
  HttpRequestParser parser{HttpLimits{}};
  for (auto _ : state) {
    if (parser.feed(as_bytes(text)) != HttpProgress::done) return state.SkipWithError("not understood");
    benchmark::DoNotOptimize(parser.take());
  }
}
BENCHMARK(http_request);

struct Probe final : Timer {
  void on_timer() override {}
};

void timer_set(benchmark::State& state) {
  TimerWheel wheel(0);
  std::vector<std::unique_ptr<Probe>> probes;
  for (int i = 0; i < 10'000; ++i) probes.push_back(std::make_unique<Probe>());
  std::size_t next = 0;
  for (auto _ : state) wheel.set(*probes[next++ % probes.size()], 0, 25'000);
}
BENCHMARK(timer_set);

class Echo final : public WebSocketHandler {
 public:
  void on_open(WebSocket& socket) override { socket.mark_proven(); }
  void on_text(WebSocket& socket, std::string_view text) override { socket.send_text(text); }
  void on_binary(WebSocket& socket, ByteView bytes) override { socket.send_binary(bytes); }
};

class EchoApp final : public HttpHandler {
 public:
  void on_request(Request&&, Responder responder) override { responder.upgrade(std::make_unique<Echo>()); }
};

class Counter final : public WebSocketHandler {
 public:
  explicit Counter(int& count) : count_(count) {}
  void on_text(WebSocket&, std::string_view) override { ++count_; }
  void on_binary(WebSocket&, ByteView) override { ++count_; }

 private:
  int& count_;
};

/// One connection, one message at a time: the whole way there and back, on two threads.
void echo_over_tls(benchmark::State& state) {
  const std::string directory = std::filesystem::temp_directory_path() / "cloister-net-bench";
  std::filesystem::create_directories(directory);
  const std::string certificate = directory + "/cert.pem";
  const std::string key = directory + "/key.pem";
  if (!write_self_signed({.names = {"localhost"}}, certificate, key)) return state.SkipWithError("no certificate");
  EchoApp app;
  auto pool = *LoopPool::create(1);
  auto server = *Server::start({}, *TlsServerContext::create(certificate, key), app, pool->all());
  pool->start();
  auto loop = *EventLoop::create();
  WebSocket* socket = nullptr;
  int received = 0;
  ClientHandle client;
  connect_client(*loop, {.port = server->port(), .tls = *TlsClientContext::create({.ca_file = certificate})},
                 [&](Result<ClientHandle> connected) {
                   client = *connected;
                   client.upgrade({}, std::make_unique<Counter>(received),
                                  [&](Result<WebSocket*> opened) { socket = *opened; });
                 });
  while (!socket) loop->run_once(10);
  const Bytes payload(256);
  for (auto _ : state) {
    const int before = received;
    socket->send_binary(payload);
    while (received == before) loop->run_once(-1);
  }
  loop.reset();
  pool->stop();
}
BENCHMARK(echo_over_tls)->UseRealTime();

}  // namespace
