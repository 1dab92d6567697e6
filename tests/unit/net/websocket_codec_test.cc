#include "net/websocket_codec.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/encoding.h"

namespace cloister::net {
namespace {

using Kind = WebSocketEvent::Kind;

struct Seen {
  Kind kind;
  std::uint16_t code;
  std::string payload;
  friend bool operator==(const Seen&, const Seen&) = default;
};

void PrintTo(const Seen& seen, std::ostream* out) {
  *out << "kind " << static_cast<int>(seen.kind) << " code " << seen.code << " payload " << seen.payload.size()
       << " bytes";
}

Bytes hex(std::string_view text) { return *from_hex(text); }

void feed(WebSocketParser& parser, Bytes bytes, std::vector<Seen>& out) {
  std::span<std::uint8_t> input(bytes);
  for (;;) {
    const auto event = parser.next(input);
    if (event.kind == Kind::need_more) break;
    out.push_back({event.kind, event.code, std::string(as_text(event.payload))});
  }
  EXPECT_TRUE(input.empty());
}

std::vector<Seen> parse(WebSocketRole role, const Bytes& bytes, std::size_t max = 1 << 20) {
  WebSocketParser parser(role, max);
  std::vector<Seen> out;
  feed(parser, bytes, out);
  return out;
}

constexpr std::uint8_t kMask[4] = {0x37, 0xfa, 0x21, 0x3d};

Bytes masked(WebSocketOpcode opcode, std::string_view payload, bool final = true) {
  Bytes out;
  append_frame(out, opcode, as_bytes(payload), kMask, final);
  return out;
}

Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes out;
  for (const Bytes& part : parts) append(out, part);
  return out;
}

std::vector<Seen> one(Kind kind, std::string payload, std::uint16_t code = 0) {
  return {{kind, code, std::move(payload)}};
}

void expect_error(const std::vector<Seen>& seen, CloseCode code) {
  ASSERT_FALSE(seen.empty());
  EXPECT_EQ(seen.back().kind, Kind::error);
  EXPECT_EQ(seen.back().code, static_cast<std::uint16_t>(code));
}

// RFC 6455 section 5.7.
TEST(WebSocketCodec, ReadsTheExamplesOfTheRfc) {
  EXPECT_EQ(parse(WebSocketRole::client, hex("810548656c6c6f")), one(Kind::text, "Hello"));
  EXPECT_EQ(parse(WebSocketRole::server, hex("818537fa213d7f9f4d5158")), one(Kind::text, "Hello"));
  EXPECT_EQ(parse(WebSocketRole::client, hex("010348656c80026c6f")), one(Kind::text, "Hello"));
  EXPECT_EQ(parse(WebSocketRole::client, hex("890548656c6c6f")), one(Kind::ping, "Hello"));
  EXPECT_EQ(parse(WebSocketRole::server, hex("8a8537fa213d7f9f4d5158")), one(Kind::pong, "Hello"));
  Bytes medium = hex("827e0100");
  medium.resize(medium.size() + 256, 'x');
  EXPECT_EQ(parse(WebSocketRole::client, medium), one(Kind::binary, std::string(256, 'x')));
  Bytes large = hex("827f0000000000010000");
  large.resize(large.size() + 65536, 'y');
  EXPECT_EQ(parse(WebSocketRole::client, large), one(Kind::binary, std::string(65536, 'y')));
}

TEST(WebSocketCodec, WritesTheExamplesOfTheRfc) {
  Bytes out;
  append_frame(out, WebSocketOpcode::text, as_bytes("Hello"), nullptr);
  EXPECT_EQ(to_hex(out), "810548656c6c6f");
  EXPECT_EQ(to_hex(masked(WebSocketOpcode::text, "Hello")), "818537fa213d7f9f4d5158");
  out.clear();
  append_frame(out, WebSocketOpcode::binary, Bytes(256), nullptr);
  EXPECT_EQ(to_hex(ByteView(out).first(4)), "827e0100");
  out.clear();
  append_frame(out, WebSocketOpcode::binary, Bytes(65536), nullptr);
  EXPECT_EQ(to_hex(ByteView(out).first(10)), "827f0000000000010000");
}

TEST(WebSocketCodec, AnswersTheKeyOfTheRfc) {
  EXPECT_EQ(websocket_accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  EXPECT_EQ(websocket_key(system_random()).size(), 24U);
}

TEST(WebSocketCodec, SplittingAnywhereChangesNothing) {
  const Bytes stream =
      joined({masked(WebSocketOpcode::text, "first"), masked(WebSocketOpcode::text, "sec", false),
              masked(WebSocketOpcode::ping, "in between"), masked(WebSocketOpcode::continuation, "on", false),
              masked(WebSocketOpcode::continuation, "d"), masked(WebSocketOpcode::binary, ""),
              masked(WebSocketOpcode::binary, std::string(300, 'b')), masked(WebSocketOpcode::text, "€")});
  const auto whole = parse(WebSocketRole::server, stream);
  ASSERT_EQ(whole.size(), 6U);
  EXPECT_EQ(whole[1].payload, "in between");
  EXPECT_EQ(whole[2].payload, "second");
  for (std::size_t split = 0; split <= stream.size(); ++split) {
    WebSocketParser parser(WebSocketRole::server, 1000);
    std::vector<Seen> seen;
    const auto at = stream.begin() + static_cast<std::ptrdiff_t>(split);
    feed(parser, Bytes(stream.begin(), at), seen);
    feed(parser, Bytes(at, stream.end()), seen);
    ASSERT_EQ(seen, whole) << "split at " << split;
    std::span<std::uint8_t> nothing;
    EXPECT_EQ(parser.next(nothing).kind, Kind::need_more);
    EXPECT_EQ(parser.held_bytes(), 0U);
  }
  WebSocketParser parser(WebSocketRole::server, 1000);
  std::vector<Seen> seen;
  for (const std::uint8_t byte : stream) feed(parser, {byte}, seen);
  EXPECT_EQ(seen, whole);
}

TEST(WebSocketCodec, RandomMessagesInRandomPiecesComeOutAsTheyWere) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    std::vector<Seen> expected;
    Bytes stream;
    for (int message = 0; message < 5; ++message) {
      std::string payload(random() % 400, 'm');
      for (char& c : payload) c = static_cast<char>(random() % 128);
      expected.push_back({Kind::binary, 0, payload});
      std::size_t at = 0;
      auto opcode = WebSocketOpcode::binary;
      while (random() % 2 == 0 && at < payload.size()) {
        const std::size_t piece = random() % (payload.size() - at);
        append(stream, masked(opcode, std::string_view(payload).substr(at, piece), false));
        opcode = WebSocketOpcode::continuation;
        at += piece;
      }
      append(stream, masked(opcode, std::string_view(payload).substr(at)));
    }
    WebSocketParser parser(WebSocketRole::server, 400);
    std::vector<Seen> seen;
    for (std::size_t at = 0; at < stream.size();) {
      const std::size_t piece = std::min<std::size_t>(1 + random() % 200, stream.size() - at);
      feed(parser, to_bytes(ByteView(stream).subspan(at, piece)), seen);
      at += piece;
    }
    ASSERT_EQ(seen, expected) << "round " << round;
  }
}

TEST(WebSocketCodec, GivesWholeFramesOutInPlace) {
  Bytes bytes = masked(WebSocketOpcode::binary, "where it lies");
  WebSocketParser parser(WebSocketRole::server, 100);
  std::span<std::uint8_t> input(bytes);
  const auto event = parser.next(input);
  EXPECT_EQ(event.payload.data(), bytes.data() + 6);
  EXPECT_EQ(parser.held_bytes(), 0U);
}

TEST(WebSocketCodec, BoundsMessages) {
  EXPECT_EQ(parse(WebSocketRole::server, masked(WebSocketOpcode::binary, std::string(100, 'x')), 100).size(), 1U);
  expect_error(parse(WebSocketRole::server, masked(WebSocketOpcode::binary, std::string(101, 'x')), 100),
               CloseCode::message_too_big);
  // Fragments count together, and the header alone is enough to refuse.
  const Bytes first = masked(WebSocketOpcode::binary, std::string(60, 'x'), false);
  Bytes second = masked(WebSocketOpcode::continuation, std::string(41, 'x'));
  second.resize(6);
  expect_error(parse(WebSocketRole::server, joined({first, second}), 100), CloseCode::message_too_big);
  EXPECT_EQ(
      parse(WebSocketRole::server, joined({first, masked(WebSocketOpcode::continuation, std::string(40, 'x'))}), 100)
          .size(),
      1U);
  // A length of 2^63 and more is refused likewise.
  expect_error(parse(WebSocketRole::server, hex("82ffffffffffffffffff00000000"), 100), CloseCode::message_too_big);
}

TEST(WebSocketCodec, AnnouncedButUnsentBytesTakeNoRoom) {
  WebSocketParser parser(WebSocketRole::server, 1 << 30);
  std::vector<Seen> seen;
  feed(parser, hex("82ff000000003fffffff00000000"), seen);
  EXPECT_TRUE(seen.empty());
  EXPECT_LT(parser.held_bytes(), 100U);
}

TEST(WebSocketCodec, RefusesWhatBreaksTheProtocol) {
  const struct {
    const char* what;
    WebSocketRole role;
    const char* bytes;
  } cases[] = {
      {"reserved bit", WebSocketRole::server, "c18537fa213d7f9f4d5158"},
      {"second reserved bit", WebSocketRole::server, "a18537fa213d7f9f4d5158"},
      {"third reserved bit", WebSocketRole::server, "918537fa213d7f9f4d5158"},
      {"opcode 3", WebSocketRole::server, "838037fa213d"},
      {"opcode 7", WebSocketRole::server, "878037fa213d"},
      {"opcode 11", WebSocketRole::server, "8b8037fa213d"},
      {"opcode 15", WebSocketRole::server, "8f8037fa213d"},
      {"client without mask", WebSocketRole::server, "810548656c6c6f"},
      {"server with mask", WebSocketRole::client, "818537fa213d7f9f4d5158"},
      {"fragmented ping", WebSocketRole::client, "090568656c6c6f"},
      {"fragmented close", WebSocketRole::client, "080203e8"},
      {"ping of 126 bytes", WebSocketRole::client, "897e007e"},
      {"continuation of nothing", WebSocketRole::client, "800161"},
      {"unfinished continuation of nothing", WebSocketRole::client, "000161"},
      {"message inside a message", WebSocketRole::client, "010161810162"},
      {"16-bit length of 125", WebSocketRole::client, "827e007d"},
      {"64-bit length of 65535", WebSocketRole::client, "827f000000000000ffff"},
      {"close code of one byte", WebSocketRole::client, "880103"},
      {"close code 999", WebSocketRole::client, "880203e7"},
      {"close code 1004", WebSocketRole::client, "880203ec"},
      {"close code 1005", WebSocketRole::client, "880203ed"},
      {"close code 1006", WebSocketRole::client, "880203ee"},
      {"close code 1015", WebSocketRole::client, "880203f7"},
      {"close code 2999", WebSocketRole::client, "88020bb7"},
      {"close code 5000", WebSocketRole::client, "88021388"},
  };
  for (const auto& example : cases) {
    SCOPED_TRACE(example.what);
    expect_error(parse(example.role, hex(example.bytes)), CloseCode::protocol_error);
  }
}

TEST(WebSocketCodec, ReadsClosing) {
  EXPECT_EQ(parse(WebSocketRole::client, hex("8800")), one(Kind::close, "", 1005));
  EXPECT_EQ(parse(WebSocketRole::client, hex("880203e8")), one(Kind::close, "", 1000));
  EXPECT_EQ(parse(WebSocketRole::client, hex("880403e96f6b")), one(Kind::close, "ok", 1001));
  EXPECT_EQ(parse(WebSocketRole::client, hex("88020bb8")), one(Kind::close, "", 3000));
  EXPECT_EQ(parse(WebSocketRole::client, hex("88021387")), one(Kind::close, "", 4999));
  // Nothing after it is read.
  EXPECT_EQ(parse(WebSocketRole::client, hex("880203e8810161")).size(), 1U);
}

TEST(WebSocketCodec, TextMustBeUtf8) {
  expect_error(parse(WebSocketRole::server, masked(WebSocketOpcode::text, "\xc0\xaf")), CloseCode::invalid_payload);
  expect_error(parse(WebSocketRole::server, masked(WebSocketOpcode::text, "\xed\xa0\x80")), CloseCode::invalid_payload);
  expect_error(parse(WebSocketRole::server, masked(WebSocketOpcode::text, "\xe2\x82")), CloseCode::invalid_payload);
  expect_error(parse(WebSocketRole::server, masked(WebSocketOpcode::close, std::string_view("\x03\xe8\xff", 3))),
               CloseCode::invalid_payload);
  // A character may be cut by a fragment's border.
  EXPECT_EQ(parse(WebSocketRole::server, joined({masked(WebSocketOpcode::text, "\xe2\x82", false),
                                                 masked(WebSocketOpcode::continuation, "\xac")})),
            one(Kind::text, "€"));
  EXPECT_EQ(parse(WebSocketRole::server, masked(WebSocketOpcode::binary, "\xff")), one(Kind::binary, "\xff"));
}

TEST(WebSocketCodec, NothingIsTakenAfterAnError) {
  WebSocketParser parser(WebSocketRole::client, 100);
  std::vector<Seen> seen;
  feed(parser, hex("8f00810161"), seen);
  feed(parser, hex("810161"), seen);
  EXPECT_EQ(seen.size(), 1U);
}

TEST(WebSocketCodec, CloseReasonsAreCutAtCharacters) {
  Bytes out;
  append_close(out, 1000, std::string(122, 'a') + "€", nullptr);
  ASSERT_EQ(out.size(), 2U + 2 + 122);
  const auto seen = parse(WebSocketRole::client, out);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].kind, Kind::close);
  EXPECT_EQ(seen[0].payload, std::string(122, 'a'));
  // Codes that must not be sent leave an empty frame.
  out.clear();
  append_close(out, 1006, "x", nullptr);
  EXPECT_EQ(to_hex(out), "8800");
}

TEST(WebSocketCodec, AnIdleParserIsSmall) { EXPECT_LE(sizeof(WebSocketParser), 16U); }

}  // namespace
}  // namespace cloister::net
