// Sockets: tickets, challenges, origins, and the commands of each kind of socket, in the hands of somebody who tries.
#include <gtest/gtest.h>

#include "integration/access_socket_bed.h"
#include "integration/movable_clock.h"

namespace cloister {
namespace {

using testing::Action;
using testing::code_of;
using testing::EntryKind;
using testing::FrameType;
using testing::kConversationPath;
using testing::kDeskPath;
using testing::kPolicy;
using testing::RawSocket;

class AccessSocket : public testing::SocketBed {};

TEST_F(AccessSocket, ATicketOpensOneSocketOnce) {
  const ConversationId id = waiting_->conversation();
  const auto given = ticket(owner_->credentials(), id, key_);
  ASSERT_TRUE(given);
  const Socket first = widget_socket();
  expect_ready(*first, proof(challenge_of(*first), *given, id, key_));
  expect_bad_ticket(*widget_socket(), *given, id, key_);
}

TEST_F(AccessSocket, AStolenTicketIsUselessWithoutTheKey) {
  const ConversationId id = waiting_->conversation();
  const auto given = ticket(owner_->credentials(), id, key_);
  ASSERT_TRUE(given);
  const Key thief = Key::generate(system_random());
  expect_bad_ticket(*widget_socket(), *given, id, thief);

  // With the right public key, but signed by the thief.
  const Socket second = widget_socket();
  auto forged = proof(challenge_of(*second), *given, id, thief);
  forged.key = key_.public_key();
  expect_refused(*second, to_json(forged), ErrorCode::bad_proof);

  // The victim's own proof, heard on another socket.
  const Socket victims = widget_socket();
  const auto heard = proof(challenge_of(*victims), *given, id, key_);
  const Socket third = widget_socket();
  challenge_of(*third);
  expect_refused(*third, to_json(heard), ErrorCode::bad_proof);

  expect_ready(*victims, heard);
}

TEST_F(AccessSocket, ATicketIsForOneConversation) {
  const auto given = ticket(owner_->credentials(), waiting_->conversation(), key_);
  ASSERT_TRUE(given);
  // Also for one's own other conversation, and whatever the signature says.
  expect_bad_ticket(*widget_socket(), *given, assigned_->conversation(), key_);
  const Socket socket = widget_socket();
  auto mixed = proof(challenge_of(*socket), *given, waiting_->conversation(), key_);
  mixed.conversation = assigned_->conversation();
  expect_refused(*socket, to_json(mixed), ErrorCode::bad_ticket);
}

TEST_F(AccessSocket, ATicketIsForTheOriginAndSiteItWasGivenAt) {
  const ConversationId id = assigned_->conversation();
  const auto customers = ticket(owner_->credentials(), id, key_);
  const auto agents = ticket(anna_->proof_of(), id, key_);
  ASSERT_TRUE(customers && agents);
  expect_bad_ticket(*frame_socket(), *customers, id, key_);
  expect_bad_ticket(*widget_socket(), *agents, id, key_);
  const auto other = server_.address(1);
  expect_bad_ticket(
      *RawSocket::open(*loop_, other, other.chat_host, kConversationPath, other.origin_of(other.chat_host)), *customers,
      id, key_);
}

TEST_F(AccessSocket, ATicketLivesThirtySeconds) {
  const ConversationId id = waiting_->conversation();
  const auto early = ticket(owner_->credentials(), id, key_);
  const auto late = ticket(owner_->credentials(), id, key_);
  ASSERT_TRUE(early && late);
  EXPECT_EQ(protocol::kTicketLifetimeMs, 30'000);
  testing::move_clock(25'000);
  const Socket in_time = widget_socket();
  expect_ready(*in_time, proof(challenge_of(*in_time), *early, id, key_));
  testing::move_clock(5'000);
  expect_bad_ticket(*widget_socket(), *late, id, key_);
}

TEST_F(AccessSocket, ATicketDiesWithItsSession) {
  const auto visitors = ticket(owner_->credentials(), waiting_->conversation(), key_);
  ASSERT_TRUE(visitors);
  ASSERT_EQ(ask({.action = Action::session_end, .credentials = owner_->credentials()}, chat()), std::nullopt);
  expect_bad_ticket(*widget_socket(), *visitors, waiting_->conversation(), key_);

  const auto agents = ticket(anna_->proof_of(), assigned_->conversation(), key_);
  ASSERT_TRUE(agents);
  ASSERT_EQ(ask(Action::staff_lock, anna_->proof_of()), std::nullopt);
  expect_bad_ticket(*frame_socket(), *agents, assigned_->conversation(), key_);
}

TEST_F(AccessSocket, TimeThatRanOutEndsTicketsToo) {
  const auto agents = ticket(anna_->proof_of(), assigned_->conversation(), key_);
  ASSERT_TRUE(agents);
  // Idle for long enough to be locked, with a ticket that would live on: the session decides.
  testing::move_clock(server_.config().staff.idle_ms - 10'000);
  const auto late = ticket(anna_->proof_of(), assigned_->conversation(), key_);
  ASSERT_TRUE(late) << info_of(late.error().code).name;
  testing::move_clock(11'000);
  const Socket socket = frame_socket();
  socket->text(to_json(proof(challenge_of(*socket), *late, assigned_->conversation(), key_)));
  const ErrorCode code = code_of(socket->next_text("error"));
  EXPECT_TRUE(code == ErrorCode::session_locked || code == ErrorCode::bad_ticket) << info_of(code).name;
}

TEST_F(AccessSocket, EndingOrLockingASessionClosesItsSockets) {
  const Socket customers = open_owner(waiting_->conversation());
  ASSERT_EQ(ask({.action = Action::session_end, .credentials = owner_->credentials()}, chat()), std::nullopt);
  EXPECT_TRUE(customers->wait_closed());
  EXPECT_EQ(customers->closed(), 4001);

  const Socket agents = open_proven(anna_->proof_of(), assigned_->conversation(), frame_socket());
  const Socket desk = open_desk(anna_->proof_of());
  ASSERT_EQ(ask(Action::staff_lock, anna_->proof_of()), std::nullopt);
  EXPECT_TRUE(agents->wait_closed() && desk->wait_closed());
  EXPECT_EQ(agents->closed(), 4003);
  EXPECT_EQ(desk->closed(), 4003);
}

TEST_F(AccessSocket, WhoIsRemovedFromTheStaffIsCutOff) {
  const Socket desk = open_desk(ben_->proof_of());
  remove(*ben_);
  EXPECT_TRUE(desk->wait_closed());
  EXPECT_EQ(desk->closed(), 4001);
}

TEST_F(AccessSocket, UnprovenSocketsDieInFiveSeconds) {
  EXPECT_EQ(protocol::kUnprovenSocketMs, 5'000);
  const TimeMs opened = steady_clock_ms();
  const Socket widget = widget_socket();
  const Socket frame = frame_socket();
  const Socket desk = desk_socket();
  ASSERT_TRUE(widget->open() && frame->open() && desk->open());
  for (const Socket& socket : {widget, frame, desk}) {
    EXPECT_TRUE(socket->wait_closed(9'000));
    EXPECT_EQ(socket->closed(), kPolicy);
  }
  const DurationMs lived = steady_clock_ms() - opened;
  EXPECT_GT(lived, 4'000);
  EXPECT_LT(lived, 8'000);
}

TEST_F(AccessSocket, SocketsOpenForTheirExactOriginOnly) {
  const auto here = server_.address(0);
  const auto there = server_.address(1);
  const std::string chat_origin = origin_of(chat());
  const std::string console_origin = origin_of(console());
  const std::vector<std::optional<std::string>> origins = {std::nullopt,
                                                           "",
                                                           "null",
                                                           chat_origin,
                                                           console_origin,
                                                           there.origin_of(there.chat_host),
                                                           there.origin_of(there.console_host),
                                                           "https://" + chat(),
                                                           "http://" + chat() + ":" + std::to_string(here.port),
                                                           chat_origin + "/",
                                                           chat_origin + ".example.org",
                                                           "https://x." + chat() + ":" + std::to_string(here.port),
                                                           "NULL",
                                                           "null, " + chat_origin,
                                                           "https://shop.localhost:" + std::to_string(here.port),
                                                           "https://evil.example"};
  struct Door {
    std::string host;
    std::string_view path;
    /// Empty: no door at all.
    std::string origin;
  };
  const std::vector<Door> doors = {{chat(), kConversationPath, chat_origin}, {console(), kConversationPath, "null"},
                                   {console(), kDeskPath, console_origin},   {chat(), kDeskPath, ""},
                                   {console(), "/v1/socket/other", ""},      {chat(), "/v1/site", ""}};
  for (const Door& door : doors)
    for (const auto& origin : origins) {
      const Socket socket = RawSocket::open(*loop_, here, door.host, door.path, origin);
      const int expected = door.origin.empty() ? 404 : origin == door.origin ? 101 : 403;
      EXPECT_EQ(socket->status(), expected) << door.host << door.path << " from " << origin.value_or("(none)");
    }
}

TEST_F(AccessSocket, NothingIsHeardBeforeTheProof) {
  for (const Socket& socket : {widget_socket(), frame_socket(), desk_socket()}) {
    socket->text(to_json(protocol::Active{}));
    EXPECT_TRUE(socket->wait_closed());
    EXPECT_EQ(socket->closed(), kPolicy);
  }
  for (const Socket& socket : {widget_socket(), frame_socket()}) {
    socket->binary(Bytes{static_cast<std::uint8_t>(FrameType::append)});
    EXPECT_TRUE(socket->wait_closed());
    EXPECT_EQ(socket->closed(), kPolicy);
  }
  // A second first frame while the first is looked at.
  const Socket socket = widget_socket();
  const auto given = ticket(owner_->credentials(), waiting_->conversation(), key_);
  ASSERT_TRUE(given);
  const std::string prove = to_json(proof(challenge_of(*socket), *given, waiting_->conversation(), key_));
  socket->text(prove);
  socket->text(prove);
  EXPECT_TRUE(socket->wait_closed());
}

TEST_F(AccessSocket, DesksOpenForUnlockedStaffOfTheSite) {
  open_desk(anna_->proof_of());
  open_desk(supervisor_->proof_of());
  const auto refused = [&](const client::Credentials& who, ErrorCode code) {
    const Socket socket = desk_socket();
    expect_refused(*socket, desk_proof(challenge_of(*socket), who), code);
  };
  refused(locked_->proof_of(), ErrorCode::session_locked);
  refused(owner_->credentials(), ErrorCode::not_permitted);
  refused(foreign_agent_->proof_of(), ErrorCode::not_permitted);
  refused(foreign_visitor_->credentials(), ErrorCode::not_permitted);
  refused(leaver_->proof_of(), ErrorCode::no_session);
  refused(gone_visitor_->credentials(), ErrorCode::no_session);
  refused({.session = system_random().make<SessionId>(), .key = anna_->proof_of().key}, ErrorCode::no_session);
  refused({.session = anna_->proof_of().session, .key = ben_->proof_of().key}, ErrorCode::bad_proof);
  // A proof heard elsewhere.
  const Socket first = desk_socket();
  const std::string heard = desk_proof(challenge_of(*first), anna_->proof_of());
  const Socket second = desk_socket();
  challenge_of(*second);
  expect_refused(*second, heard, ErrorCode::bad_proof);
}

TEST_F(AccessSocket, ASessionHasOneDeskAndTheNewerTakesOver) {
  const Socket first = open_desk(anna_->proof_of());
  const Socket second = open_desk(anna_->proof_of());
  EXPECT_TRUE(first->wait_closed());
  EXPECT_EQ(first->closed(), kPolicy);
  const Socket third = open_desk(anna_->proof_of());
  EXPECT_TRUE(second->wait_closed());
  EXPECT_TRUE(third->open());
}

TEST_F(AccessSocket, OnlyAgentsTakeConversations) {
  const Socket desk = open_desk(supervisor_->proof_of());
  protocol::Available available;
  available.on = true;
  desk->text(to_json(available));
  EXPECT_EQ(code_of(desk->next_text("error")), ErrorCode::not_permitted);
  EXPECT_TRUE(desk->open());
}

TEST_F(AccessSocket, CommandsOfTheOtherKindOfSocketAreNotUnderstood) {
  const Socket talk = open_owner(waiting_->conversation());
  protocol::Available available;
  available.on = true;
  talk->text(to_json(available));
  EXPECT_EQ(code_of(talk->next_text("error")), ErrorCode::malformed);
  talk->text(desk_proof(Hash{}, anna_->proof_of()));
  EXPECT_EQ(code_of(talk->next_text("error")), ErrorCode::malformed);
  for (const FrameType type : {FrameType::entry, FrameType::ack, FrameType::refused, FrameType{77}}) {
    talk->binary(Bytes{static_cast<std::uint8_t>(type), 0, 0});
    EXPECT_EQ(code_of(talk->next_text("error")), ErrorCode::malformed);
  }
  talk->binary({});
  EXPECT_EQ(code_of(talk->next_text("error")), ErrorCode::malformed);

  const Socket desk = open_desk(ben_->proof_of());
  protocol::Typing typing;
  typing.on = true;
  desk->text(to_json(typing));
  EXPECT_EQ(code_of(desk->next_text("error")), ErrorCode::malformed);
  for (const FrameType type : {FrameType::append, FrameType::mark}) {
    desk->binary(Bytes{static_cast<std::uint8_t>(type), 0, 0});
    EXPECT_EQ(code_of(desk->next_text("error")), ErrorCode::malformed);
  }
  // Neither was closed by that, nor does a proof move a socket to another conversation.
  EXPECT_EQ(append(*talk, EntryKind::message), ErrorCode::malformed);
  desk->text(to_json(protocol::Active{}));
  EXPECT_TRUE(desk->open());
}

TEST_F(AccessSocket, TenBadCommandsInARowCloseASocket) {
  const Socket talk = open_owner(waiting_->conversation());
  const Socket desk = open_desk(ben_->proof_of());
  for (int i = 0; i < 10; ++i)
    for (const Socket& socket : {talk, desk}) socket->text(R"({"t":"nonsense"})");
  for (const Socket& socket : {talk, desk}) {
    EXPECT_TRUE(socket->wait_closed());
    EXPECT_EQ(socket->closed(), kPolicy);
  }
}

TEST_F(AccessSocket, EachSideAppendsItsKindsOfEntries) {
  const Socket customers = open_owner(assigned_->conversation());
  const Socket agents = open_proven(anna_->proof_of(), assigned_->conversation(), frame_socket());
  for (std::uint8_t number = 0; number < 12; ++number) {
    const auto kind = static_cast<EntryKind>(number);
    const protocol::Relations may = test::expected_to_append(kind);
    // Behind the decision an empty body is malformed.
    const auto expected = [&](protocol::Relations who) {
      return (may & who) != 0 ? ErrorCode::malformed : ErrorCode::not_permitted;
    };
    EXPECT_EQ(append(*customers, kind), expected(protocol::kRelationCustomerOwn)) << int{number};
    EXPECT_EQ(append(*agents, kind), expected(protocol::kRelationAgentAssigned)) << int{number};
  }
}

TEST_F(AccessSocket, WhatIsNoticedInDraftsIsCountedForItsOwnSide) {
  const Socket customers = open_owner(assigned_->conversation());
  const Socket agents = open_proven(anna_->proof_of(), assigned_->conversation(), frame_socket());
  const auto say = [](RawSocket& socket, std::string kind, std::string outcome) {
    protocol::Noticed noticed;
    noticed.kind = std::move(kind);
    noticed.outcome = std::move(outcome);
    socket.text(to_json(noticed));
  };
  say(*customers, "PASSWORD", "blocked");
  say(*agents, "ASKS_FOR_SECRET", "blocked");
  say(*agents, "ASKS_FOR_SECRET", "blocked");
  say(*agents, "IBAN", "sent");
  // What nobody's browser says.
  for (const auto& [kind, outcome] : {std::pair{"PASSWORDS", "blocked"}, {"PASSWORD", "hunter2"}, {"", ""}}) {
    say(*agents, kind, outcome);
    EXPECT_EQ(code_of(agents->next_text("error")), ErrorCode::malformed);
  }
  say(*customers, "LEADS_OUTSIDE", "blocked");
  EXPECT_EQ(code_of(customers->next_text("error")), ErrorCode::malformed) << "customers may lead where they like";
  customers->text(R"({"t":"noticed","kind":"CVV","outcome":"blocked","value":"737"})");
  EXPECT_EQ(code_of(customers->next_text("error")), ErrorCode::malformed) << "there is no place for a word";

  const auto figures_of = [&](const client::Credentials& who) {
    const auto api = client::ApiClient::create(*loop_, server_.address(0).target_of(console()), origin_of(console()));
    const auto counts = testing::await<protocol::NoticedCounts>(*loop_, [&](auto done) {
      api->get<protocol::NoticedCounts>({.action = Action::staff_noticed, .credentials = who}, std::move(done));
    });
    EXPECT_TRUE(counts);
    std::string text;
    for (const auto& one : counts->counts)
      text += one.kind + " " + one.outcome + " " + std::to_string(one.count) + "; ";
    return text;
  };
  const std::string all = "IBAN sent 1; ASKS_FOR_SECRET blocked 2; ";
  // Counted behind the socket: asked again until it is there.
  std::string counted;
  for (int asked = 0; asked < 200 && counted != all; ++asked) counted = figures_of(anna_->proof_of());
  EXPECT_EQ(counted, all);
  EXPECT_EQ(figures_of(ben_->proof_of()), "") << "of oneself only";
}

TEST_F(AccessSocket, ASocketHasABoundedNumberCounted) {
  const Socket agents = open_proven(anna_->proof_of(), assigned_->conversation(), frame_socket());
  protocol::Noticed noticed;
  noticed.kind = "CVV";
  noticed.outcome = "blocked";
  for (int i = 0; i < 100; ++i) agents->text(to_json(noticed));
  // A round trip later all of them were heard, and none was an error.
  EXPECT_EQ(append(*agents, EntryKind::message), ErrorCode::malformed);
  const auto api = client::ApiClient::create(*loop_, server_.address(0).target_of(console()), origin_of(console()));
  std::uint64_t counted = 0;
  for (int asked = 0; asked < 200 && counted < 60; ++asked) {
    const auto counts = testing::await<protocol::NoticedCounts>(*loop_, [&](auto done) {
      api->get<protocol::NoticedCounts>({.action = Action::staff_noticed, .credentials = anna_->proof_of()},
                                        std::move(done));
    });
    counted = counts && counts->counts.size() == 1 ? counts->counts[0].count : 0;
  }
  EXPECT_EQ(counted, 60U);
}

TEST_F(AccessSocket, WhatIsSaidStaysInItsConversation) {
  const auto strangers_chat = start(*stranger_);
  const Socket strangers = open_proven(stranger_->credentials(), strangers_chat->conversation(), widget_socket());
  const Socket customers = open_owner(assigned_->conversation());
  const Socket elsewhere = open_owner(waiting_->conversation());
  const Socket agents = open_proven(anna_->proof_of(), assigned_->conversation(), frame_socket());
  protocol::Typing typing;
  typing.on = true;
  customers->text(to_json(typing));
  EXPECT_FALSE(agents->next_text("typing").empty());
  agents->text(to_json(typing));
  EXPECT_FALSE(customers->next_text("typing").empty());
  ASSERT_TRUE(anna_chat_->send_text("for the assigned conversation only"));
  ASSERT_TRUE(testing::run_until(*loop_, [&] { return anna_chat_->unacknowledged() == 0; }));
  std::uint64_t last = 0;
  while (last < anna_chat_->log().seq()) {
    const auto entry = protocol::decode<protocol::Entry>(customers->next_frame(FrameType::entry));
    ASSERT_TRUE(entry);
    last = entry->seq;
  }
  // A round trip later, the others have heard nothing of it: their three entries and nothing else.
  for (const Socket& other : {strangers, elsewhere}) {
    EXPECT_EQ(append(*other, EntryKind::message), ErrorCode::malformed);
    for (const std::string& text : other->texts()) EXPECT_NE(protocol::message_tag(text), "typing");
  }
}

}  // namespace
}  // namespace cloister
