#include "core/tickets.h"

#include <gtest/gtest.h>

#include <vector>

#include "crypto/sha256.h"
#include "protocol/proofs.h"
#include "support/expect_error.h"
#include "support/test_keys.h"

namespace cloister::core {
namespace {

const SiteId kSite{{1}};
const ConversationId kConversation{{2}};
const DeviceId kCustomer{{3}};
const PersonId kAnna{{4}};

class TicketsTest : public ::testing::Test {
 protected:
  TicketsTest() : key(test::Crypto::real, random) {}
  Result<protocol::Ticket> give(const Principal& principal) {
    const ConversationResource conversation{kSite, kConversation, kCustomer, ConversationStatus::assigned, kAnna};
    auto grant = decide<Action::conversation_ticket>(principal, conversation);
    EXPECT_OK(grant);
    return tickets.give(*grant, crypto::sha256(key.public_key()), now, random);
  }
  protocol::ProveConversation prove(const protocol::Ticket& ticket) {
    protocol::ProveConversation out;
    out.conversation = kConversation;
    out.ticket = ticket.ticket;
    out.key = key.public_key();
    out.proof = key.sign(protocol::socket_bytes(challenge, out.ticket, out.conversation));
    return out;
  }
  Result<TicketHolder> redeem(const protocol::ProveConversation& what, SocketOrigin origin = SocketOrigin::chat) {
    return tickets.redeem(what, challenge, origin, now);
  }

  test::SeededRandom random{1};
  test::SigningKey key;
  Tickets tickets{40};
  Hash challenge{{5}};
  Principal customer = Visitor{kSite, kCustomer, SessionId{{6}}};
  Principal anna = Staff{kSite, kAnna, DeviceId{{7}}, 1, false, SessionId{{8}}};
  TimeMs now = 1'000'000;
};

TEST_F(TicketsTest, OpensOneSocketOnce) {
  const auto ticket = give(customer);
  ASSERT_OK(ticket);
  EXPECT_EQ(ticket->expires_ms, static_cast<std::uint64_t>(now + protocol::kTicketLifetimeMs));
  const auto holder = redeem(prove(*ticket));
  ASSERT_OK(holder);
  EXPECT_EQ(holder->conversation, kConversation);
  EXPECT_EQ(holder->session, SessionId{{6}});
  EXPECT_ERROR(redeem(prove(*ticket)), bad_ticket);
}

TEST_F(TicketsTest, IsForItsKeyConversationAndChallenge) {
  const auto ticket = give(customer);
  auto bent = prove(*ticket);
  bent.conversation.value[0] ^= 1;
  EXPECT_ERROR(redeem(bent), bad_ticket);
  bent = prove(*ticket);
  bent.ticket.value[0] ^= 1;
  EXPECT_ERROR(redeem(bent), bad_ticket);
  const test::SigningKey other(test::Crypto::real, random);
  bent = prove(*ticket);
  bent.key = other.public_key();
  bent.proof = other.sign(protocol::socket_bytes(challenge, bent.ticket, bent.conversation));
  EXPECT_ERROR(redeem(bent), bad_ticket);
  bent = prove(*ticket);
  challenge.value[1] = 9;
  EXPECT_ERROR(redeem(bent), bad_proof) << "signed for another socket";
  EXPECT_OK(redeem(prove(*ticket))) << "failed attempts do not use it up";
}

TEST_F(TicketsTest, IsForItsOrigin) {
  EXPECT_ERROR(redeem(prove(*give(customer)), SocketOrigin::frame), bad_ticket);
  EXPECT_ERROR(redeem(prove(*give(anna)), SocketOrigin::chat), bad_ticket);
  EXPECT_OK(redeem(prove(*give(anna)), SocketOrigin::frame));
}

TEST_F(TicketsTest, LivesHalfAMinute) {
  const auto first = give(customer);
  const auto second = give(customer);
  now += protocol::kTicketLifetimeMs - 1;
  EXPECT_OK(redeem(prove(*first)));
  now += 1;
  EXPECT_ERROR(redeem(prove(*second)), bad_ticket);
  ASSERT_OK(give(customer));
  EXPECT_EQ(tickets.size(), 1U);
}

TEST_F(TicketsTest, ASessionHasOnlySoMany) {
  const auto first = give(customer);
  for (std::size_t i = 0; i < kMaxTicketsPerSession; ++i) ASSERT_OK(give(customer));
  EXPECT_EQ(tickets.size(), kMaxTicketsPerSession);
  EXPECT_ERROR(redeem(prove(*first)), bad_ticket);
}

TEST_F(TicketsTest, TheServerHasOnlySoMany) {
  std::vector<protocol::Ticket> given;
  for (std::uint8_t i = 0; i < 40; ++i) {
    const auto ticket = give(Visitor{kSite, kCustomer, SessionId{{6, i}}});
    ASSERT_OK(ticket);
    given.push_back(*ticket);
  }
  EXPECT_ERROR(give(anna), limit_reached);
  EXPECT_OK(redeem(prove(given.front())));
  EXPECT_OK(give(anna)) << "a used one makes room";
  EXPECT_ERROR(give(anna), limit_reached);
  now += protocol::kTicketLifetimeMs;
  EXPECT_OK(give(anna));
}

TEST_F(TicketsTest, EndsWithItsSession) {
  const auto customers = give(customer);
  const auto annas = give(anna);
  tickets.drop(SessionId{{8}});
  EXPECT_ERROR(redeem(prove(*annas), SocketOrigin::frame), bad_ticket);
  EXPECT_OK(redeem(prove(*customers)));
}

}  // namespace
}  // namespace cloister::core
