#include "net/http_message.h"

#include <gtest/gtest.h>

namespace cloister::net {
namespace {

TEST(HttpMessage, WritesDates) {
  EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
}  // RFC 9110 section 5.6.7

TEST(HttpMessage, WritesHeads) {
  Response response = Response::text(200, "hello");
  response.with("x-y", "z");
  EXPECT_EQ(serialize_head(response, 5, true, 784111777),
            "HTTP/1.1 200 OK\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-length: 5\r\n"
            "content-type: text/plain; charset=utf-8\r\nx-y: z\r\n\r\n");
  EXPECT_NE(serialize_head(response, 5, false, 0).find("\r\nconnection: close\r\n"), std::string::npos);
  response.status = 204;
  EXPECT_EQ(serialize_head(response, 0, true, 0).find("content-length"), std::string::npos);
}

TEST(HttpMessage, HeadersCannotSplitAResponse) {
  Response response;
  response.with("location", "/x\r\nset-cookie: a=b").with("a\r\nb", "c").with("", "d").with("ok", "e");
  const std::string head = serialize_head(response, 0, true, 0);
  EXPECT_EQ(head.find("set-cookie"), std::string::npos);
  EXPECT_EQ(head.find("location"), std::string::npos);
  EXPECT_NE(head.find("ok: e"), std::string::npos);
}

TEST(HttpMessage, DecodesPercents) {
  EXPECT_EQ(percent_decode("a%20b%2Fc+d"), "a b/c+d");
  EXPECT_EQ(percent_decode("%"), std::nullopt);
  EXPECT_EQ(percent_decode("%2"), std::nullopt);
  EXPECT_EQ(percent_decode("%zz"), std::nullopt);
}

TEST(HttpMessage, FindsTokensInLists) {
  EXPECT_TRUE(list_has("keep-alive, Upgrade", "upgrade"));
  EXPECT_TRUE(list_has("\tUPGRADE ", "upgrade"));
  EXPECT_FALSE(list_has("upgraded", "upgrade"));
  EXPECT_FALSE(list_has("", "upgrade"));
}

TEST(HttpMessage, AQueryValueGivenTwiceIsNone) {
  Request request;
  request.query = "a=1&b=2&a=3&c&d=%zz&=x";
  EXPECT_EQ(request.query_value("a"), std::nullopt);
  EXPECT_EQ(request.query_value("b"), "2");
  EXPECT_EQ(request.query_value("c"), "");
  EXPECT_EQ(request.query_value("d"), std::nullopt);
}

TEST(HttpMessage, AHeaderGivenTwiceIsNone) {
  Request request;
  request.headers = {{"a", "1"}, {"a", "2"}, {"b", "3"}};
  EXPECT_EQ(request.header("a"), std::nullopt);
  EXPECT_EQ(request.count("a"), 2U);
  EXPECT_EQ(request.header("b"), "3");
}

}  // namespace
}  // namespace cloister::net
