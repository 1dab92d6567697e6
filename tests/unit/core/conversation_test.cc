#include "core/conversation.h"

#include <gtest/gtest.h>

#include "crypto/sha256.h"
#include "protocol/names.h"
#include "support/expect_error.h"
#include "support/test_chat.h"

namespace cloister::core {
namespace {

using namespace protocol;
using test::ChatParty;
using test::ChatView;
using test::TestPerson;
using test::TestSite;

/// One conversation of one site, with a store that takes everything at once unless a test holds it back.
class ConversationTest : public ::testing::Test {
 protected:
  ConversationTest()
      : founder(site.found()),
        anna_person(hire_agent()),
        customer(test::make_customer(site)),
        anna(test::make_agent(anna_person)),
        id(site.random().make<ConversationId>()),
        view(site.id(), id) {}

  TestPerson hire_agent() {
    TestPerson person = site.hire(founder, 1);
    site.rotate(site.support(), founder.device());
    return person;
  }
  SiteView rules() const { return {site.roster(), continuity}; }

  Result<Conversation::Started> start_with(const test::StartBodies& bodies, const ChatParty& by) {
    auto grant = decide<Action::conversation_start>(by.principal(site.id()), SiteResource{site.id()});
    EXPECT_OK(grant);
    return Conversation::start(*grant, bodies.genesis, bodies.packet, bodies.cert, rules(), now);
  }
  void start() {
    auto started = start_with(test::make_start(site, customer, id), customer);
    ASSERT_OK(started);
    conversation.emplace(std::move(started->conversation));
    for (const Planned& planned : started->entries) store(planned);
    commit();
  }
  Result<std::array<Planned, 2>> accept_with(const test::AcceptBodies& bodies, const ChatParty& by) {
    auto grant = decide<Action::conversation_accept>(by.principal(site.id()), conversation->resource());
    if (!grant) return std::unexpected(grant.error());
    return conversation->accept(*grant, bodies.assign, bodies.packet, rules(), now);
  }
  void accept() {
    auto accepted = accept_with(test::make_accept(site, view, anna, continuity), anna);
    ASSERT_OK(accepted);
    for (const Planned& planned : *accepted) store(planned);
    commit();
    ASSERT_OK(append(anna, EntryKind::cert, encode(test::make_cert(site, view, anna))));
  }
  Result<Planned> plan(const ChatParty& by, EntryKind kind, Bytes body) {
    auto grant = decide_append(by.principal(site.id()), kind, conversation->resource());
    if (!grant) return std::unexpected(grant.error());
    return conversation->plan(*grant, std::move(body), rules(), now);
  }
  Result<Planned> append(const ChatParty& by, EntryKind kind, Bytes body) {
    auto planned = plan(by, kind, std::move(body));
    if (planned && !planned->duplicate) store(*planned), commit();
    return planned;
  }
  Bytes next_message(ChatParty& by) {
    Bytes body = encode(test::make_message(site, view, by));
    ++by.counter;
    return body;
  }
  Result<Planned> say(ChatParty& by) { return append(by, EntryKind::message, next_message(by)); }
  /// A message that was bent and signed again.
  template <class Bend>
  Result<Planned> bent_message(ChatParty& by, Bend bend) {
    Envelope envelope = test::make_message(site, view, by);
    bend(envelope);
    by.key->sign_in(envelope, site.id(), id);
    return plan(by, EntryKind::message, encode(envelope));
  }
  template <class Bend>
  Result<Planned> bent_packet(Bend bend) {
    Packet packet = next_packet();
    bend(packet);
    anna.device.key.sign_in(packet);
    return plan(anna, EntryKind::packet, encode(packet));
  }
  Packet next_packet() {
    return test::make_packet(site, view, anna.device, {customer.device.id, anna_person.id, continuity}, false);
  }
  void store(const Planned& planned) { pending.push_back(planned); }
  void commit() {
    for (const Planned& planned : pending) {
      EXPECT_TRUE(view.see(planned.entry));
      EXPECT_EQ(view.head, planned.head);
      entries.push_back(planned.entry);
    }
    pending.clear();
    conversation->committed(entries.size());
  }
  Conversation replay(const std::vector<Entry>& stored) {
    ConversationReplay replay(site.id(), id);
    for (const Entry& entry : stored) EXPECT_OK(replay.add(entry));
    auto out = std::move(replay).finish();
    EXPECT_OK(out);
    return std::move(*out);
  }

  TestSite site;
  TestPerson founder;
  TestPerson anna_person;
  ChatParty customer;
  ChatParty anna;
  ConversationId id;
  ChatView view;
  std::optional<Conversation> conversation;
  std::vector<Entry> entries;
  std::vector<Planned> pending;
  Continuity continuity = Continuity::supervisors;
  TimeMs now = test::kTestTime;
};

// --- The start ---

TEST_F(ConversationTest, StartsWithGenesisPacketAndCert) {
  start();
  EXPECT_EQ(conversation->committed_seq(), 3U);
  EXPECT_EQ(conversation->head(), view.head);
  EXPECT_EQ(conversation->status(), ConversationStatus::waiting);
  EXPECT_EQ(conversation->epoch(), 0U);
  EXPECT_EQ(entries[1].kind, 2);
  EXPECT_EQ(conversation->info(Side::staff).status, "waiting");
}

TEST_F(ConversationTest, TheStartIsCheckedPieceByPiece) {
  const test::StartBodies good = test::make_start(site, customer, id);
  const auto fine = start_with(good, customer);
  ASSERT_OK(fine);
  EXPECT_FALSE(fine->conversation.exists()) << "not on disk yet";
  const auto genesis = [&](auto bend) {
    test::StartBodies bodies = good;
    ConversationGenesis body = test::make_genesis(site, customer, id);
    bend(body);
    customer.device.key.sign_in(body);
    bodies.genesis = encode(body);
    return start_with(bodies, customer);
  };
  EXPECT_ERROR(genesis([](auto& g) { g.suite = 2; }), unsupported_suite);
  EXPECT_ERROR(genesis([](auto& g) { g.site.value[0] ^= 1; }), wrong_site);
  EXPECT_ERROR(genesis([](auto& g) { g.root.value[0] ^= 1; }), wrong_root);
  EXPECT_ERROR(genesis([](auto& g) { g.device.owner_kind = 1; }), not_permitted);
  EXPECT_ERROR(genesis([](auto& g) { g.device.created_ms = 99; }), not_permitted) << "another device";
  EXPECT_ERROR(genesis([](auto& g) { g.created_ms = 99; }), stale_head) << "the packet was made for another head";
  EXPECT_ERROR(start_with(good, test::make_customer(site)), not_permitted);

  test::StartBodies bodies = good;
  bodies.genesis.back() ^= 1;
  EXPECT_ERROR(start_with(bodies, customer), bad_signature);
  bodies = good;
  bodies.genesis.push_back(0);
  EXPECT_ERROR(start_with(bodies, customer), malformed);
  bodies = good;
  bodies.packet.back() ^= 1;
  EXPECT_ERROR(start_with(bodies, customer), bad_signature);
  bodies = good;
  bodies.cert.back() ^= 1;
  EXPECT_ERROR(start_with(bodies, customer), bad_signature);
  bodies = good;
  bodies.cert.resize(static_cast<std::size_t>(kMaxBodyBytes) + 1);
  EXPECT_ERROR(start_with(bodies, customer), too_large);
}

TEST_F(ConversationTest, TheFirstPacketIsForTheSupportTeam) {
  test::StartBodies bodies = test::make_start(site, customer, id);
  const auto refused = [&](auto bend) {
    Packet packet = *decode<Packet>(bodies.packet);
    bend(packet);
    customer.device.key.sign_in(packet);
    test::StartBodies bent = bodies;
    bent.packet = encode(packet);
    return start_with(bent, customer);
  };
  EXPECT_OK(refused([](Packet&) {}));
  EXPECT_ERROR(refused([&](Packet& p) { p.readers[1].id = site.roster().team_key(site.supervisors())->act; }),
               wrong_reader);
  EXPECT_ERROR(refused([](Packet& p) { p.epoch = 1; }), stale_epoch);
  EXPECT_ERROR(refused([](Packet& p) { p.prev.value[0] = 1; }), stale_epoch);
  EXPECT_ERROR(refused([](Packet& p) { p.tree_size -= 1; }), stale_roster);
  EXPECT_ERROR(refused([](Packet& p) { p.tree_root.value[0] ^= 1; }), bad_chain);
  EXPECT_ERROR(refused([&](Packet& p) { p.maker = anna.device.id; }), not_permitted);
  EXPECT_ERROR(refused([](Packet& p) { p.conversation.value[0] ^= 1; }), wrong_conversation);
}

TEST_F(ConversationTest, TheSameStartIsRecognised) {
  const test::StartBodies bodies = test::make_start(site, customer, id);
  auto started = start_with(bodies, customer);
  ASSERT_OK(started);
  EXPECT_TRUE(started->conversation.started_with(bodies.genesis, bodies.packet, bodies.cert));
  const test::StartBodies others = test::make_start(site, customer, id);
  EXPECT_FALSE(started->conversation.started_with(others.genesis, others.packet, others.cert));
}

TEST(ConversationStart, WaitsForTheTeamKeys) {
  TestSite site;
  TestPerson founder = site.found();
  ChatParty customer = test::make_customer(site);
  const test::StartBodies bodies = test::make_start(site, customer, ConversationId{{1}});
  SiteRoster young(site.id());
  ASSERT_OK(young.append(site.acts()[0]));
  auto grant = decide<Action::conversation_start>(customer.principal(site.id()), SiteResource{site.id()});
  EXPECT_ERROR(Conversation::start(*grant, bodies.genesis, bodies.packet, bodies.cert, {young}, 1), not_ready);
}

// --- Acceptance ---

TEST_F(ConversationTest, AcceptingIsAssignAndPacketTogether) {
  start();
  accept();
  EXPECT_EQ(conversation->status(), ConversationStatus::assigned);
  EXPECT_EQ(conversation->assigned(), anna_person.id);
  EXPECT_EQ(conversation->epoch(), 1U);
  EXPECT_EQ(conversation->packet(), view.packet);
  EXPECT_EQ(conversation->head(), view.head);
}

TEST_F(ConversationTest, ContinuityDecidesAboutTheReadersOfAcceptance) {
  start();
  for (Continuity other : {Continuity::nobody, Continuity::team})
    EXPECT_ERROR(accept_with(test::make_accept(site, view, anna, other), anna), wrong_reader);
  continuity = Continuity::nobody;
  EXPECT_OK(accept_with(test::make_accept(site, view, anna, continuity), anna));
}

TEST_F(ConversationTest, AFailedAcceptanceChangesNothing) {
  start();
  const Hash head = conversation->head();
  test::AcceptBodies bodies = test::make_accept(site, view, anna);
  const auto with_assign = [&](auto bend) {
    Assign assign = test::make_assign(site, view, anna);
    bend(assign);
    anna.device.key.sign_in(assign);
    return accept_with({encode(assign), bodies.packet}, anna);
  };
  EXPECT_ERROR(with_assign([](Assign& a) { a.suite = 9; }), unsupported_suite);
  EXPECT_ERROR(with_assign([](Assign& a) { a.site.value[0] ^= 1; }), wrong_site);
  EXPECT_ERROR(with_assign([](Assign& a) { a.conversation.value[0] ^= 1; }), wrong_conversation);
  EXPECT_ERROR(with_assign([&](Assign& a) { a.person = founder.id; }), not_permitted);
  EXPECT_ERROR(with_assign([&](Assign& a) { a.device = founder.device().id; }), not_permitted);
  EXPECT_ERROR(with_assign([](Assign& a) { a.head.value[0] ^= 1; }), stale_head);
  EXPECT_ERROR(with_assign([](Assign& a) { a.time_ms += 1; }), stale_head) << "the packet is not on top of it";
  // Also when the packet is made on top of the wrong assign.
  Assign elsewhere = test::make_assign(site, view, anna);
  elsewhere.head.value[0] ^= 1;
  anna.device.key.sign_in(elsewhere);
  ChatView after = view;
  ASSERT_TRUE(after.see({view.seq + 1, 0, 4, crypto::sha256(encode(elsewhere)), encode(elsewhere)}));
  const ReaderScope scope{customer.device.id, anna_person.id, continuity};
  const Packet on_top = test::make_packet(site, after, anna.device, scope, false);
  EXPECT_ERROR(accept_with({encode(elsewhere), encode(on_top)}, anna), stale_head);
  test::AcceptBodies bent = bodies;
  bent.assign.back() ^= 1;
  EXPECT_ERROR(accept_with(bent, anna), bad_signature);
  bent = bodies;
  bent.packet.back() ^= 1;
  EXPECT_ERROR(accept_with(bent, anna), bad_signature);
  EXPECT_EQ(conversation->head(), head);
  EXPECT_TRUE(conversation->idle());
  EXPECT_OK(accept_with(bodies, anna));
}

TEST_F(ConversationTest, TheSecondAgentComesTooLate) {
  const TestPerson bob_person = hire_agent();
  ChatParty bob = test::make_agent(bob_person);
  start();
  const test::AcceptBodies bobs = test::make_accept(site, view, bob);
  const test::AcceptBodies annas = test::make_accept(site, view, anna);
  auto accepted = accept_with(annas, anna);
  ASSERT_OK(accepted);
  EXPECT_ERROR(accept_with(bobs, bob), already_assigned) << "while Anna's is on its way to the store";
  const auto again = accept_with(annas, anna);
  ASSERT_OK(again);
  EXPECT_TRUE((*again)[0].duplicate);
  EXPECT_EQ((*again)[1].entry.seq, 5U);
  for (const Planned& planned : *accepted) store(planned);
  commit();
  EXPECT_ERROR(accept_with(bobs, bob), not_found) << "it is Anna's now";
}

TEST_F(ConversationTest, AnAcceptanceWhoseAnswerWasLostIsTakenAgain) {
  start();
  const test::AcceptBodies bodies = test::make_accept(site, view, anna);
  auto accepted = accept_with(bodies, anna);
  ASSERT_OK(accepted);
  for (const Planned& planned : *accepted) store(planned);
  commit();
  ASSERT_OK(say(customer));
  const Hash head = conversation->head();
  const auto again = accept_with(bodies, anna);
  ASSERT_OK(again);
  EXPECT_TRUE((*again)[0].duplicate);
  EXPECT_EQ((*again)[1].entry.seq, (*accepted)[1].entry.seq);
  EXPECT_ERROR(accept_with(test::make_accept(site, view, anna), anna), already_assigned) << "another acceptance";
  EXPECT_EQ(conversation->head(), head);
}

TEST_F(ConversationTest, AcceptanceComesFromACurrentDeviceOnTheLatestRoster) {
  start();
  const test::AcceptBodies bodies = test::make_accept(site, view, anna);
  site.rotate(site.support(), founder.device());
  EXPECT_ERROR(accept_with(bodies, anna), stale_roster);
  const test::AcceptBodies fresh = test::make_accept(site, view, anna);
  ASSERT_OK(site.take(site.act(ActKind::remove_person, RemovePersonBody{anna_person.id}, founder.device())));
  EXPECT_ERROR(accept_with(fresh, anna), revoked);
}

TEST_F(ConversationTest, AClosedOneIsNotAccepted) {
  start();
  const test::AcceptBodies bodies = test::make_accept(site, view, anna);
  auto planned = plan(customer, EntryKind::close, encode(test::make_close(site, view, customer, CloseReason::left)));
  ASSERT_OK(planned);
  EXPECT_ERROR(accept_with(bodies, anna), conversation_closed);
}

// --- Certificates ---

TEST_F(ConversationTest, CertificatesAreOfTheDeviceBehindTheSocket) {
  start();
  accept();
  const auto refused = [&](auto bend) {
    ChatParty again = customer;
    SenderCert cert = test::make_cert(site, view, again);
    bend(cert);
    customer.device.key.sign_in(cert);
    return plan(customer, EntryKind::cert, encode(cert));
  };
  EXPECT_ERROR(refused([](SenderCert& c) { c.suite = 3; }), unsupported_suite);
  EXPECT_ERROR(refused([](SenderCert& c) { c.site.value[0] ^= 1; }), wrong_site);
  EXPECT_ERROR(refused([](SenderCert& c) { c.conversation.value[0] ^= 1; }), wrong_conversation);
  EXPECT_ERROR(refused([&](SenderCert& c) { c.device = anna.device.id; }), not_permitted);
  EXPECT_ERROR(refused([](SenderCert& c) { c.sign_key = {}; }), weak_key);
  EXPECT_OK(refused([](SenderCert&) {}));
}

TEST_F(ConversationTest, ACertificateIsTakenOnce) {
  start();
  const Bytes cert = entries[2].body;
  const auto again = append(customer, EntryKind::cert, cert);
  ASSERT_OK(again);
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->entry.seq, 3U);
  EXPECT_EQ(conversation->last_seq(), 3U);
}

TEST_F(ConversationTest, TheNumberOfCertificatesIsLimited) {
  TestSite fast(2, test::Crypto::stand_in);
  fast.found();
  ChatParty device = test::make_customer(fast);
  const test::StartBodies bodies = test::make_start(fast, device, id);
  auto grant = decide<Action::conversation_start>(device.principal(fast.id()), SiteResource{fast.id()});
  const SiteView stand_in{fast.roster(), Continuity::nobody, test::stand_in_signatures()};
  auto started = Conversation::start(*grant, bodies.genesis, bodies.packet, bodies.cert, stand_in, 1);
  ASSERT_OK(started);
  Conversation& full = started->conversation;
  full.committed(3);
  const ChatView at(fast.id(), id);
  const auto add = [&] {
    auto append = decide_append(device.principal(fast.id()), EntryKind::cert, full.resource());
    auto planned = full.plan(*append, encode(test::make_cert(fast, at, device)), stand_in, 1);
    full.committed(full.last_seq());
    return planned;
  };
  for (std::size_t i = 1; i < kMaxCertsPerSide; ++i) ASSERT_OK(add());
  EXPECT_ERROR(add(), limit_reached);
}

// --- Messages ---

TEST_F(ConversationTest, MessagesOfBothSidesGetTheirPlaces) {
  start();
  ASSERT_OK(say(customer));
  accept();
  ASSERT_OK(say(customer));
  ASSERT_OK(say(anna));
  EXPECT_EQ(conversation->info(Side::staff).messages, 3U);
  EXPECT_EQ(conversation->info(Side::staff).last_seq, entries.size());
}

TEST_F(ConversationTest, SignaturesOfMessagesAreForTheReaders) {
  start();
  Envelope unsigned_change = test::make_message(site, view, customer);
  unsigned_change.ciphertext[0] ^= 1;
  EXPECT_OK(plan(customer, EntryKind::message, encode(unsigned_change)));
}

TEST_F(ConversationTest, MessagesAreChecked) {
  start();
  accept();
  EXPECT_ERROR(bent_message(customer, [](Envelope& e) { e.suite = 0; }), unsupported_suite);
  EXPECT_ERROR(bent_message(customer, [](Envelope& e) { e.packet.value[0] ^= 1; }), stale_epoch);
  EXPECT_ERROR(bent_message(customer, [](Envelope& e) { e.sender.value[0] ^= 1; }), not_permitted);
  EXPECT_ERROR(bent_message(customer, [&](Envelope& e) { e.sender = anna.sender; }), not_permitted);
  EXPECT_ERROR(bent_message(customer, [](Envelope& e) { e.kind = 0; }), malformed);
  EXPECT_ERROR(bent_message(customer, [](Envelope& e) { e.kind = 3; }), malformed);
  EXPECT_ERROR(bent_message(customer, [](Envelope& e) { e.kind = 2; }), malformed) << "a customer has no intro";
  EXPECT_OK(bent_message(anna, [](Envelope& e) { e.kind = 2; }));
  EXPECT_ERROR(bent_message(customer, [](Envelope& e) { e.counter = 2; }), out_of_order);
  EXPECT_ERROR(bent_message(customer, [](Envelope& e) { e.counter = 0; }), duplicate);
  EXPECT_ERROR(bent_message(customer, [&](Envelope& e) { e.seen_seq = entries.size() + 1; }), out_of_order);
  Bytes longer = encode(test::make_message(site, view, customer));
  longer.push_back(0);
  EXPECT_ERROR(plan(customer, EntryKind::message, longer), malformed);
  longer.resize(static_cast<std::size_t>(kMaxBodyBytes) + 1);
  EXPECT_ERROR(plan(customer, EntryKind::message, longer), too_large);
}

TEST_F(ConversationTest, NoMessageOfTheWaitingEpochAfterAcceptance) {
  start();
  const Bytes old = encode(test::make_message(site, view, customer));
  accept();
  EXPECT_ERROR(plan(customer, EntryKind::message, old), stale_epoch);
  EXPECT_OK(say(customer)) << "encrypted anew, with the same counter";
}

TEST_F(ConversationTest, EverythingBehindAStaleMessageIsStaleToo) {
  start();
  ChatParty ahead = customer;
  ++ahead.counter;
  const Bytes second = encode(test::make_message(site, view, ahead));
  accept();
  EXPECT_ERROR(plan(customer, EntryKind::message, second), stale_epoch);
}

TEST_F(ConversationTest, TheSameBytesGetTheOldPlace) {
  start();
  const Bytes first = next_message(customer);
  const auto taken = append(customer, EntryKind::message, first);
  ASSERT_OK(taken);
  for (std::size_t i = 1; i < kRecentPerSender; ++i) ASSERT_OK(say(customer));
  now += 5000;
  accept();
  auto again = plan(customer, EntryKind::message, first);
  ASSERT_OK(again);
  EXPECT_TRUE(again->duplicate);
  EXPECT_EQ(again->entry.seq, taken->entry.seq);
  EXPECT_EQ(again->entry.time_ms, taken->entry.time_ms);
  EXPECT_EQ(again->entry.hash, taken->entry.hash);
  Bytes others = first;
  others.back() ^= 1;
  EXPECT_ERROR(plan(customer, EntryKind::message, others), duplicate);
  ASSERT_OK(say(customer));
  EXPECT_ERROR(plan(customer, EntryKind::message, first), duplicate) << "too long ago to know";
}

TEST_F(ConversationTest, WhatWasTakenIsAcknowledgedAgainAfterTheClose) {
  start();
  const Bytes message = next_message(customer);
  ASSERT_OK(append(customer, EntryKind::message, message));
  const Bytes close = encode(test::make_close(site, view, customer, CloseReason::left));
  ASSERT_OK(append(customer, EntryKind::close, close));
  EXPECT_TRUE(plan(customer, EntryKind::message, message)->duplicate);
  EXPECT_TRUE(plan(customer, EntryKind::close, close)->duplicate);
  EXPECT_ERROR(say(customer), conversation_closed);
}

TEST_F(ConversationTest, EachSenderHasItsOwnCounter) {
  start();
  ASSERT_OK(say(customer));
  ChatParty tab = customer;
  ASSERT_OK(append(customer, EntryKind::cert, encode(test::make_cert(site, view, tab))));
  ASSERT_OK(say(tab));
  ASSERT_OK(say(customer));
  EXPECT_EQ(tab.counter, 1U);
  EXPECT_EQ(customer.counter, 2U);
}

TEST_F(ConversationTest, ARemovedAgentSaysNothingMore) {
  start();
  accept();
  ASSERT_OK(say(anna));
  ASSERT_OK(site.take(site.act(ActKind::remove_person, RemovePersonBody{anna_person.id}, founder.device())));
  EXPECT_ERROR(say(anna), revoked);
  EXPECT_OK(say(customer));
}

TEST_F(ConversationTest, AGrantForAnotherConversationIsNoGrant) {
  start();
  accept();
  const Bytes message = encode(test::make_message(site, view, customer));
  ConversationResource other = conversation->resource();
  other.conversation.value[0] ^= 1;
  const auto foreign = decide_append(customer.principal(site.id()), EntryKind::message, other);
  EXPECT_ERROR(conversation->plan(*foreign, message, rules(), now), not_found);
  ConversationResource forged = conversation->resource();
  forged.customer_device = test::make_customer(site).device.id;
  const auto stranger = decide_append(Visitor{site.id(), forged.customer_device, {}}, EntryKind::message, forged);
  EXPECT_ERROR(conversation->plan(*stranger, message, rules(), now), not_found);
  forged.assigned = founder.id;
  const auto others = decide_append(test::make_agent(founder).principal(site.id()), EntryKind::message, forged);
  EXPECT_ERROR(conversation->plan(*others, message, rules(), now), not_found);
}

// --- Packets ---

TEST_F(ConversationTest, TheAgentsDeskMakesTheNextPacket) {
  start();
  accept();
  const test::TestDevice second = site.make_device_of(anna_person);
  ASSERT_OK(site.take(site.act(ActKind::add_device, site.add_by_passkey(anna_person, second), second)));
  const Bytes body = encode(next_packet());
  ASSERT_OK(append(anna, EntryKind::packet, body));
  EXPECT_EQ(conversation->epoch(), 2U);
  EXPECT_TRUE(plan(anna, EntryKind::packet, body)->duplicate);
  EXPECT_ERROR(plan(customer, EntryKind::packet, body), not_permitted);
}

TEST_F(ConversationTest, PacketsAreComparedAndSet) {
  start();
  accept();
  EXPECT_ERROR(bent_packet([](Packet& p) { p.prev.value[0] ^= 1; }), stale_epoch);
  EXPECT_ERROR(bent_packet([](Packet& p) { p.epoch += 1; }), stale_epoch);
  EXPECT_ERROR(bent_packet([](Packet& p) { p.epoch -= 1; }), stale_epoch);
  EXPECT_ERROR(bent_packet([](Packet& p) { p.head.value[0] ^= 1; }), stale_head);
  EXPECT_ERROR(bent_packet([](Packet& p) { p.tree_size -= 1; }), stale_roster);
  EXPECT_ERROR(bent_packet([](Packet& p) { p.tree_size += 1; }), stale_roster);
  EXPECT_ERROR(bent_packet([](Packet& p) { p.tree_root.value[0] ^= 1; }), bad_chain);
  EXPECT_ERROR(bent_packet([&](Packet& p) { p.maker = customer.device.id; }), not_permitted);
  EXPECT_ERROR(bent_packet([](Packet& p) { p.readers.pop_back(); }), wrong_reader);
  EXPECT_ERROR(bent_packet([](Packet& p) { p.suite = 2; }), unsupported_suite);
  const Packet first = next_packet();
  const Packet second = next_packet();
  ASSERT_OK(append(anna, EntryKind::packet, encode(first)));
  EXPECT_ERROR(plan(anna, EntryKind::packet, encode(second)), stale_epoch);
}

// --- The close ---

TEST_F(ConversationTest, EitherSideCloses) {
  start();
  accept();
  const auto refused = [&](ChatParty& by, auto bend) {
    Close close = test::make_close(site, view, by, CloseReason::done);
    bend(close);
    by.key->sign_in(close);
    return plan(by, EntryKind::close, encode(close));
  };
  EXPECT_ERROR(refused(anna, [](Close& c) { c.suite = 2; }), unsupported_suite);
  EXPECT_ERROR(refused(anna, [](Close& c) { c.conversation.value[0] ^= 1; }), wrong_conversation);
  EXPECT_ERROR(refused(anna, [](Close& c) { c.site.value[0] ^= 1; }), wrong_site);
  EXPECT_ERROR(refused(anna, [](Close& c) { c.reason = 3; }), malformed);
  EXPECT_ERROR(refused(anna, [](Close& c) { c.reason = 2; }), malformed) << "only the customer leaves";
  EXPECT_ERROR(refused(anna, [&](Close& c) { c.sender = customer.sender; }), not_permitted);
  EXPECT_ERROR(refused(anna, [](Close& c) { c.seen_seq += 1; }), out_of_order);
  Close unsigned_change = test::make_close(site, view, anna, CloseReason::done);
  unsigned_change.seen_seq -= 1;
  EXPECT_ERROR(plan(anna, EntryKind::close, encode(unsigned_change)), bad_signature);
  auto closed = refused(anna, [](Close&) {});
  ASSERT_OK(closed);
  store(*closed);
  commit();
  EXPECT_EQ(conversation->status(), ConversationStatus::closed);
  EXPECT_EQ(conversation->closed_by(), ClosedBy::done);
  EXPECT_ERROR(say(anna), conversation_closed);
  EXPECT_ERROR(plan(anna, EntryKind::packet, encode(next_packet())), conversation_closed);
  EXPECT_ERROR(plan(anna, EntryKind::cert, encode(test::make_cert(site, view, anna))), conversation_closed);
}

TEST_F(ConversationTest, TheServerClosesWhatWasAbandoned) {
  start();
  auto planned = plan(customer, EntryKind::message, next_message(customer));
  ASSERT_OK(planned);
  EXPECT_ERROR(conversation->abandon(now), internal);
  store(*planned);
  commit();
  ASSERT_OK(conversation->abandon(now));
  EXPECT_EQ(conversation->status(), ConversationStatus::closed);
  EXPECT_EQ(name_of(conversation->closed_by()), "idle");
  EXPECT_ERROR(say(customer), conversation_closed);
}

// --- Commit, way back, replay ---

TEST_F(ConversationTest, NothingIsToldBeforeItIsOnDisk) {
  start();
  auto accepted = accept_with(test::make_accept(site, view, anna), anna);
  ASSERT_OK(accepted);
  EXPECT_EQ(conversation->last_seq(), 5U);
  EXPECT_EQ(conversation->committed_seq(), 3U);
  EXPECT_EQ(conversation->status(), ConversationStatus::waiting);
  EXPECT_EQ(conversation->resource().assigned, std::nullopt);
  EXPECT_EQ(conversation->info(Side::customer).last_seq, 3U);
  EXPECT_EQ(conversation->planned_status(), ConversationStatus::assigned) << "what goes to the store beside them";
  EXPECT_EQ(conversation->planned_assigned(), anna_person.id);
  conversation->committed(5);
  EXPECT_EQ(conversation->status(), ConversationStatus::assigned);
  EXPECT_EQ(conversation->info(Side::customer).last_seq, 5U);
  conversation->committed(4);
  EXPECT_EQ(conversation->committed_seq(), 5U) << "it does not go back";
}

TEST_F(ConversationTest, AFailedCommitLeavesNoTrace) {
  start();
  accept();
  for (std::size_t i = 0; i < kRecentPerSender + 2; ++i) ASSERT_OK(say(customer));
  const Conversation before = *conversation;
  ChatParty party = customer;
  std::vector<Bytes> bodies;
  for (int i = 0; i < 5; ++i) {
    bodies.push_back(next_message(party));
    ASSERT_OK(plan(customer, EntryKind::message, bodies.back()));
  }
  const Bytes cert = encode(test::make_cert(site, view, anna));
  ASSERT_OK(plan(anna, EntryKind::cert, cert));
  Packet packet = next_packet();
  packet.head = conversation->head();
  anna.device.key.sign_in(packet);
  ASSERT_OK(plan(anna, EntryKind::packet, encode(packet)));
  ASSERT_OK(plan(customer, EntryKind::close, encode(test::make_close(site, view, customer, CloseReason::left))));
  EXPECT_EQ(conversation->last_seq(), before.last_seq() + 8);
  conversation->rolled_back();
  EXPECT_TRUE(conversation->idle());
  EXPECT_EQ(conversation->head(), before.head());
  EXPECT_EQ(conversation->packet(), before.packet());
  EXPECT_EQ(conversation->status(), ConversationStatus::assigned);
  EXPECT_EQ(conversation->info(Side::staff), before.info(Side::staff));
  // The same bytes are new again, and what was on disk before is still known.
  for (std::size_t i = entries.size() - kRecentPerSender; i < entries.size(); ++i) {
    const auto again = plan(customer, EntryKind::message, entries[i].body);
    ASSERT_OK(again) << "also where a lost one had taken its slot";
    EXPECT_EQ(again->entry.seq, entries[i].seq);
  }
  EXPECT_FALSE(plan(anna, EntryKind::cert, cert)->duplicate);
  for (const Bytes& body : bodies) {
    const auto planned = plan(customer, EntryKind::message, body);
    ASSERT_OK(planned);
    EXPECT_FALSE(planned->duplicate);
  }
}

TEST_F(ConversationTest, ACommitOfAPartKeepsTheWayBackToIt) {
  start();
  std::vector<Planned> planned;
  for (int i = 0; i < 4; ++i) {
    auto next = plan(customer, EntryKind::message, next_message(customer));
    ASSERT_OK(next);
    planned.push_back(*next);
  }
  conversation->committed(5);
  conversation->rolled_back();
  EXPECT_EQ(conversation->last_seq(), 5U);
  EXPECT_EQ(conversation->head(), planned[1].head);
  EXPECT_EQ(conversation->info(Side::staff).messages, 2U);
  EXPECT_OK(plan(customer, EntryKind::message, encode([&] {
                   ChatParty third = customer;
                   third.counter = 2;
                   return test::make_message(site, view, third);
                 }())));
}

TEST_F(ConversationTest, OnlySoMuchIsOnItsWayToTheStore) {
  start();
  for (std::size_t i = 0; i < kMaxPendingEntries; ++i)
    ASSERT_OK(plan(customer, EntryKind::message, next_message(customer)));
  EXPECT_ERROR(plan(customer, EntryKind::message, next_message(customer)), limit_reached);
}

TEST_F(ConversationTest, ReplayGivesTheSameConversation) {
  start();
  ASSERT_OK(say(customer));
  accept();
  ASSERT_OK(say(anna));
  const Bytes last = next_message(customer);
  ASSERT_OK(append(customer, EntryKind::message, last));
  const Conversation again = replay(entries);
  EXPECT_EQ(again.head(), conversation->head());
  EXPECT_EQ(again.packet(), conversation->packet());
  EXPECT_EQ(again.info(Side::staff), conversation->info(Side::staff));
  EXPECT_EQ(again.customer_device(), customer.device.id);
  EXPECT_TRUE(again.started_with(entries[0].body, entries[1].body, entries[2].body));
  conversation.emplace(again);
  EXPECT_TRUE(plan(customer, EntryKind::message, last)->duplicate);
  EXPECT_OK(say(customer));
  EXPECT_OK(append(anna, EntryKind::close, encode(test::make_close(site, view, anna, CloseReason::done))));
  EXPECT_EQ(replay(entries).status(), ConversationStatus::closed);
}

TEST_F(ConversationTest, ReplayNoticesWhatWasChanged) {
  start();
  accept();
  ASSERT_OK(say(customer));
  const auto refused = [&](auto bend) -> Status {
    std::vector<Entry> stored = entries;
    bend(stored);
    ConversationReplay replay(site.id(), id);
    for (const Entry& entry : stored) CLOISTER_CHECK(replay.add(entry));
    auto finished = std::move(replay).finish();
    return finished ? Status() : std::unexpected(finished.error());
  };
  using Stored = std::vector<Entry>;
  EXPECT_OK(refused([](Stored&) {}));
  EXPECT_ERROR(refused([](Stored& s) { s.erase(s.begin() + 2); }), bad_transcript);
  EXPECT_ERROR(refused([](Stored& s) { std::swap(s[3], s[4]); }), bad_transcript);
  EXPECT_ERROR(refused([](Stored& s) { s[6].body[20] ^= 1; }), bad_transcript);
  EXPECT_ERROR(refused([](Stored& s) { s[2].kind = 7; }), bad_transcript);
  EXPECT_ERROR(refused([](Stored& s) { s.resize(2); }), bad_transcript);
  EXPECT_ERROR(refused([](Stored& s) { s[1].body.clear(); }), bad_transcript) << "only messages are erased";
  EXPECT_ERROR(refused([](Stored& s) {
                 s.push_back(s.back());
                 s.back().seq += 1;
               }),
               bad_transcript)
      << "a counter twice";
  Entry other = entries[0];
  ConversationReplay elsewhere(site.id(), ConversationId{{1}});
  EXPECT_ERROR(elsewhere.add(other), bad_transcript);
}

TEST_F(ConversationTest, TheTranscriptOutlivesErasedMessages) {
  start();
  for (int i = 0; i < 3; ++i) ASSERT_OK(say(customer));
  const Hash head = conversation->head();
  std::vector<Entry> erased = entries;
  erased[3].body.clear();
  erased[5].body.clear();
  conversation.emplace(replay(erased));
  EXPECT_EQ(conversation->head(), head);
  EXPECT_EQ(conversation->info(Side::staff).messages, 3U);
  EXPECT_OK(say(customer)) << "the counter goes on, although the last ones are not known";
  ChatParty ahead = customer;
  ahead.counter += 5;
  EXPECT_ERROR(plan(customer, EntryKind::message, encode(test::make_message(site, view, ahead))), out_of_order)
      << "from then on without gap again";
}

TEST_F(ConversationTest, TimesDoNotGoBack) {
  start();
  now -= 60'000;
  const auto said = say(customer);
  ASSERT_OK(said);
  EXPECT_EQ(said->entry.time_ms, static_cast<std::uint64_t>(test::kTestTime));
}

TEST_F(ConversationTest, IsSmallWhenIdle) {
  start();
  accept();
  for (std::size_t i = 0; i < 2 * kRecentPerSender; ++i) {
    ASSERT_OK(say(customer));
    ASSERT_OK(say(anna));
  }
  for (MarkKind kind : {MarkKind::delivered, MarkKind::read})
    for (ChatParty* party : {&customer, &anna}) {
      auto grant = decide<Action::mark>(party->principal(site.id()), conversation->resource());
      ASSERT_OK(conversation->mark(*grant, test::make_mark(view, *party, kind)));
    }
  EXPECT_LT(conversation->memory_bytes(), 2048U);
}

// --- Marks ---

class MarkTest : public ConversationTest {
 protected:
  Result<bool> mark(const ChatParty& by, const Mark& what) {
    auto grant = decide<Action::mark>(by.principal(site.id()), conversation->resource());
    if (!grant) return std::unexpected(grant.error());
    return conversation->mark(*grant, what);
  }
};

TEST_F(MarkTest, TheLatestOfEachSenderAndKindCounts) {
  start();
  accept();
  const Mark early = test::make_mark(view, anna, MarkKind::read);
  ASSERT_OK(say(customer));
  EXPECT_EQ(mark(anna, test::make_mark(view, anna, MarkKind::delivered)), true);
  EXPECT_EQ(mark(anna, early), true) << "another kind";
  EXPECT_EQ(mark(anna, early), false);
  EXPECT_EQ(mark(anna, test::make_mark(view, anna, MarkKind::read)), true);
  EXPECT_EQ(mark(anna, early), false) << "marks do not go back";
  EXPECT_EQ(conversation->marks().size(), 2U);
  EXPECT_EQ(conversation->read_seq(Side::staff), view.seq);
  EXPECT_EQ(conversation->read_seq(Side::customer), 0U);
  EXPECT_EQ(conversation->info(Side::staff).read_seq, view.seq);
  for (const Mark& kept : conversation->marks())
    EXPECT_OK(verify_signed(real_signatures(), kept, site.id(), id, anna.key->public_key()));
}

TEST_F(MarkTest, MarksAreChecked) {
  start();
  accept();
  const auto refused = [&](auto bend) {
    Mark what = test::make_mark(view, customer, MarkKind::read);
    bend(what);
    customer.key->sign_in(what, site.id(), id);
    return mark(customer, what);
  };
  EXPECT_ERROR(refused([](Mark& m) { m.suite = 2; }), unsupported_suite);
  EXPECT_ERROR(refused([](Mark& m) { m.kind = 3; }), malformed);
  EXPECT_ERROR(refused([&](Mark& m) { m.sender = anna.sender; }), not_permitted);
  EXPECT_ERROR(refused([](Mark& m) { m.seq += 1; }), out_of_order);
  EXPECT_ERROR(mark(test::make_customer(site), test::make_mark(view, customer, MarkKind::read)), not_found);
  EXPECT_TRUE(conversation->marks().empty());
}

TEST_F(MarkTest, MarksOfAnUnstoredCertificateWait) {
  start();
  ChatParty tab = customer;
  auto planned = plan(customer, EntryKind::cert, encode(test::make_cert(site, view, tab)));
  ASSERT_OK(planned);
  EXPECT_ERROR(mark(tab, test::make_mark(view, tab, MarkKind::read)), not_permitted);
  conversation->rolled_back();
  EXPECT_TRUE(conversation->marks().empty());
}

TEST_F(MarkTest, OnlySoManyAreKept) {
  start();
  std::vector<ChatParty> tabs(kMaxMarks + 1, customer);
  for (ChatParty& tab : tabs) {
    ASSERT_OK(append(customer, EntryKind::cert, encode(test::make_cert(site, view, tab))));
    EXPECT_EQ(mark(tab, test::make_mark(view, tab, MarkKind::read)), true);
  }
  EXPECT_EQ(conversation->marks().size(), kMaxMarks);
  EXPECT_EQ(conversation->read_seq(Side::customer), view.seq);
}

TEST_F(MarkTest, MarksComeBackWithTheReplay) {
  start();
  const Mark kept = test::make_mark(view, customer, MarkKind::read);
  ConversationReplay replay(site.id(), id);
  for (const Entry& entry : entries) ASSERT_OK(replay.add(entry));
  replay.add_mark(kept);
  Mark unknown = kept;
  unknown.sender.value[0] ^= 1;
  replay.add_mark(unknown);
  auto again = std::move(replay).finish();
  ASSERT_OK(again);
  EXPECT_EQ(again->marks(), std::vector<Mark>{kept});
}

}  // namespace
}  // namespace cloister::core
