// The client's half of a conversation, for tests: what a participant knows, and the bodies they make from it.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/conversation.h"
#include "support/test_site.h"

namespace cloister::test {

/// What somebody knows of a conversation who has seen its entries up to `seq`.
struct ChatView {
  SiteId site;
  ConversationId conversation;
  std::uint64_t seq = 0;
  Hash head;
  std::uint32_t epoch = 0;
  Hash packet;
  std::optional<PersonId> assigned;
  DeviceId customer_device;

  ChatView(const SiteId& site, const ConversationId& conversation);
  /// The next entry. False if it is not the next.
  bool see(const protocol::Entry& entry);
};

/// A device that takes part, with a certified key once `cert` was called.
struct ChatParty {
  TestDevice device;
  std::optional<PersonId> person;
  std::optional<SigningKey> key;
  Hash sender;
  std::uint32_t counter = 0;

  core::Principal principal(const SiteId& site, std::uint8_t roles = 1) const;
};

ChatParty make_customer(TestSite& site);
ChatParty make_agent(const TestPerson& person, std::size_t device = 0);

struct StartBodies {
  Bytes genesis;
  Bytes packet;
  Bytes cert;
};

/// Entries 1 to 3 for a new conversation; `customer` gets its certified key.
StartBodies make_start(TestSite& site, ChatParty& customer, const ConversationId& conversation);
protocol::ConversationGenesis make_genesis(TestSite& site, const ChatParty& customer,
                                           const ConversationId& conversation);
/// The packet that would come next, with the readers as they must be, unsigned changes to be made by the test.
protocol::Packet make_packet(TestSite& site, const ChatView& view, const TestDevice& maker,
                             const protocol::ReaderScope& scope, bool first);
protocol::SenderCert make_cert(TestSite& site, const ChatView& view, ChatParty& party);
protocol::Assign make_assign(const TestSite& site, const ChatView& view, const ChatParty& agent);
/// The next message of `party`; does not advance its counter.
protocol::Envelope make_message(TestSite& site, const ChatView& view, const ChatParty& party, std::size_t size = 16);
protocol::Close make_close(const TestSite& site, const ChatView& view, const ChatParty& party,
                           protocol::CloseReason reason);
protocol::Mark make_mark(const ChatView& view, const ChatParty& party, protocol::MarkKind kind);

struct AcceptBodies {
  Bytes assign;
  Bytes packet;
};
AcceptBodies make_accept(TestSite& site, const ChatView& view, const ChatParty& agent,
                         protocol::Continuity continuity = protocol::Continuity::supervisors);

}  // namespace cloister::test
