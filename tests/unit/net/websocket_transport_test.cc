// Sockets over real connections: echo, closing, slow readers, silence, moving between loops.
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "transport_fixture.h"

namespace cloister::net::test {
namespace {

class WebSocketTransport : public Transport {
 protected:
  WebSocketTransport() {
    app.request = [this](Request&&, Responder responder) { responder.upgrade(make_socket()); };
  }
  std::function<std::unique_ptr<WebSocketHandler>()> make_socket = echo_socket;

  struct Client {
    std::vector<std::string> received;
    std::optional<std::uint16_t> closed;
    std::string reason;
    WebSocket* socket = nullptr;
    ClientHandle handle;
  };

  std::shared_ptr<Client> open(ClientTarget to) {
    auto client = std::make_shared<Client>();
    client->handle = *connect(to);
    auto handler = std::make_unique<FunctionSocket>();
    handler->text = [client](WebSocket&, std::string_view text) { client->received.emplace_back(text); };
    handler->binary = [client](WebSocket&, ByteView bytes) { client->received.emplace_back(as_text(bytes)); };
    handler->closed = [client](std::uint16_t code, std::string_view reason) {
      client->closed = code;
      client->reason = reason;
    };
    const auto opened = open_socket(client->handle, std::move(handler));
    EXPECT_TRUE(opened) << opened.error().detail;
    client->socket = opened.value_or(nullptr);
    return client;
  }
  std::shared_ptr<Client> open() { return open(target()); }
  /// A client that does not ping either: that would wake what a move forgot.
  ClientTarget patient() {
    auto to = target();
    to.limits.ping_after_ms = 2 * kPatienceMs;
    return to;
  }
};

TEST_F(WebSocketTransport, Echoes) {
  start();
  auto client = open();
  client->socket->send_text("hello");
  client->socket->send_binary(as_bytes(std::string_view("\0\xff", 2)));
  run_until([&] { return client->received.size() == 2; });
  EXPECT_EQ(client->received, (std::vector<std::string>{"hello", std::string("\0\xff", 2)}));
}

TEST_F(WebSocketTransport, EchoesBigAndManyMessages) {
  options.limits.message_bytes = 1'000'000;
  options.limits.queued_bytes = 8'000'000;
  start();
  auto to = target();
  to.limits.message_bytes = 1'000'000;
  to.limits.queued_bytes = 8'000'000;
  auto client = open(to);
  std::mt19937 random(3);
  std::vector<std::string> sent;
  for (int i = 0; i < 200; ++i) {
    std::string message(i % 20 == 0 ? 1 + random() % 1'000'000 : random() % 2000, 'a');
    for (char& c : message) c = static_cast<char>('a' + random() % 26);
    sent.push_back(message);
    client->socket->send_binary(as_bytes(message));
    if (i % 20 == 0) run_until([&] { return client->received.size() == sent.size(); });
  }
  run_until([&] { return client->received.size() == sent.size() || client->closed; });
  EXPECT_EQ(client->received, sent);
}

TEST_F(WebSocketTransport, ClosesWithCodeAndReason) {
  std::atomic<int> seen = 0;
  make_socket = [&] {
    auto socket = echo_socket();
    socket->closed = [&](std::uint16_t code, std::string_view reason) {
      EXPECT_EQ(reason, "bye");
      seen = code;
    };
    return socket;
  };
  start();
  auto client = open();
  client->socket->close(4001, "bye");
  EXPECT_FALSE(client->socket->open());
  run_until([&] { return client->closed && seen != 0; });
  EXPECT_EQ(seen, 4001);
  EXPECT_EQ(client->closed, 4001) << "the peer echoes the code";
  run_until([&] { return !client->handle.alive(); });
  run_until([&] { return server->counters().connections == 0; });
}

TEST_F(WebSocketTransport, WhatWasSentBeforeClosingArrives) {
  make_socket = [] {
    auto socket = std::make_unique<FunctionSocket>();
    socket->text = [](WebSocket& s, std::string_view) {
      for (int i = 0; i < 100; ++i) s.send_text(std::string(1000, 'x'));
      s.close(CloseCode::normal, "that was all");
      s.send_text("ignored");
    };
    return socket;
  };
  start();
  auto client = open();
  client->socket->send_text("go");
  run_until([&] { return client->closed.has_value(); });
  EXPECT_EQ(client->closed, 1000);
  EXPECT_EQ(client->reason, "that was all");
  EXPECT_EQ(client->received.size(), 100U);
}

TEST_F(WebSocketTransport, ALostConnectionIsReportedOnce) {
  std::atomic<int> closed = 0;
  make_socket = [&] {
    auto socket = echo_socket();
    socket->closed = [&](std::uint16_t code, std::string_view) {
      EXPECT_EQ(code, 1006);
      ++closed;
    };
    return socket;
  };
  start();
  auto client = open();
  client->socket->abort();
  EXPECT_FALSE(client->closed) << "not from inside the call";
  run_until([&] { return client->closed && closed == 1; });
  EXPECT_EQ(client->closed, 1006);
  run_until([&] { return server->counters().connections == 0; });
  EXPECT_EQ(closed, 1);
}

TEST_F(WebSocketTransport, StrangersGetLittleRoom) {
  options.limits.unproven_message_bytes = 100;
  make_socket = [] {
    auto socket = std::make_unique<FunctionSocket>();
    socket->text = [](WebSocket& s, std::string_view text) {
      if (text == "proof") s.mark_proven();
      s.send_text(text);
    };
    return socket;
  };
  start();
  auto stranger = open();
  EXPECT_EQ(server->counters().unproven, 1);
  stranger->socket->send_text(std::string(101, 'x'));
  run_until([&] { return stranger->closed.has_value(); });
  EXPECT_EQ(stranger->closed, 1009);
  auto proven = open();
  proven->socket->send_text("proof");
  proven->socket->send_text(std::string(101, 'x'));
  run_until([&] { return proven->received.size() == 2; });
  run_until([&] { return server->counters().unproven == 0; });
}

TEST_F(WebSocketTransport, SocketsThatProveNothingAreBoundedPerNetwork) {
  options.limits.unproven_per_network = 1;
  app.request = [](Request&& request, Responder responder) {
    if (request.path == "/page") return responder.send(Response::text(200, "hello\n"));
    responder.upgrade(std::make_unique<FunctionSocket>());
  };
  start();
  const RawTls page(server->port());
  ASSERT_TRUE(page.send("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  page.read_until("hello\n");
  auto stranger = open();
  // It has made a request; as a socket it would be one more that proves nothing.
  constexpr std::string_view kUpgrade =
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  ASSERT_TRUE(page.send(kUpgrade));
  EXPECT_TRUE(page.read_until("\r\n\r\n").starts_with("HTTP/1.1 503 "));
  EXPECT_EQ(server->counters().refused, 1U);
  stranger->socket->abort();
  run_until([&] { return server->counters().unproven == 0; });
  EXPECT_NE(open()->socket, nullptr) << "its place is free again";
}

TEST_F(WebSocketTransport, ReadsFramesSentRightBehindTheUpgrade) {
  start();
  const RawTls raw(server->port());
  Bytes frames;
  const std::uint8_t mask[4] = {1, 2, 3, 4};
  append_frame(frames, WebSocketOpcode::text, as_bytes("early"), mask);
  const std::string upgrade =
      "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  ASSERT_TRUE(raw.send(upgrade + std::string(as_text(frames))));
  const std::string head = raw.read_until("\r\n\r\n");
  EXPECT_TRUE(head.starts_with("HTTP/1.1 101 ")) << head;
  EXPECT_NE(head.find("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), std::string::npos);
  EXPECT_EQ(raw.read(7),
            "\x81\x05"
            "early");
  // And noise in place of frames is answered by a close frame with 1002, on this connection only.
  ASSERT_TRUE(raw.send("not a frame"));
  const std::string end = raw.read();
  ASSERT_GE(end.size(), 4U);
  EXPECT_EQ(end.substr(0, 1), "\x88");
  EXPECT_EQ(end.substr(2, 2), "\x03\xea");
}

TEST_F(WebSocketTransport, RefusesMessagesThatAreTooBig) {
  options.limits.message_bytes = 1000;
  start();
  auto client = open();
  client->socket->send_binary(Bytes(1000));
  run_until([&] { return client->received.size() == 1; });
  client->socket->send_binary(Bytes(1001));
  run_until([&] { return client->closed.has_value(); });
  EXPECT_EQ(client->closed, 1009);
}

TEST_F(WebSocketTransport, DropsReadersThatDoNotRead) {
  options.limits.queued_bytes = 100'000;
  std::atomic<bool> dropped = false;
  make_socket = [&] {
    auto socket = std::make_unique<FunctionSocket>();
    socket->closed = [&](std::uint16_t, std::string_view reason) {
      EXPECT_EQ(reason, "too slow");
      dropped = true;
    };
    return socket;
  };
  SocketRef served;
  std::mutex mutex;
  app.request = [&](Request&&, Responder responder) {
    auto socket = make_socket();
    static_cast<FunctionSocket*>(socket.get())->opened = [&](WebSocket& s) {
      const std::lock_guard lock(mutex);
      served = s.ref();
    };
    responder.upgrade(std::move(socket));
  };
  start();
  auto client = open();
  // The client's loop does not turn here, so nothing is read; the kernel's buffers fill, then the queue.
  const TimeMs give_up = steady_clock_ms() + kPatienceMs;
  while (!dropped && steady_clock_ms() < give_up) {
    std::atomic<bool> ran = false;
    pool->loop(0).post([&] {
      const std::lock_guard lock(mutex);
      if (WebSocket* socket = served.get()) socket->send_binary(Bytes(50'000));
      ran = true;
    });
    while (!ran) std::this_thread::yield();
  }
  EXPECT_TRUE(dropped);
  run_until([&] { return client->closed.has_value(); });
  EXPECT_EQ(server->counters().dropped_slow, 1U);
}

TEST_F(WebSocketTransport, TellsWhenAFullQueueIsEmptyAgain) {
  options.limits.queued_bytes = 64'000'000;
  std::atomic<bool> drained = false;
  make_socket = [&] {
    auto socket = std::make_unique<FunctionSocket>();
    socket->text = [](WebSocket& s, std::string_view) {
      for (int i = 0; i < 100; ++i) s.send_binary(Bytes(200'000));
    };
    socket->drained = [&](WebSocket& s) {
      EXPECT_EQ(s.queued_bytes(), 0U);
      drained = true;
    };
    return socket;
  };
  start();
  auto client = open();
  client->socket->send_text("go");
  run_until([&] { return client->received.size() == 100 && drained; });
}

TEST_F(WebSocketTransport, TellsAlsoWhenTheKernelTookALotAtOnce) {
  std::atomic<int> drained = 0;
  make_socket = [&] {
    auto socket = std::make_unique<FunctionSocket>();
    // Less than the buffers of a loopback connection hold.
    socket->text = [](WebSocket& s, std::string_view) { s.send_binary(Bytes(kDrainNoticeBytes)); };
    socket->drained = [&](WebSocket& s) {
      if (++drained < 20) s.send_binary(Bytes(kDrainNoticeBytes));
    };
    return socket;
  };
  start();
  auto client = open();
  client->socket->send_text("go");
  run_until([&] { return client->received.size() == 20 && drained == 20; });
}

TEST_F(WebSocketTransport, PingsTheSilentAndDropsTheDead) {
  options.limits.ping_after_ms = 200;
  options.limits.pong_within_ms = 300;
  start();
  auto client = open();
  // As long as the client's loop turns it answers pings, and lives on for many times the limit.
  const TimeMs until = steady_clock_ms() + 1500;
  run_until([&] { return steady_clock_ms() > until; });
  EXPECT_FALSE(client->closed);
  // Then it is silent.
  const TimeMs give_up = steady_clock_ms() + kPatienceMs;
  while (server->counters().connections != 0 && steady_clock_ms() < give_up) std::this_thread::yield();
  EXPECT_EQ(server->counters().connections, 0);
}

TEST_F(WebSocketTransport, DeadlinesCloseUnlessCleared) {
  std::atomic<int> number = 0;
  make_socket = [&] {
    auto socket = echo_socket();
    const bool clears = ++number == 2;
    socket->opened = [clears](WebSocket& s) {
      s.set_deadline(200);
      if (clears) s.clear_deadline();
    };
    return socket;
  };
  start();
  auto late = open();
  auto cleared = open();
  run_until([&] { return late->closed.has_value(); });
  EXPECT_EQ(late->closed, 1008);
  cleared->socket->send_text("still here");
  run_until([&] { return cleared->received.size() == 1; });
}

TEST_F(WebSocketTransport, OnlyRealUpgradesAreUpgraded) {
  start();
  auto client = connect();
  const auto response = ask(client, {});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 426);
  EXPECT_EQ(response->header("upgrade"), "websocket");
}

TEST_F(WebSocketTransport, AgreesOnASubprotocolThatWasOffered) {
  app.request = [](Request&&, Responder responder) { responder.upgrade(echo_socket(), "cloister.v1"); };
  start();
  auto client = connect();
  bool opened = false;
  client.upgrade({.headers = {{"sec-websocket-protocol", "x, cloister.v1"}}}, echo_socket(),
                 [&](Result<WebSocket*> result) { opened = result.has_value(); });
  run_until([&] { return opened; });
  EXPECT_FALSE(open_socket(connect(), echo_socket())) << "nothing was offered";
}

TEST_F(WebSocketTransport, RefusedUpgradesSayWhy) {
  app.request = [](Request&&, Responder responder) { responder.send(Response::text(403, "no")); };
  start();
  const auto opened = open_socket(connect(), echo_socket());
  ASSERT_FALSE(opened);
  EXPECT_TRUE(opened.error().detail.starts_with("403")) << opened.error().detail;
}

TEST_F(WebSocketTransport, MovesBetweenLoopsWithoutLosingAnything) {
  constexpr int kLoops = 3;
  options.limits.ping_after_ms = 2 * kPatienceMs;
  std::atomic<int> moves = 0;
  make_socket = [&] {
    auto socket = std::make_unique<FunctionSocket>();
    socket->text = [&](WebSocket& s, std::string_view text) {
      EXPECT_TRUE(s.loop().in_loop_thread());
      s.send_text(text);
      const int number = std::stoi(std::string(text));
      if (number % 7 != 0) return;
      EventLoop& next = pool->loop(static_cast<std::size_t>(number) % kLoops);
      s.move_to(next, [&, next_loop = &next](WebSocket& moved) {
        EXPECT_EQ(&moved.loop(), next_loop);
        EXPECT_TRUE(next_loop->in_loop_thread());
        EXPECT_NE(moved.ref().get(), nullptr);
        ++moves;
      });
    };
    return socket;
  };
  start(kLoops);
  std::vector<std::shared_ptr<Client>> clients;
  for (int i = 0; i < 5; ++i) clients.push_back(open(patient()));
  // All at once, so that messages are on their way while the socket moves.
  constexpr int kMessages = 700;
  for (int i = 0; i < kMessages; ++i) {
    for (const auto& client : clients) client->socket->send_text(std::to_string(i));
    if (i % 50 == 0) client_loop->run_once(0);
  }
  for (const auto& client : clients) {
    run_until([&] { return client->received.size() == kMessages || client->closed; });
    ASSERT_EQ(client->received.size(), static_cast<std::size_t>(kMessages)) << client->reason;
    for (int i = 0; i < kMessages; ++i) ASSERT_EQ(client->received[static_cast<std::size_t>(i)], std::to_string(i));
  }
  EXPECT_EQ(moves, 5 * kMessages / 7);
}

TEST_F(WebSocketTransport, MovesWithRecordsThatWereReadAhead) {
  options.limits.ping_after_ms = 2 * kPatienceMs;
  std::atomic<bool> held_up = false;
  std::atomic<bool> all_sent = false;
  make_socket = [&] {
    auto socket = std::make_unique<FunctionSocket>();
    socket->text = [&](WebSocket& s, std::string_view text) {
      // Until everything else lies in the kernel's buffer, to be read ahead in one go.
      if (text == "hold") held_up = true;
      while (text == "hold" && !all_sent) std::this_thread::yield();
      if (text == "move") s.move_to(pool->loop(1), [](WebSocket&) {});
      s.send_text(text);
    };
    return socket;
  };
  start(2);
  auto client = open(patient());
  client->socket->send_text("hold");
  run_until([&] { return held_up.load(); });
  // A turn after each, so that each is a record of its own.
  for (const char* text : {"move", "a", "b", "c"}) {
    client->socket->send_text(text);
    client_loop->run_once(0);
  }
  all_sent = true;
  run_until([&] { return client->received.size() == 5 || client->closed; });
  EXPECT_EQ(client->received, (std::vector<std::string>{"hold", "move", "a", "b", "c"}));
}

TEST_F(WebSocketTransport, RefsReachASocketFromAnyThreadWhileItLives) {
  std::mutex mutex;
  SocketRef ref;
  make_socket = [&] {
    auto socket = echo_socket();
    socket->opened = [&](WebSocket& s) {
      const std::lock_guard lock(mutex);
      ref = s.ref();
    };
    return socket;
  };
  start();
  auto client = open();
  run_until([&] {
    const std::lock_guard lock(mutex);
    return ref.loop() != nullptr;
  });
  ref.post([](WebSocket& s) { s.send_text("from elsewhere"); });
  run_until([&] { return client->received.size() == 1; });
  client->socket->close(CloseCode::normal, "");
  run_until([&] { return server->counters().connections == 0; });
  std::atomic<bool> called = false;
  ref.post([&](WebSocket&) { called = true; });
  std::atomic<bool> after = false;
  pool->loop(0).post([&] { after = true; });
  run_until([&] { return after.load(); });
  EXPECT_FALSE(called);
}

TEST_F(WebSocketTransport, ShuttingDownSaysGoingAway) {
  start(2);
  auto first = open();
  auto second = open();
  std::atomic<bool> done = false;
  server->shut_down([&] { done = true; });
  run_until([&] { return first->closed && second->closed && done; });
  EXPECT_EQ(first->closed, 1001);
  EXPECT_EQ(server->counters().connections, 0);
}

TEST_F(WebSocketTransport, ShuttingDownIsBoundedEvenIfAClientIsSilent) {
  options.limits.shutdown_ms = 500;
  start();
  auto client = open();
  std::atomic<bool> done = false;
  server->shut_down([&] { done = true; });
  const TimeMs give_up = steady_clock_ms() + kPatienceMs;
  while (!done && steady_clock_ms() < give_up) std::this_thread::yield();
  EXPECT_TRUE(done);
  EXPECT_EQ(server->counters().connections, 0);
}

TEST_F(WebSocketTransport, GarbageClosesOnlyItsOwnConnection) {
  start();
  auto good = open();
  std::mt19937 random(11);
  for (int round = 0; round < 20; ++round) {
    std::string noise(1 + random() % 3000, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    noise[0] = static_cast<char>(noise[0] | 0x40);  // a reserved bit: no frame in any case
    const RawTls raw(server->port());
    ASSERT_TRUE(
        raw.send("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" +
                 noise));
    EXPECT_NE(raw.read().find("\x88"), std::string::npos);
  }
  for (int round = 0; round < 20; ++round) {
    std::string noise(1 + random() % 3000, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    const RawTls raw(server->port());
    ASSERT_TRUE(raw.send(noise + "\r\n\r\n"));
    EXPECT_TRUE(raw.read().starts_with("HTTP/1.1 4"));
  }
  good->socket->send_text("unharmed");
  run_until([&] { return good->received.size() == 1; });
  run_until([&] { return server->counters().connections == 1; });
}
}  // namespace
}  // namespace cloister::net::test
