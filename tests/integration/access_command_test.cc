// Commands on sockets that are open by right: each is taken for what it is, and for nothing when it is not understood.
#include <gtest/gtest.h>

#include "integration/access_socket_bed.h"
#include "integration/movable_clock.h"

namespace cloister {
namespace {

using testing::Action;
using testing::code_of;
using testing::EntryKind;
using testing::FrameType;
using testing::RawSocket;

class AccessCommand : public testing::SocketBed {
 protected:
  Socket frame() { return open_proven(anna_->proof_of(), assigned_->conversation(), frame_socket()); }
  /// Each is refused as malformed, and the socket goes on.
  static void expect_not_understood(RawSocket& socket, std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
      socket.text(text);
      EXPECT_EQ(code_of(socket.next_text("error")), ErrorCode::malformed) << text;
    }
    EXPECT_TRUE(socket.open());
  }
  /// After most of the time that a session may be idle, `act` shows that somebody is there, and the session lives on.
  void expect_keeps_awake(const std::function<void()>& act) {
    testing::move_clock(server_.config().staff.idle_ms - 10'000);
    act();
    testing::move_clock(20'000);
    EXPECT_EQ(ask(Action::staff_people, anna_->proof_of()), ErrorCode::malformed) << "answered, and not with nothing";
  }
};

TEST_F(AccessCommand, NothingThatIsNotOneIsTakenForOne) {
  expect_not_understood(*open_owner(assigned_->conversation()),
                        {"", "{}", "[]", R"({"t":"typing"})", R"({"t":"typing","on":"yes"})",
                         R"({"t":"active","on":true})", R"({"t":"noticed"})", R"({"t":"available","on":true})"});
  expect_not_understood(*open_desk(anna_->proof_of()),
                        {"", "{}", "[]", R"({"t":"available"})", R"({"t":"available","on":1})",
                         R"({"t":"active","on":true})", R"({"t":"typing","on":true})"});
}

TEST_F(AccessCommand, FramesThatCannotBeReadAreRefused) {
  const Socket socket = open_owner(assigned_->conversation());
  for (const FrameType type : {FrameType::append, FrameType::mark}) {
    socket->binary(Bytes{static_cast<std::uint8_t>(type), 1});
    EXPECT_EQ(code_of(socket->next_text("error")), ErrorCode::malformed);
  }
}

TEST_F(AccessCommand, OverlongCommandsAreRefused) {
  const std::string text = R"({"t":"active","x":")" + std::string(protocol::kMaxJsonBytes, 'x') + R"("})";
  for (const Socket& socket : {open_owner(assigned_->conversation()), open_desk(anna_->proof_of())}) {
    socket->text(text);
    EXPECT_EQ(code_of(socket->next_text("error")), ErrorCode::too_large);
  }
}

TEST_F(AccessCommand, WhoIsActiveAtTheDeskIsNotIdle) {
  const Socket desk = open_desk(anna_->proof_of());
  expect_keeps_awake([&] {
    desk->text(to_json(protocol::Active{}));
    // The next command is heard after it; of the one before nothing was said.
    expect_not_understood(*desk, {"{}"});
  });
}

TEST_F(AccessCommand, WhoIsActiveInAConversationIsNotIdle) {
  const Socket socket = frame();
  expect_keeps_awake([&] {
    socket->text(to_json(protocol::Active{}));
    expect_not_understood(*socket, {"{}"});
  });
}

TEST_F(AccessCommand, TypingIsToldToTheOtherSideOnly) {
  const Socket customers = open_owner(assigned_->conversation());
  const Socket same_side = open_owner(assigned_->conversation());
  const Socket agents = frame();
  protocol::Typing typing;
  typing.on = true;
  customers->text(to_json(typing));
  EXPECT_FALSE(agents->next_text("typing").empty());
  for (const Socket& socket : {customers, same_side}) {
    expect_not_understood(*socket, {"{}"});
    for (const std::string& text : socket->texts()) EXPECT_NE(protocol::message_tag(text), "typing");
  }
}

TEST_F(AccessCommand, NobodyCatchesUpBehindTheEnd) {
  const Key key = Key::generate(system_random());
  const auto given = ticket(owner_->credentials(), assigned_->conversation(), key);
  ASSERT_TRUE(given);
  const Socket socket = widget_socket();
  auto prove = proof(challenge_of(*socket), *given, assigned_->conversation(), key);
  prove.after = 1'000;
  expect_refused(*socket, to_json(prove), ErrorCode::malformed);
}

}  // namespace
}  // namespace cloister
