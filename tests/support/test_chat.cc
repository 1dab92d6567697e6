#include "support/test_chat.h"

#include <cstdlib>

#include "crypto/sha256.h"

namespace cloister::test {

using namespace protocol;

namespace {
constexpr auto kSuite = static_cast<std::uint16_t>(kSuiteP256Aes256gcm);
}  // namespace

ChatView::ChatView(const SiteId& site_id, const ConversationId& conversation_id)
    : site(site_id), conversation(conversation_id), head(transcript_start(site_id, conversation_id)) {}

bool ChatView::see(const Entry& entry) {
  if (entry.seq != seq + 1 || crypto::sha256(entry.body) != entry.hash) return false;
  const auto kind = static_cast<EntryKind>(entry.kind);
  seq = entry.seq;
  head = transcript_next(head, seq, kind, entry.hash);
  if (kind == EntryKind::genesis) customer_device = device_id(decode<ConversationGenesis>(entry.body)->device);
  if (kind == EntryKind::assign) assigned = decode<Assign>(entry.body)->person;
  if (kind == EntryKind::packet) {
    const auto decoded = decode<Packet>(entry.body);
    epoch = decoded->epoch;
    packet = packet_hash(*decoded);
  }
  return true;
}

core::Principal ChatParty::principal(const SiteId& site, std::uint8_t roles) const {
  const SessionId session{device.id.value};
  if (!person) return core::Visitor{site, device.id, session};
  return core::Staff{site, *person, device.id, roles, false, session};
}

ChatParty make_customer(TestSite& site) {
  return {make_device(site.crypto(), site.random(), site.id(), OwnerKind::customer, site.random().make<OwnerId>()),
          {},
          {},
          {},
          0};
}

ChatParty make_agent(const TestPerson& person, std::size_t device) {
  return {person.devices.at(device), person.id, {}, {}, 0};
}

ConversationGenesis make_genesis(TestSite& site, const ChatParty& customer, const ConversationId& conversation) {
  ConversationGenesis genesis{
      kSuite, site.id(), conversation, site.roster().root()->fingerprint, customer.device.record, 1, {}};
  customer.device.key.sign_in(genesis);
  return genesis;
}

Packet make_packet(TestSite& site, const ChatView& view, const TestDevice& maker, const ReaderScope& scope,
                   bool first) {
  Packet packet{kSuite,
                view.site,
                view.conversation,
                first ? 0 : view.epoch + 1,
                view.packet,
                view.head,
                maker.id,
                site.roster().size(),
                *site.roster().tree_root(site.roster().size()),
                site.random().make<Hash>(),
                {},
                {}};
  const auto readers = allowed_readers(site.roster(), packet.tree_size, scope);
  if (!readers) std::abort();
  for (const AllowedReader& reader : *readers)
    packet.readers.push_back({static_cast<std::uint8_t>(reader.kind), reader.id, fake_sealed()});
  maker.key.sign_in(packet);
  return packet;
}

SenderCert make_cert(TestSite& site, const ChatView& view, ChatParty& party) {
  party.key.emplace(site.crypto(), site.random());
  SenderCert cert{kSuite, view.site, view.conversation, party.device.id, party.key->public_key(), 1, {}};
  party.device.key.sign_in(cert);
  party.sender = cert_hash(cert);
  party.counter = 0;
  return cert;
}

Assign make_assign(const TestSite& site, const ChatView& view, const ChatParty& agent) {
  Assign assign{kSuite, site.id(), view.conversation, *agent.person, agent.device.id, view.head, site.clock_ms, {}};
  agent.device.key.sign_in(assign);
  return assign;
}

Envelope make_message(TestSite& site, const ChatView& view, const ChatParty& party, std::size_t size) {
  Envelope envelope{kSuite,
                    view.packet,
                    party.sender,
                    site.random().make<ClientMessageId>(),
                    static_cast<std::uint8_t>(ContentKind::text),
                    party.counter + 1,
                    view.seq,
                    view.head,
                    site.random().make<Nonce>(),
                    Bytes(size),
                    {}};
  site.random().fill(envelope.ciphertext);
  party.key->sign_in(envelope, view.site, view.conversation);
  return envelope;
}

Close make_close(const TestSite& site, const ChatView& view, const ChatParty& party, CloseReason reason) {
  Close close{kSuite,   site.id(), view.conversation, party.sender, static_cast<std::uint8_t>(reason), view.head,
              view.seq, {}};
  party.key->sign_in(close);
  return close;
}

Mark make_mark(const ChatView& view, const ChatParty& party, MarkKind kind) {
  Mark mark{kSuite, party.sender, static_cast<std::uint8_t>(kind), view.seq, view.head, {}};
  party.key->sign_in(mark, view.site, view.conversation);
  return mark;
}

StartBodies make_start(TestSite& site, ChatParty& customer, const ConversationId& conversation) {
  StartBodies out;
  ChatView view(site.id(), conversation);
  out.genesis = encode(make_genesis(site, customer, conversation));
  view.see({1, 0, static_cast<std::uint8_t>(EntryKind::genesis), crypto::sha256(out.genesis), out.genesis});
  out.packet =
      encode(make_packet(site, view, customer.device, {customer.device.id, {}, Continuity::supervisors}, true));
  view.see({2, 0, static_cast<std::uint8_t>(EntryKind::packet), crypto::sha256(out.packet), out.packet});
  out.cert = encode(make_cert(site, view, customer));
  return out;
}

AcceptBodies make_accept(TestSite& site, const ChatView& view, const ChatParty& agent, Continuity continuity) {
  AcceptBodies out;
  out.assign = encode(make_assign(site, view, agent));
  ChatView after = view;
  after.see({view.seq + 1, 0, static_cast<std::uint8_t>(EntryKind::assign), crypto::sha256(out.assign), out.assign});
  out.packet = encode(make_packet(site, after, agent.device, {view.customer_device, agent.person, continuity}, false));
  return out;
}

}  // namespace cloister::test
