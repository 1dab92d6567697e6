#include "simulation/server.h"

#include "crypto/sha256.h"
#include "protocol/names.h"
#include "protocol/proofs.h"
#include "support/test_chat.h"

namespace cloister::simulation {

using namespace protocol;
using core::Conversation;
using core::Planned;
using test::AcceptBodies;
using test::StartBodies;

namespace {

/// Long enough that no session ends by itself in a run.
const core::SessionPolicy kPolicy{.customers = {.idle_ms = kHourMs, .absolute_ms = 24 * kHourMs},
                                  .staff = {.idle_ms = kHourMs, .absolute_ms = 24 * kHourMs},
                                  .max_sessions = 100};

}  // namespace

Server::Server(World& world, Continuity continuity)
    : world_(world), continuity_(continuity), store_(world), sessions_(kPolicy) {
  store_.on_committed = [this](const Store::Batch& batch) { committed(batch); };
  store_.on_failed = [this](const Store::Batch& batch) { failed(batch); };
}

core::SiteView Server::rules() const {
  return {world_.site.roster(), continuity_, test::signatures_of(world_.site.crypto())};
}

// --- Who ---

SessionId Server::sign_in(const core::Principal& who) {
  Account account{who, world_.random.make<SignKey>(), false};
  const auto* staff = std::get_if<core::Staff>(&who);
  const auto session = staff != nullptr ? sessions_.open_staff(world_.site.roster(), staff->device, account.key,
                                                               world_.events.now(), world_.random)
                                        : sessions_.open_visitor(world_.site.id(), std::get<core::Visitor>(who).device,
                                                                 account.key, world_.events.now(), world_.random);
  require(session.has_value(), "a session opens");
  accounts_.emplace(session->id, account);
  return session->id;
}

core::Principal Server::principal_of(const SessionId& session) const {
  const core::Principal principal = sessions_.principal(session, world_.events.now());
  const Account& account = accounts_.at(session);
  if (const auto* staff = std::get_if<core::Staff>(&account.who)) {
    const auto* seen = std::get_if<core::Staff>(&principal);
    const bool current = world_.site.roster().current_device(staff->device) != nullptr;
    require((seen != nullptr) == current, "a session ends with its device");
    require(seen == nullptr || (seen->locked == account.locked && seen->person == staff->person), "a lock locks");
  } else {
    require(std::holds_alternative<core::Visitor>(principal), "a visitor stays one");
  }
  return principal;
}

void Server::close_sockets(const SessionId& session) {
  tickets_.drop(session);
  std::erase_if(sockets_, [&](const auto& entry) {
    if (entry.second.session != session) return false;
    world_.send([receiver = entry.second.receiver, id = entry.first] { receiver->on_closed(id); });
    return true;
  });
}

void Server::lock(const SessionId& session) {
  if (!sessions_.lock(session)) return;
  accounts_.at(session).locked = true;
  close_sockets(session);
}

void Server::unlock(const SessionId& session) {
  Account& account = accounts_.at(session);
  const auto& staff = std::get<core::Staff>(account.who);
  const auto again =
      sessions_.open_staff(world_.site.roster(), staff.device, account.key, world_.events.now(), world_.random);
  if (!again) return;
  require(again->id == session, "unlocking takes up the running session");
  account.locked = false;
}

void Server::roster_changed() {
  for (const core::SessionEvent& event : sessions_.revoke(world_.site.roster())) close_sockets(event.session);
}

// --- What, and whether they may ---

Server::Live* Server::live(const ConversationId& id) {
  Live& entry = live_[id];
  if (entry.state) return &entry;
  const Log* log = store_.log(id);
  if (log == nullptr) {
    live_.erase(id);
    return nullptr;
  }
  core::ConversationReplay replay(world_.site.id(), id);
  for (const Entry& stored : *log) require(replay.add(stored).has_value(), "what was stored replays");
  auto conversation = std::move(replay).finish();
  require(conversation.has_value(), "what was stored replays");
  entry.state = std::make_unique<Conversation>(std::move(*conversation));
  return &entry;
}

core::Resource Server::resource_of(const ConversationId& id) {
  // One that is only on its way to the store does not exist yet.
  if (store_.log(id) == nullptr) return core::MissingConversation{world_.site.id()};
  return live(id)->state->resource();
}

void Server::check_decision(Action action, const core::Principal& who, const ConversationId& id, bool granted) const {
  if (store_.log(id) == nullptr) return require(!granted, "nobody is let in to what does not exist");
  const Truth& truth = store_.truth(id);
  bool expected = may_follow(who, truth);
  if (action == Action::conversation_accept) expected = may_accept(who, truth);
  if (action == Action::conversation_entries) expected = may_peek(who, truth);
  require(!granted || expected, "access is never wider than the matrix");
  require(granted || !expected, "access is never narrower than the matrix");
}

template <core::Action A>
Result<core::Grant<A>> Server::decide(const core::Principal& who, const ConversationId& id) {
  auto grant = core::decide<A>(who, resource_of(id));
  check_decision(A, who, id, grant.has_value());
  return grant;
}

// --- Requests ---

void Server::start(const SessionId& session, const StartBodies& bodies, const Done& done) {
  if (!up_) return;
  const auto answer = [this, done](const Status& status) { world_.send([done, status] { done(status); }); };
  auto grant = core::decide<Action::conversation_start>(principal_of(session), core::SiteResource{world_.site.id()});
  if (!grant) return answer(std::unexpected(grant.error()));
  const auto wait = [answer](bool kept) { answer(kept ? Status() : Status(fail(ErrorCode::storage_failed))); };
  const ConversationId id = decode<ConversationGenesis>(bodies.genesis)->conversation;
  if (Live* known_one = live(id)) {
    if (!known_one->state->started_with(bodies.genesis, bodies.packet, bodies.cert))
      return answer(fail(ErrorCode::duplicate));
    if (known_one->state->committed_seq() >= 3) return answer({});
    known_one->waits.push_back({3, wait});
    return;
  }
  auto started = Conversation::start(*grant, bodies.genesis, bodies.packet, bodies.cert, rules(), wall_clock());
  if (!started) return answer(std::unexpected(started.error()));
  Live& entry = live_[id];
  entry.state = std::make_unique<Conversation>(std::move(started->conversation));
  write(entry, id, {started->entries.begin(), started->entries.end()}, {3, wait});
}

void Server::accept(const SessionId& session, const ConversationId& id, const AcceptBodies& bodies, const Done& done) {
  if (!up_) return;
  const auto answer = [this, done](const Status& status) { world_.send([done, status] { done(status); }); };
  auto grant = decide<Action::conversation_accept>(principal_of(session), id);
  if (!grant) return answer(std::unexpected(grant.error()));
  Live& entry = *live(id);
  auto planned = entry.state->accept(*grant, bodies.assign, bodies.packet, rules(), wall_clock());
  if (!planned) return answer(std::unexpected(planned.error()));
  const auto wait = [answer](bool kept) { answer(kept ? Status() : Status(fail(ErrorCode::storage_failed))); };
  const std::uint64_t seq = (*planned)[1].entry.seq;
  if (!(*planned)[0].duplicate) return write(entry, id, {planned->begin(), planned->end()}, {seq, wait});
  if (entry.state->committed_seq() >= seq) return answer({});
  entry.waits.push_back({seq, wait});
}

void Server::read(const SessionId& session, const ConversationId& id, const std::function<void(Result<Log>)>& done) {
  if (!up_) return;
  const auto grant = decide<Action::conversation_entries>(principal_of(session), id);
  const Result<Log> answer = grant ? Result<Log>(*store_.log(id)) : std::unexpected(grant.error());
  world_.send([done, answer] { done(answer); });
}

void Server::look(const SessionId& session, const std::function<void(core::DeskSnapshot)>& done) {
  if (!up_) return;
  const core::Principal who = principal_of(session);
  const auto* staff = std::get_if<core::Staff>(&who);
  if (staff == nullptr || !core::evaluate(who, Action::available, core::SiteResource{world_.site.id()})) return;
  const auto snapshot = desk_.connect(*staff);
  require(snapshot.has_value(), "a desk connects");
  for (const ConversationInfo& info : snapshot->waiting)
    require(may_peek(who, store_.truth(info.conversation)), "the queue holds what waits");
  for (const ConversationInfo& info : snapshot->mine)
    require(may_follow(who, store_.truth(info.conversation)), "a desk is told of its own conversations only");
  world_.send([done, snapshot = *snapshot] { done(snapshot); });
}

void Server::connect(const SessionId& session, const ConversationId& id, std::uint64_t after, Receiver& receiver) {
  if (!up_) return;
  const core::Principal who = principal_of(session);
  auto grant = decide<Action::conversation_ticket>(who, id);
  if (!grant) {
    world_.send([&receiver, code = grant.error().code] { receiver.on_turned_away(code); });
    return;
  }
  // The ticket, and the socket that redeems it.
  const SignKey key = world_.random.make<SignKey>();
  const Hash challenge = world_.random.make<Hash>();
  const auto ticket = tickets_.give(*grant, crypto::sha256(key), world_.events.now(), world_.random);
  require(ticket.has_value(), "a ticket is given");
  ProveConversation prove;
  prove.conversation = id;
  prove.ticket = ticket->ticket;
  prove.key = key;
  prove.proof = test::stand_in_signature(key, socket_bytes(challenge, prove.ticket, id));
  const auto origin = grant->staff() != nullptr ? core::SocketOrigin::frame : core::SocketOrigin::chat;
  const auto holder = tickets_.redeem(prove, challenge, origin, world_.events.now(), test::stand_in_signatures());
  require(holder && holder->session == session && holder->conversation == id, "a ticket says whose it is");
  require(!tickets_.redeem(prove, challenge, origin, world_.events.now(), test::stand_in_signatures()),
          "a ticket opens one socket");

  const SocketId socket = next_socket_++;
  sockets_.emplace(socket, Socket{session, id, after + 1, &receiver});
  world_.send([&receiver, socket] { receiver.on_ready(socket); });
  pump(socket);
}

std::uint32_t Server::counter_of(const ConversationId& id, const Hash& sender) const {
  std::uint32_t counter = 0;
  for (const Entry& entry : *store_.log(id))
    if (const auto envelope = decode<Envelope>(entry.body); envelope && envelope->sender == sender)
      counter = envelope->counter;
  return counter;
}

/// Among the last entries: so few that they are among the last of any sender.
bool Server::stored_lately(const ConversationId& id, const Bytes& body) const {
  const Log& log = *store_.log(id);
  const std::size_t from = log.size() > core::kRecentPerSender ? log.size() - core::kRecentPerSender : 0;
  for (std::size_t i = from; i < log.size(); ++i)
    if (log[i].body == body && log[i].kind != static_cast<std::uint8_t>(EntryKind::packet)) return true;
  return false;
}

void Server::append(SocketId socket_id, std::uint32_t ref, EntryKind kind, const Bytes& body) {
  const auto socket = sockets_.find(socket_id);
  if (!up_ || socket == sockets_.end()) return;
  Receiver* receiver = socket->second.receiver;
  const ConversationId id = socket->second.conversation;
  const auto refuse = [this, receiver, socket_id, ref](ErrorCode code) {
    world_.send([receiver, socket_id, ref, code] { receiver->on_refused(socket_id, ref, code); });
  };
  const auto acknowledge = [this, receiver, socket_id, ref](std::uint64_t seq) {
    ++acknowledged_;
    world_.send([receiver, socket_id, ref, seq] { receiver->on_ack(socket_id, ref, seq); });
  };
  const core::Principal who = principal_of(socket->second.session);
  Live& entry = *live(id);
  auto grant = core::decide_append(who, kind, entry.state->resource());
  if (may_append(kind) != 0 && std::holds_alternative<core::Visitor>(who) && kind != EntryKind::packet)
    check_decision(Action::append, who, id, grant.has_value());
  require(!grant || may_follow(who, store_.truth(id)), "only participants append");
  if (!grant) return refuse(grant.error().code);
  auto planned = entry.state->plan(*grant, body, rules(), wall_clock());
  if (!planned) {
    require(!stored_lately(id, body), "what was taken is acknowledged again");
    return refuse(planned.error().code);
  }
  const std::uint64_t seq = planned->entry.seq;
  const Live::Wait wait{
      seq, [acknowledge, refuse, seq](bool kept) { kept ? acknowledge(seq) : refuse(ErrorCode::storage_failed); }};
  if (!planned->duplicate) return write(entry, id, {std::move(*planned)}, wait);
  if (entry.state->committed_seq() >= seq) return acknowledge(seq);
  entry.waits.push_back(wait);
}

void Server::mark(SocketId socket_id, const Mark& mark) {
  const auto socket = sockets_.find(socket_id);
  if (!up_ || socket == sockets_.end()) return;
  const ConversationId id = socket->second.conversation;
  const auto grant = decide<Action::mark>(principal_of(socket->second.session), id);
  if (!grant) return;
  const auto news = live(id)->state->mark(*grant, mark);
  if (!news || !*news) return;
  for (const auto& entry : sockets_)
    if (entry.second.conversation == id && entry.first != socket_id)
      world_.send([receiver = entry.second.receiver, to = entry.first, mark] { receiver->on_mark(to, mark); });
}

// --- The store ---

void Server::write(Live& entry, const ConversationId& id, std::vector<Planned> planned, const Live::Wait& wait) {
  for (const Planned& each : planned)
    if (each.entry.kind == static_cast<std::uint8_t>(EntryKind::packet))
      require(decode<Packet>(each.entry.body)->tree_size == world_.site.roster().size(),
              "a packet is made on the newest roster");
  entry.waits.push_back(wait);
  Store::Write what{id, {}};
  for (Planned& each : planned) what.entries.push_back(std::move(each.entry));
  store_.write(std::move(what));
}

void Server::committed(const Store::Batch& batch) {
  std::set<ConversationId> touched;
  for (const Store::Write& write : batch) touched.insert(write.conversation);
  for (const ConversationId& id : touched) {
    Live& entry = live_.at(id);
    entry.state->committed(store_.log(id)->size());
    require(entry.state->committed_seq() == store_.log(id)->size(), "the state is what is on disk");
    std::vector<Live::Wait> waits;
    waits.swap(entry.waits);
    for (Live::Wait& wait : waits) {
      if (wait.seq <= entry.state->committed_seq())
        wait.decided(true);
      else
        entry.waits.push_back(std::move(wait));
    }
    desk_.update(entry.state->info(core::Side::staff));
    pump_all(id);
    // Now and then it is put away, and comes back from the store when somebody asks.
    if (entry.state->idle() && entry.waits.empty() && world_.random.chance(10)) live_.erase(id);
  }
}

void Server::failed(const Store::Batch& batch) {
  std::set<ConversationId> touched;
  for (const Store::Write& write : batch) touched.insert(write.conversation);
  for (const ConversationId& id : touched) {
    // What was to follow hangs in the air now.
    store_.forget(id);
    Live& entry = live_.at(id);
    entry.state->rolled_back();
    std::vector<Live::Wait> waits;
    waits.swap(entry.waits);
    for (const Live::Wait& wait : waits) wait.decided(false);
    if (const Log* log = store_.log(id); log == nullptr)
      live_.erase(id);
    else
      require(entry.state->last_seq() == log->size(), "a failed commit leaves no trace");
  }
}

void Server::pump(SocketId id) {
  Socket& socket = sockets_.at(id);
  const Log& log = *store_.log(socket.conversation);
  for (; socket.next <= log.size(); ++socket.next) {
    require(may_follow(principal_of(socket.session), store_.truth(socket.conversation)),
            "entries go to participants only");
    require(socket.receiver->conversation() == socket.conversation, "no delivery outside the conversation");
    world_.send([receiver = socket.receiver, id, entry = log[socket.next - 1]] { receiver->on_entry(id, entry); });
  }
}

void Server::pump_all(const ConversationId& id) {
  for (const auto& [socket, to] : sockets_)
    if (to.conversation == id) pump(socket);
}

// --- The end, and the beginning ---

void Server::crash() {
  if (!up_) return;
  up_ = false;
  store_.crash();
  live_.clear();
  sockets_.clear();
  tickets_ = core::Tickets();
  desk_ = core::Desk();
  world_.events.after(static_cast<DurationMs>(10 + world_.random.below(100)), [this] { restart(); });
}

void Server::restart() {
  up_ = true;
  // The machine comes back with another idea of the time.
  skew_ms_ = static_cast<DurationMs>(world_.random.below(4000)) - 2000;
  for (const auto& [id, log] : store_.logs()) desk_.update(live(id)->state->info(core::Side::staff));
}

}  // namespace cloister::simulation
