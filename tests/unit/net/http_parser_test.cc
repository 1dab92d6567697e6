#include "net/http_parser.h"

#include <gtest/gtest.h>

#include <string>

namespace cloister::net {
namespace {

constexpr std::string_view kHost = "Host: chat.localhost:8443\r\n";

std::string get(std::string_view target = "/", std::string_view more = "") {
  return "GET " + std::string(target) + " HTTP/1.1\r\n" + std::string(kHost) + std::string(more) + "\r\n";
}
std::string post(std::string_view more, std::string_view body) {
  return "POST /x HTTP/1.1\r\n" + std::string(kHost) + std::string(more) + "\r\n" + std::string(body);
}

HttpError error_of(std::string_view text, const HttpLimits& limits = {}) {
  HttpRequestParser parser(limits);
  EXPECT_NE(parser.feed(as_bytes(text)), HttpProgress::need_more) << text.substr(0, 200);
  return parser.error();
}

std::optional<Request> parse(std::string_view text) {
  HttpRequestParser parser{HttpLimits{}};
  if (parser.feed(as_bytes(text)) != HttpProgress::done) return std::nullopt;
  return parser.take();
}

TEST(HttpRequestParser, ReadsARequest) {
  const auto request = parse(get("/a/b?c=d&e=%20f", "Accept: x\r\nX-Empty:\r\nx-Spaces: \t a b \t\r\n"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, "GET");
  EXPECT_EQ(request->target, "/a/b?c=d&e=%20f");
  EXPECT_EQ(request->path, "/a/b");
  EXPECT_EQ(request->query, "c=d&e=%20f");
  EXPECT_EQ(request->query_value("c"), "d");
  EXPECT_EQ(request->query_value("e"), " f");
  EXPECT_EQ(request->query_value("g"), std::nullopt);
  EXPECT_EQ(request->host(), "chat.localhost");
  EXPECT_EQ(request->header("accept"), "x");
  EXPECT_EQ(request->header("x-empty"), "");
  EXPECT_EQ(request->header("x-spaces"), "a b");
  EXPECT_TRUE(request->keep_alive);
}

TEST(HttpRequestParser, SplittingAnywhereChangesNothing) {
  const std::string texts[] = {
      post("Content-Length: 5\r\n", "hello"),
      post("Transfer-Encoding: chunked\r\n", "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nTrailer: t\r\n\r\n"),
  };
  for (const std::string& text : texts) {
    for (std::size_t split = 0; split < text.size(); ++split) {
      HttpRequestParser parser{HttpLimits{}};
      ASSERT_EQ(parser.feed(as_bytes(std::string_view(text).substr(0, split))), HttpProgress::need_more) << split;
      ASSERT_EQ(parser.feed(as_bytes(std::string_view(text).substr(split))), HttpProgress::done) << split;
      const Request request = parser.take();
      EXPECT_EQ(request.body, "hello");
      EXPECT_EQ(request.count("trailer"), 0U);
    }
    HttpRequestParser parser{HttpLimits{}};
    for (const char c : text.substr(0, text.size() - 1)) {
      ASSERT_EQ(parser.feed(as_bytes({&c, 1})), HttpProgress::need_more);
    }
    EXPECT_EQ(parser.feed(as_bytes(std::string_view(text).substr(text.size() - 1))), HttpProgress::done);
  }
}

TEST(HttpRequestParser, ReadsOneRequestAfterAnother) {
  HttpRequestParser parser{HttpLimits{}};
  const std::string text = get("/1") + post("Content-Length: 2\r\n", "ab") + get("/3") + "GET /4 ";
  ASSERT_EQ(parser.feed(as_bytes(text)), HttpProgress::done);
  EXPECT_EQ(parser.take().path, "/1");
  ASSERT_EQ(parser.feed({}), HttpProgress::done);
  EXPECT_EQ(parser.take().body, "ab");
  ASSERT_EQ(parser.feed({}), HttpProgress::done);
  EXPECT_EQ(parser.take().path, "/3");
  ASSERT_EQ(parser.feed({}), HttpProgress::need_more);
  EXPECT_TRUE(parser.in_request());
}

TEST(HttpRequestParser, KnowsWhetherToKeepAlive) {
  EXPECT_FALSE(parse(get("/", "Connection: close\r\n"))->keep_alive);
  EXPECT_FALSE(parse(get("/", "Connection: x, Close\r\n"))->keep_alive);
  EXPECT_FALSE(parse("GET / HTTP/1.0\r\n\r\n")->keep_alive);
  EXPECT_TRUE(parse("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->keep_alive);
}

TEST(HttpRequestParser, WhatFollowsARequestDoesNotChangeIt) {
  HttpRequestParser parser{HttpLimits{}};
  ASSERT_EQ(parser.feed(as_bytes("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + std::string(200, 'u'))),
            HttpProgress::done);
  EXPECT_TRUE(parser.take().keep_alive);
}

TEST(HttpRequestParser, AnswersExpectContinueOnce) {
  HttpRequestParser parser{HttpLimits{}};
  ASSERT_EQ(parser.feed(as_bytes(post("Content-Length: 5\r\nExpect: 100-continue\r\n", ""))), HttpProgress::need_more);
  EXPECT_TRUE(parser.wants_continue());
  EXPECT_FALSE(parser.wants_continue());
  EXPECT_EQ(parser.feed(as_bytes("hello")), HttpProgress::done);
}

// RFC 9112 section 11.2: what two parsers may read in two ways.
TEST(HttpRequestParser, RefusesWhatSmugglesRequests) {
  const std::string cases[] = {
      post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
      post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"),
      post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello"),
      post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello"),
      post("Content-Length: 5, 5\r\n", "hello"),
      post("Content-Length: +5\r\n", "hello"),
      post("Content-Length: -5\r\n", "hello"),
      post("Content-Length: 0x5\r\n", "hello"),
      post("Content-Length: 5 5\r\n", "hello"),
      post("Content-Length:\r\n", "hello"),
      post("Content-Length : 5\r\n", "hello"),
      post("Content-Length: 5\r\n folded\r\n", "hello"),
      post("X: a\r\n\tfolded\r\nContent-Length: 5\r\n", "hello"),
      post(" Content-Length: 5\r\n", "hello"),
      post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
      post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
      post("X: a\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
      post("X: a\rTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
      post(std::string_view("X: a\0b\r\n", 8), ""),
      post("X\x01: a\r\n", ""),
      post("No colon\r\n", ""),
      post(": no name\r\n", ""),
      post("Transfer-Encoding: chunked\r\n", "5\nhello\r\n0\r\n\r\n"),
      post("Transfer-Encoding: chunked\r\n", "5\r\nhelloX0\r\n\r\n"),
      post("Transfer-Encoding: chunked\r\n", "-5\r\nhello\r\n0\r\n\r\n"),
      post("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n0\r\n\r\n"),
      post("Transfer-Encoding: chunked\r\n", "g\r\nhello\r\n0\r\n\r\n"),
      post("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\nhello\r\n0\r\n\r\n"),
      "POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "GET / HTTP/1.1\nHost: a\n\n\r\n\r\n",
      "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
      " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
      "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / http/1.1\r\nHost: a\r\n\r\n",
      "GET /\r\nHost: a\r\n\r\n",
      "GET\r\n\r\n",
      "G{T / HTTP/1.1\r\nHost: a\r\n\r\n",
  };
  for (const std::string& text : cases) EXPECT_EQ(error_of(text), HttpError::malformed) << text;
  EXPECT_EQ(error_of(post("Transfer-Encoding: gzip, chunked\r\n", "")), HttpError::unsupported_coding);
  EXPECT_EQ(error_of(post("Transfer-Encoding: identity\r\n", "")), HttpError::unsupported_coding);
  EXPECT_EQ(error_of(post("Transfer-Encoding: xchunked\r\n", "")), HttpError::unsupported_coding);
}

TEST(HttpRequestParser, RefusesDoubtfulTargetsAndHosts) {
  for (const char* target :
       {"http://a/", "https://a/", "a", "*", "a:443", "//a/b", "/a#b", "/a\\b", "/\x7f", "/\xc3\xa4", "/a\tb"}) {
    EXPECT_EQ(error_of(get(target)), HttpError::malformed) << target;
  }
  EXPECT_EQ(error_of("GET / HTTP/1.1\r\n\r\n"), HttpError::malformed);
  for (const char* host :
       {"", "a b", "a/b", "a@b", "a,b", "a:", "a:b", "a:123456", "[::1", "[]", "[::1]x", ":80", "a?b", "a#b", "ä"}) {
    EXPECT_EQ(error_of("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n"), HttpError::malformed) << host;
  }
  EXPECT_EQ(error_of("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"), HttpError::malformed);
  for (const char* host : {"a", "a:80", "A.b-c.D", "127.0.0.1:8443", "[::1]", "[::1]:8443", "[fe80::1]:1"}) {
    EXPECT_TRUE(parse("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n")) << host;
  }
  EXPECT_EQ(parse("GET / HTTP/1.1\r\nHost: [::1]:8443\r\n\r\n")->host(), "[::1]");
}

TEST(HttpRequestParser, RefusesOtherVersions) {
  EXPECT_EQ(error_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), HttpError::unsupported_version);
  EXPECT_EQ(error_of("GET / HTTP/0.9\r\nHost: a\r\n\r\n"), HttpError::unsupported_version);
  EXPECT_EQ(error_of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), HttpError::unsupported_version);
}

TEST(HttpRequestParser, HoldsItsLimits) {
  const HttpLimits limits{.header_bytes = 500, .header_count = 5, .target_bytes = 50, .body_bytes = 10};
  EXPECT_EQ(error_of(get("/" + std::string(50, 'a')), limits), HttpError::target_too_long);
  EXPECT_EQ(error_of(get("/" + std::string(49, 'a')), limits), HttpError::none);
  EXPECT_EQ(error_of("GET /" + std::string(600, 'a'), limits), HttpError::target_too_long);
  EXPECT_EQ(error_of(get("/", "X: " + std::string(500, 'a') + "\r\n"), limits), HttpError::headers_too_large);
  EXPECT_EQ(error_of("GET / HTTP/1.1\r\nX: " + std::string(500, 'a'), limits), HttpError::headers_too_large);
  EXPECT_EQ(error_of(get("/", "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n"), limits), HttpError::none);
  EXPECT_EQ(error_of(get("/", "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\n"), limits), HttpError::headers_too_large);
  EXPECT_EQ(error_of(post("Content-Length: 10\r\n", "0123456789"), limits), HttpError::none);
  EXPECT_EQ(error_of(post("Content-Length: 11\r\n", ""), limits), HttpError::body_too_large);
  EXPECT_EQ(error_of(post("Content-Length: 99999999999999999999999\r\n", ""), limits), HttpError::body_too_large);
  EXPECT_EQ(error_of(post("Transfer-Encoding: chunked\r\n", "6\r\n012345\r\n5\r\n01234\r\n0\r\n\r\n"), limits),
            HttpError::body_too_large);
  EXPECT_EQ(error_of(post("Transfer-Encoding: chunked\r\n", "1;" + std::string(2 * kMaxChunkHeaderBytes, 'x'))),
            HttpError::malformed);
  EXPECT_EQ(error_of(post("Transfer-Encoding: chunked\r\n", "0\r\nT: " + std::string(2 * kMaxChunkHeaderBytes, 'x'))),
            HttpError::malformed);
}

TEST(HttpRequestParser, TakesNothingAfterAnError) {
  HttpRequestParser parser{HttpLimits{}};
  EXPECT_EQ(parser.feed(as_bytes("\x16\x03\x01")), HttpProgress::failed);
  EXPECT_EQ(parser.feed(as_bytes(get())), HttpProgress::failed);
  EXPECT_FALSE(parser.error_detail().empty());
}

TEST(Request, KnowsAWebSocket) {
  const std::string good =
      "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  EXPECT_TRUE(parse(get("/", good))->wants_websocket());
  const auto without = [&](std::string_view part, std::string_view instead) {
    std::string text = good;
    text.replace(text.find(part), part.size(), instead);
    return parse(get("/", text))->wants_websocket();
  };
  EXPECT_FALSE(without("websocket", "h2c"));
  EXPECT_FALSE(without("Upgrade\r", "x\r"));
  EXPECT_FALSE(without("13", "8"));
  EXPECT_FALSE(without("dGhlIHNhbXBsZSBub25jZQ==", "dGhl"));
  EXPECT_FALSE(parse(get())->wants_websocket());
}

TEST(HttpResponseParser, ReadsResponses) {
  HttpResponseParser parser;
  ASSERT_EQ(parser.feed(as_bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Y: z\r\n\r\nok"
                                 "HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n")),
            HttpProgress::done);
  auto response = parser.take();
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ok");
  EXPECT_EQ(response.header("x-y"), "z");
  ASSERT_EQ(parser.feed({}), HttpProgress::done);
  response = parser.take();
  EXPECT_EQ(response.status, 404);
  EXPECT_EQ(response.body, "no");
}

TEST(HttpResponseParser, SkipsInterimResponsesAndReadsToTheEnd) {
  HttpResponseParser parser;
  ASSERT_EQ(parser.feed(as_bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nuntil the end")),
            HttpProgress::need_more);
  ASSERT_EQ(parser.feed_end(), HttpProgress::done);
  EXPECT_EQ(parser.take().body, "until the end");
}

TEST(HttpResponseParser, LeavesWhatFollowsAnUpgrade) {
  HttpResponseParser parser;
  ASSERT_EQ(parser.feed(as_bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x01x")),
            HttpProgress::done);
  EXPECT_EQ(parser.take().status, 101);
  EXPECT_EQ(parser.take_rest().size(), 3U);
}

TEST(HttpResponseParser, AnswersToHeadHaveNoContent) {
  HttpResponseParser parser;
  ASSERT_EQ(parser.feed(as_bytes("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"), true), HttpProgress::done);
  EXPECT_EQ(parser.take().body, "");
}

TEST(HttpResponseParser, RefusesNonsense) {
  EXPECT_EQ(HttpResponseParser().feed(as_bytes("SSH-2.0-OpenSSH\r\n\r\n")), HttpProgress::failed);
  EXPECT_EQ(HttpResponseParser(10).feed(as_bytes("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n01234567890")),
            HttpProgress::failed);
  HttpResponseParser cut;
  EXPECT_EQ(cut.feed(as_bytes("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n0")), HttpProgress::need_more);
  EXPECT_EQ(cut.feed_end(), HttpProgress::failed);
}

}  // namespace
}  // namespace cloister::net
