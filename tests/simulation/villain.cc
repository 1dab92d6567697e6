#include "simulation/villain.h"

#include "protocol/names.h"

namespace cloister::simulation {

using namespace protocol;

void Villain::attempt(const std::vector<std::unique_ptr<Customer>>& customers,
                      const std::vector<std::unique_ptr<Agent>>& agents) {
  const auto& logs = server_.store().logs();
  if (logs.empty()) return;
  auto log = logs.begin();
  std::advance(log, world_.random.below(logs.size()));
  Customer& customer = *customers[world_.random.below(customers.size())];
  Agent& agent = *agents[world_.random.below(agents.size())];
  switch (world_.random.below(4)) {
    case 0:
      return intrude(customer.session(), log->first);
    case 1:
      return intrude(agent.session(), log->first);
    case 2:
      if (customer.party() != nullptr) cheat(*customer.party());
      return;
    default:
      if (const auto party = agent.parties().find(log->first); party != agent.parties().end()) cheat(*party->second);
  }
}

/// Every decision of the server is compared with the truth, so it is enough to ask.
void Villain::intrude(const SessionId& session, const ConversationId& id) {
  server_.read(session, id, [](const Result<Log>&) {});
  server_.accept(session, id, {},
                 [](const Status& status) { require(!status.has_value(), "nothing is accepted without a signature"); });
  ears_.push_back(std::make_unique<Ear>(id));
  server_.connect(session, id, 0, *ears_.back());
}

void Villain::cheat(Party& party) {
  if (party.socket() == 0 || !party.can_speak() || party.view().seq < 3) return;
  const auto kind = static_cast<EntryKind>(world_.random.below(9));
  Bytes body;
  switch (world_.random.below(3)) {
    case 0:
      body = bent_message(party);
      break;
    case 1:
      body = bent_packet(party);
      break;
    default:
      body = somebody_elses_entry(party);
      break;
  }
  const EntryKind as = body.empty()               ? kind
                       : world_.random.chance(10) ? kind
                       : decode<Envelope>(body)   ? EntryKind::message
                       : decode<Packet>(body)     ? EntryKind::packet
                                                  : kind;
  // An answer with this number belongs to nobody; the party takes none for it.
  server_.append(party.socket(), UINT32_MAX, as, body);
}

Bytes Villain::bent_message(Party& party) {
  test::ChatParty as = party.who();
  if (world_.random.chance(50)) as.counter = static_cast<std::uint32_t>(world_.random.below(as.counter + 4));
  Envelope envelope = test::make_message(world_.site, party.view(), as);
  switch (world_.random.below(6)) {
    case 0:
      envelope.packet = world_.random.make<Hash>();
      break;
    case 1:
      envelope.sender = world_.random.make<Hash>();
      break;
    case 2:
      envelope.seen_seq = server_.store().log(party.conversation())->size() + 1;
      break;
    case 3:
      envelope.suite = 2;
      break;
    case 4:
      envelope.kind = 7;
      break;
    // Beyond anything that the party itself can have on its way.
    default:
      envelope.counter = party.who().counter + 2;
      break;
  }
  as.key->sign_in(envelope, party.view().site, party.view().conversation);
  return encode(envelope);
}

Bytes Villain::bent_packet(Party& party) {
  const test::ChatView& view = party.view();
  const ReaderScope scope{view.customer_device, party.who().person, server_.continuity()};
  const std::uint64_t size = world_.site.roster().size();
  if (!allowed_readers(world_.site.roster(), size, scope)) return {};
  Packet packet = test::make_packet(world_.site, view, party.who().device, scope, false);
  switch (world_.random.below(5)) {
    case 0:
      packet.prev = world_.random.make<Hash>();
      break;
    case 1:
      packet.epoch += 1;
      break;
    case 2:
      packet.readers.pop_back();
      break;
    case 3:
      packet.readers.push_back({4, world_.random.make<Hash>(), test::fake_sealed()});
      break;
    default:
      packet.tree_size -= 1;
      break;
  }
  party.who().device.key.sign_in(packet);
  return encode(packet);
}

Bytes Villain::somebody_elses_entry(const Party& party) {
  for (const auto& [id, log] : server_.store().logs())
    if (id != party.conversation()) return log[world_.random.below(log.size())].body;
  return {};
}

}  // namespace cloister::simulation
