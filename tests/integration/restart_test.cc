// What a server takes up again when it starts.
#include <gtest/gtest.h>

#include "integration/access_bed.h"
#include "integration/movable_clock.h"
#include "support/expect_error.h"

namespace cloister {
namespace {

using testing::Action;
using testing::await;

class Restart : public testing::AccessBed {
 protected:
  /// As the customer sees it.
  std::string status_of(const ConversationId& id) {
    const auto list = await<protocol::ConversationList>(*loop_, [&](auto done) { owner_->list(std::move(done)); });
    if (!list) return std::string(info_of(list.error().code).name);
    for (const auto& conversation : list->conversations)
      if (conversation.conversation == id) return conversation.status;
    return "not listed";
  }
};

TEST_F(Restart, ConversationsOfThoseWhoHaveLeftEndLikeOthers) {
  const auto carl = testing::enrol_colleague(*loop_, server_, *anna_, static_cast<std::uint8_t>(protocol::Role::agent));
  const auto chat = start(*owner_);
  const auto accepted = await<std::shared_ptr<client::Chat>>(
      *loop_, [&](auto done) { carl->accept(chat->conversation(), listener_, std::move(done)); });
  ASSERT_TRUE(accepted);
  remove(*carl);
  server_.restart(*loop_);
  testing::move_clock(25 * kHourMs);
  const auto opened = await<void>(*loop_, [&](auto done) { owner_->open(std::move(done)); });
  ASSERT_TRUE(opened);
  std::string status;
  const TimeMs until = steady_clock_ms() + 20'000;
  while (status != "closed" && steady_clock_ms() < until) {
    // As often as the server looks.
    const TimeMs next = steady_clock_ms() + kSecondMs;
    testing::run_until(*loop_, [&] { return steady_clock_ms() >= next; });
    status = status_of(chat->conversation());
  }
  EXPECT_EQ(status, "closed");
}

TEST_F(Restart, ASpoiltConversationIsNotOpened) {
  const auto whole = start(*owner_);
  const auto spoilt = start(*owner_);
  // With a body that says nothing, whoever is let in is told so.
  const auto accept = [&](const ConversationId& id) {
    return ask({.action = Action::conversation_accept, .conversation = id, .credentials = ben_->proof_of()}, console());
  };
  ASSERT_EQ(accept(spoilt->conversation()), ErrorCode::malformed);
  server_.restart(*loop_, [&] {
    const std::string row = "seq = 2 AND conversation = (SELECT key FROM conversations WHERE conversation" +
                            sql_is(spoilt->conversation()) + ")";
    EXPECT_EQ(on_disk("entries WHERE " + row), 1);
    EXPECT_OK(disk(true).exec(("UPDATE entries SET hash = zeroblob(32) WHERE " + row).c_str()));
  });
  EXPECT_EQ(accept(spoilt->conversation()), ErrorCode::bad_transcript);
  EXPECT_EQ(accept(whole->conversation()), ErrorCode::malformed) << "others are not touched";
}

}  // namespace
}  // namespace cloister
