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
  Entry what;
  switch (world_.random.below(3)) {
    case 0:
      what.kind = static_cast<std::uint8_t>(EntryKind::message);
      what.body = bent_message(party);
      break;
    case 1:
      what.kind = static_cast<std::uint8_t>(EntryKind::packet);
      what.body = bent_packet(party);
      break;
    default:
      what = somebody_elses_entry(party);
      break;
  }
  if (world_.random.chance(10)) what.kind = static_cast<std::uint8_t>(world_.random.below(9));
  // An answer with this number belongs to nobody; the party takes none for it.
  server_.append(party.socket(), UINT32_MAX, static_cast<EntryKind>(what.kind), what.body);
}

/// Right in everything but one thing that the server checks (a wrong signature is for the readers to find).
Bytes Villain::bent_message(Party& party) {
  test::ChatParty as = party.who();
  as.counter = server_.counter_of(party.conversation(), as.sender);
  Envelope envelope = test::make_message(world_.site, party.view(), as);
  switch (world_.random.below(7)) {
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
    case 5:
      envelope.counter = static_cast<std::uint32_t>(world_.random.below(envelope.counter));
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
  switch (world_.random.below(6)) {
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
    case 4:
      packet.maker = party.who().person ? view.customer_device : world_.random.make<DeviceId>();
      break;
    default:
      packet.tree_size -= 1;
      break;
  }
  party.who().device.key.sign_in(packet);
  return encode(packet);
}

/// Moved here from another conversation, as it was stored there: best one of the same device.
Entry Villain::somebody_elses_entry(const Party& party) {
  std::vector<const Entry*> found;
  for (const auto& [id, log] : server_.store().logs()) {
    if (id == party.conversation()) continue;
    for (const Entry& entry : log) {
      const auto cert = decode<SenderCert>(entry.body);
      if (cert && cert->device == party.who().device.id) return entry;
    }
    found.push_back(&log[world_.random.below(log.size())]);
  }
  return found.empty() ? Entry{} : *found[world_.random.below(found.size())];
}

}  // namespace cloister::simulation
