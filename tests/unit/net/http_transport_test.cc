// Requests over real connections: keeping alive, late answers, limits of time and number, and what must not hurt.
#include <gtest/gtest.h>

#include <random>
#include <thread>

#include "transport_fixture.h"

namespace cloister::net::test {
namespace {

class HttpTransport : public Transport {};

TEST_F(HttpTransport, AnswersOneRequestAfterAnotherOnOneConnection) {
  app.request = [](Request&& request, Responder responder) {
    responder.send(Response::text(200, request.method + " " + request.path + " " + request.body));
  };
  start();
  auto client = connect();
  for (int i = 0; i < 5; ++i) {
    const auto response = ask(client, {.method = "POST", .path = "/" + std::to_string(i), .headers = {}, .body = "b"});
    ASSERT_TRUE(response) << response.error().detail;
    EXPECT_EQ(response->body, "POST /" + std::to_string(i) + " b");
  }
  EXPECT_EQ(server->counters().accepted, 1U);
  EXPECT_EQ(server->counters().requests, 5U);
}

TEST_F(HttpTransport, AnswersRequestsSentTogether) {
  Shelf shelf;
  app.request = [&](Request&& request, Responder responder) {
    Response response = Response::text(200, request.method + request.path + request.body);
    if (request.path == "/2") return shelf.put(std::move(responder));
    responder.send(std::move(response));
  };
  start();
  const RawTls raw(server->port());
  constexpr std::string_view kHost = " HTTP/1.1\r\nHost: localhost\r\n";
  std::string all;
  for (const char* path : {"/1", "/2", "/3"})
    all += "POST " + std::string(path) + std::string(kHost) + "Content-Length: 1\r\n\r\nx";
  all += "GET /4" + std::string(kHost) + "Connection: close\r\n\r\nGET /5" + std::string(kHost) + "\r\n";
  ASSERT_TRUE(raw.send(all));
  EXPECT_NE(raw.read_until("POST/1x").find(" 200 OK"), std::string::npos);
  run_until([&] { return !shelf.empty(); });
  shelf.take().send(Response::text(202, "late"));
  const std::string rest = raw.read();
  const auto late = rest.find("late"), third = rest.find("POST/3x"), fourth = rest.find("GET/4");
  EXPECT_LT(late, third);
  EXPECT_LT(third, fourth);
  EXPECT_NE(fourth, std::string::npos);
  EXPECT_EQ(rest.find("GET/5"), std::string::npos) << "nothing is asked after the last answer";
}

TEST_F(HttpTransport, QueuesTheRequestsOfItsOwnClient) {
  app.request = [](Request&& request, Responder responder) { responder.send(Response::text(200, request.path)); };
  start();
  auto client = connect();
  std::vector<std::string> bodies;
  for (int i = 0; i < 3; ++i) {
    client.request({.path = "/" + std::to_string(i)},
                   [&](Result<ClientResponse> r) { bodies.push_back(r ? r->body : "error"); });
  }
  run_until([&] { return bodies.size() == 3; });
  EXPECT_EQ(bodies, (std::vector<std::string>{"/0", "/1", "/2"}));
}

TEST_F(HttpTransport, AnswersFromAnotherThread) {
  std::vector<std::thread> threads;
  std::mutex mutex;
  app.request = [&](Request&&, Responder responder) {
    const std::lock_guard lock(mutex);
    threads.emplace_back([responder = std::move(responder)]() mutable { responder.send(Response::text(200, "late")); });
  };
  start(2);
  std::vector<ClientHandle> clients;
  for (int i = 0; i < 4; ++i) clients.push_back(connect());
  for (const auto& client : clients) EXPECT_EQ(ask(client, {})->body, "late");
  for (std::thread& thread : threads) thread.join();
}

TEST_F(HttpTransport, AnAnswerAfterTheConnectionHasGoneDoesNothing) {
  Shelf shelf;
  app.request = [&](Request&&, Responder responder) { shelf.put(std::move(responder)); };
  start();
  auto client = connect();
  bool answered = false;
  client.request({}, [&](Result<ClientResponse>) { answered = true; });
  run_until([&] { return !shelf.empty(); });
  client.close();
  run_until([&] { return answered; });
  shelf.take().send(Response::text(200, "too late"));
  run_until([&] { return server->counters().connections == 0; });
}

TEST_F(HttpTransport, AResponderDroppedAnswers500) {
  app.request = [](Request&&, Responder) {};
  start();
  EXPECT_EQ(ask(connect(), {})->status, 500);
}

TEST_F(HttpTransport, SendsLargeContentOwnedAndBorrowed) {
  static const std::string borrowed(3'000'000, 's');
  app.request = [](Request&& request, Responder responder) {
    Response response;
    if (request.path == "/static") {
      response.static_body = borrowed;
    } else {
      response.body = std::string(2'000'000, 'o');
    }
    responder.send(std::move(response));
  };
  start();
  auto client = connect();
  EXPECT_EQ(ask(client, {.path = "/static"})->body, borrowed);
  EXPECT_EQ(ask(client, {.path = "/owned"})->body, std::string(2'000'000, 'o'));
  EXPECT_EQ(ask(client, {.method = "HEAD", .path = "/static"})->body, "");
  EXPECT_EQ(ask(client, {.method = "HEAD", .path = "/static"})->header("content-length"), "3000000");
}

TEST_F(HttpTransport, TakesLargeBodiesUpToTheLimit) {
  options.limits.http.body_bytes = 1'000'000;
  app.request = [](Request&& request, Responder responder) {
    responder.send(Response::text(200, std::to_string(request.body.size())));
  };
  start();
  auto client = connect();
  EXPECT_EQ(ask(client, {.method = "POST", .path = "/", .headers = {}, .body = std::string(1'000'000, 'x')})->body,
            "1000000");
  const auto refused = ask(client, {.method = "POST", .path = "/", .headers = {}, .body = std::string(1'000'001, 'x')});
  ASSERT_TRUE(refused) << refused.error().detail;
  EXPECT_EQ(refused->status, 413) << "the answer arrives although the body was not read";
}

TEST_F(HttpTransport, RefusesBadRequestsAndClosesOnlyThatConnection) {
  start();
  auto good = connect();
  auto bad = connect();
  const auto response = ask(bad, {.path = "bad target"});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 400);
  EXPECT_FALSE(response->keep_alive);
  run_until([&] { return !bad.alive(); });
  EXPECT_EQ(ask(good, {})->status, 200);
  EXPECT_EQ(server->counters().bad_requests, 1U);
}

TEST_F(HttpTransport, ClosesAfterSoManyRequests) {
  options.limits.requests_per_connection = 2;
  start();
  auto client = connect();
  EXPECT_TRUE(ask(client, {})->keep_alive);
  EXPECT_FALSE(ask(client, {})->keep_alive);
  run_until([&] { return !client.alive(); });
}

TEST_F(HttpTransport, EndsIdleConnections) {
  options.limits.keep_alive_ms = 200;
  start();
  auto client = connect();
  EXPECT_EQ(ask(client, {})->status, 200);
  run_until([&] { return !client.alive(); });
  run_until([&] { return server->counters().connections == 0; });
  EXPECT_EQ(app.released_count, 1);
}

TEST_F(HttpTransport, EndsConnectionsThatNeverFinishTheirHandshake) {
  options.limits.handshake_ms = 200;
  start();
  const RawConnection silent(server->port());
  ASSERT_TRUE(silent.connected());
  EXPECT_EQ(silent.read_all(), "");
  run_until([&] { return server->counters().connections == 0; });
  EXPECT_EQ(server->counters().handshake_failures, 1U);
}

TEST_F(HttpTransport, EndsConnectionsThatNeverAsk) {
  options.limits.handshake_ms = 300;
  start();
  auto client = connect();
  run_until([&] { return !client.alive(); });
  run_until([&] { return server->counters().connections == 0; });
}

TEST_F(HttpTransport, GivesUpOnHandlersThatDoNotAnswer) {
  options.limits.answer_ms = 200;
  Shelf shelf;
  app.request = [&](Request&&, Responder responder) { shelf.put(std::move(responder)); };
  start();
  EXPECT_FALSE(ask(connect(), {}));
}

TEST_F(HttpTransport, AnswersAClientThatHasEndedItsSide) {
  Shelf shelf;
  app.request = [&](Request&&, Responder responder) { shelf.put(std::move(responder)); };
  start();
  const RawTls raw(server->port());
  ASSERT_TRUE(raw.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  raw.end();
  run_until([&] { return !shelf.empty(); });
  shelf.take().send(Response::text(200, "still there?"));
  EXPECT_TRUE(raw.read().ends_with("still there?"));
  run_until([&] { return server->counters().connections == 0; });
}

TEST_F(HttpTransport, ContinuesWhoAsksForIt) {
  app.request = [](Request&& request, Responder responder) { responder.send(Response::text(200, request.body)); };
  start();
  const RawTls raw(server->port());
  ASSERT_TRUE(raw.send("POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"));
  EXPECT_TRUE(raw.read_until("\r\n\r\n").starts_with("HTTP/1.1 100 "));
  ASSERT_TRUE(raw.send("body"));
  EXPECT_TRUE(raw.read_until("body").starts_with("HTTP/1.1 200 "));
}

TEST_F(HttpTransport, SlowRequestsAreAnswered408) {
  options.limits.handshake_ms = 400;
  start();
  const RawTls first(server->port());
  ASSERT_TRUE(first.send("GET / HT"));
  EXPECT_TRUE(first.read().starts_with("HTTP/1.1 408 "));
}

TEST_F(HttpTransport, ALaterSlowRequestIsAnswered408) {
  options.limits.request_ms = 200;
  start();
  const RawTls raw(server->port());
  ASSERT_TRUE(raw.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  raw.read_until("hello\n");
  ASSERT_TRUE(raw.send("GET / HT"));
  EXPECT_TRUE(raw.read().starts_with("HTTP/1.1 408 "));
}

TEST_F(HttpTransport, BoundsWhatAllBodiesTogetherTake) {
  options.limits.held_bytes = 100'000;
  start();
  const RawTls first(server->port()), second(server->port());
  constexpr std::string_view kHead = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\n";
  ASSERT_TRUE(first.send(std::string(kHead) + std::string(60'000, 'x')));
  ASSERT_TRUE(second.send(std::string(kHead) + std::string(60'000, 'x')));
  // One of them is refused, whichever came later; the other goes on.
  std::string answer;
  run_until([&] { return server->counters().bad_requests == 1; });
  first.send(std::string(30'000, 'x'));
  second.send(std::string(30'000, 'x'));
  const std::string one = first.read_until("\r\n\r\n"), other = second.read_until("\r\n\r\n");
  EXPECT_NE(one.starts_with("HTTP/1.1 503 "), other.starts_with("HTTP/1.1 503 "));
  EXPECT_NE(one.starts_with("HTTP/1.1 200 "), other.starts_with("HTTP/1.1 200 "));
}

TEST_F(HttpTransport, BoundsWhatTheBodiesOfOneNetworkTake) {
  options.limits.held_bytes_per_network = 100'000;
  start();
  const RawTls first(server->port()), second(server->port());
  constexpr std::string_view kHead = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\n";
  ASSERT_TRUE(first.send(std::string(kHead) + std::string(60'000, 'x')));
  ASSERT_TRUE(second.send(std::string(kHead) + std::string(60'000, 'x')));
  run_until([&] { return server->counters().bad_requests == 1; });
  first.send(std::string(30'000, 'x'));
  second.send(std::string(30'000, 'x'));
  const std::string one = first.read_until("\r\n\r\n"), other = second.read_until("\r\n\r\n");
  EXPECT_NE(one.starts_with("HTTP/1.1 503 "), other.starts_with("HTTP/1.1 503 "));
  EXPECT_NE(one.starts_with("HTTP/1.1 200 "), other.starts_with("HTTP/1.1 200 "));
  // What was held is given back.
  for (int round = 0; round < 5; ++round) {
    const RawTls next(server->port());
    ASSERT_TRUE(next.send(std::string(kHead) + std::string(90'000, 'x')));
    EXPECT_TRUE(next.read_until("\r\n\r\n").starts_with("HTTP/1.1 200 "));
  }
}

TEST_F(HttpTransport, BoundsConnections) {
  options.limits.connections = 2;
  start();
  auto first = connect();
  [[maybe_unused]] const auto second = connect();
  EXPECT_FALSE(connect(target()));
  EXPECT_EQ(server->counters().refused, 1U);
  first.close();
  run_until([&] { return server->counters().connections == 1; });
  EXPECT_TRUE(connect(target()));
}

TEST_F(HttpTransport, BoundsTheUnproven) {
  options.limits.unproven = 1;
  start();
  auto first = connect();
  EXPECT_FALSE(connect(target()));
  EXPECT_EQ(ask(first, {})->status, 200);
  EXPECT_TRUE(connect(target()));
}

TEST_F(HttpTransport, BoundsTheUnprovenOfOneNetwork) {
  options.limits.unproven_per_network = 1;
  start();
  auto first = connect();
  EXPECT_FALSE(connect(target()));
  EXPECT_EQ(server->counters().refused, 1U);
  EXPECT_EQ(app.released_count, 1) << "it was admitted before";
  EXPECT_EQ(ask(first, {})->status, 200);
  EXPECT_TRUE(connect(target()));
}

TEST_F(HttpTransport, AsksWhoMayEnter) {
  std::atomic<int> asked = 0;
  app.may_enter = [&](const PeerAddress& peer) {
    EXPECT_TRUE(peer.is_loopback());
    EXPECT_EQ(peer.text(), "127.0.0.1");
    return ++asked % 2 == 1;
  };
  start();
  EXPECT_TRUE(connect(target()));
  EXPECT_FALSE(connect(target()));
  EXPECT_EQ(app.released_count, 0) << "the refused one was never admitted";
}

TEST_F(HttpTransport, SurvivesGarbageInPlaceOfTls) {
  start();
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    std::string garbage(1 + random() % 2000, '\0');
    for (char& c : garbage) c = static_cast<char>(random());
    if (round % 2 == 0)
      garbage.replace(0, std::min<std::size_t>(5, garbage.size()),
                      std::string("\x16\x03\x01\x02\x00", 5).substr(0, garbage.size()));
    const RawConnection raw(server->port());
    raw.send(garbage);
    raw.shutdown_write();
    raw.read_all();
  }
  EXPECT_EQ(ask(connect(), {})->status, 200);
  run_until([&] { return server->counters().connections == 1; });
}

TEST_F(HttpTransport, SpeaksNoPlainHttp) {
  start();
  const RawConnection raw(server->port());
  raw.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(raw.read_all().find("HTTP/1.1"), std::string::npos);
}

TEST_F(HttpTransport, ShutsDownAfterAnsweringWhatWasAsked) {
  Shelf shelf;
  app.request = [&](Request&&, Responder responder) { shelf.put(std::move(responder)); };
  start(2);
  auto asking = connect();
  auto idle = connect();
  std::optional<Result<ClientResponse>> response;
  asking.request({}, [&](Result<ClientResponse> r) { response = std::move(r); });
  run_until([&] { return !shelf.empty(); });
  std::atomic<bool> done = false;
  server->shut_down([&] { done = true; });
  run_until([&] { return !idle.alive(); });
  EXPECT_FALSE(done);
  shelf.take().send(Response::text(200, "the last"));
  run_until([&] { return response.has_value() && done; });
  EXPECT_EQ((*response)->body, "the last");
  EXPECT_FALSE((*response)->keep_alive);
  EXPECT_FALSE(connect(target())) << "nobody is let in any more";
}

TEST_F(HttpTransport, ASecondServerOnThePortIsRefused) {
  start();
  options.port = server->port();
  auto loop = *EventLoop::create();
  const auto second = Server::start(options, server_tls, app, {loop.get()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace cloister::net::test
