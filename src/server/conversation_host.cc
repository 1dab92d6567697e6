#include "server/conversation_host.h"

#include <algorithm>
#include <iterator>

#include "core/sensitive_data.h"
#include "protocol/gen/messages.h"
#include "server/conversation_socket.h"
#include "server/frames.h"
#include "server/hub.h"
#include "server/listing.h"
#include "server/security_record.h"

namespace cloister::server {

using core::Action;
using protocol::FrameType;

namespace {

store::ConversationStatus stored_status(core::ConversationStatus status) {
  switch (status) {
    case core::ConversationStatus::waiting:
      return store::ConversationStatus::waiting;
    case core::ConversationStatus::assigned:
      return store::ConversationStatus::assigned;
    case core::ConversationStatus::closed:
      return store::ConversationStatus::closed;
  }
  return store::ConversationStatus::closed;
}

std::vector<store::NewEntry> new_entries(std::span<core::Planned> planned, std::uint64_t messages_after) {
  std::vector<store::NewEntry> out;
  for (core::Planned& item : planned) {
    store::NewEntry& entry = out.emplace_back();
    entry.kind = static_cast<protocol::EntryKind>(item.entry.kind);
    entry.time_ms = static_cast<TimeMs>(item.entry.time_ms);
    entry.hash = item.entry.hash;
    entry.head = item.head;
    entry.messages = messages_after;
    entry.body = std::move(item.entry.body);
  }
  return out;
}

/// An agent who comes too late to accept hears that somebody else was faster, and nothing more.
bool is_late(const core::Principal& principal, const core::Resource& resource) {
  const auto* found = std::get_if<core::ConversationResource>(&resource);
  return found != nullptr && found->status == core::ConversationStatus::assigned &&
         (core::relations_of(principal, resource) & protocol::kRelationAgentOther) != 0;
}

protocol::Entry wire_entry(store::EntryRecord&& record) {
  protocol::Entry entry;
  entry.seq = record.head.seq;
  entry.time_ms = static_cast<std::uint64_t>(record.head.time_ms);
  entry.kind = static_cast<std::uint8_t>(record.head.kind);
  entry.hash = record.head.hash;
  entry.body = std::move(record.body);
  return entry;
}

}  // namespace

ConversationHost::ConversationHost(Context& context, net::EventLoop& loop, std::uint32_t lane)
    : context_(context), loop_(loop), lane_(lane), timer_([this] { tick(); }) {
  loop_.set_timer(timer_, kTellDeskEveryMs);
}

core::SiteView ConversationHost::view(const protocol::SiteRoster& roster) const {
  return {.roster = roster, .continuity = context_.config.continuity};
}

LiveConversation* ConversationHost::find(const ConversationName& name) {
  const auto found = live_.find(name);
  return found == live_.end() ? nullptr : found->second.get();
}

LiveConversation* ConversationHost::find(const ConversationSocket& socket) {
  return find({socket.site().id, socket.conversation()});
}

LiveConversation& ConversationHost::insert(core::Conversation conversation) {
  const ConversationName name{conversation.site(), conversation.id()};
  auto live = std::make_unique<LiveConversation>(std::move(conversation));
  live->used_ms = loop_.now_ms();
  live->told_status = live->state.status();
  return *(live_[name] = std::move(live));
}

Result<LiveConversation*> ConversationHost::load(const SiteId& site, const ConversationId& id) {
  if (LiveConversation* live = find({site, id})) {
    live->used_ms = loop_.now_ms();
    return live;
  }
  if (live_.size() >= kMaxLive) return fail(ErrorCode::limit_reached, "conversations in memory");
  CLOISTER_TRY(const store::ConversationRecord record, context_.store.conversation(site, id));
  core::ConversationReplay replay(site, id);
  for (std::uint64_t after = 0; after < record.last_seq;) {
    CLOISTER_TRY(auto page, context_.store.entries_after(site, id, after, store::kMaxEntriesPerRead, kLoadBytes));
    if (page.empty()) return fail(ErrorCode::bad_transcript, "entries are missing in the store");
    after = page.back().head.seq;
    for (store::EntryRecord& item : page) CLOISTER_CHECK(replay.add(wire_entry(std::move(item))));
  }
  CLOISTER_TRY(const auto marks, context_.store.marks(site, id));
  for (const store::MarkRecord& kept : marks)
    if (const auto mark = protocol::decode<protocol::Mark>(kept.mark)) replay.add_mark(*mark);
  CLOISTER_TRY(auto conversation, std::move(replay).finish());
  if (record.status == store::ConversationStatus::closed && conversation.status() != core::ConversationStatus::closed)
    CLOISTER_CHECK(conversation.abandon(record.updated_ms));
  return &insert(std::move(conversation));
}

core::Resource ConversationHost::resource_of(const SiteId& site, const ConversationId& id) {
  if (LiveConversation* live = find({site, id})) {
    live->used_ms = loop_.now_ms();
    if (live->state.exists()) return live->state.resource();
    return core::MissingConversation{.site = site};
  }
  const auto record = context_.store.conversation(site, id);
  if (!record) return core::MissingConversation{.site = site};
  return resource_of_record(*record);
}

template <Action A>
std::optional<core::Grant<A>> ConversationHost::granted(const char* what, Call& call) {
  const core::Resource resource = resource_of(call.site->id, *call.match.conversation);
  auto grant = core::decide<A>(call.principal, resource);
  if (grant) return std::move(*grant);
  const bool late = A == Action::conversation_accept && is_late(call.principal, resource);
  const Error error = late ? Error{ErrorCode::already_assigned, {}} : grant.error();
  put_on_record(context_, call.site->id, what, error, source_of(call));
  call.reply(error);
  return std::nullopt;
}

void ConversationHost::start(core::Grant<Action::conversation_start> grant, protocol::ConversationStart request,
                             const ConversationId& id, WaitingPlace place, Call call) {
  const auto known = load(call.site->id, id);
  if (!known && known.error().code != ErrorCode::not_found) return call.reply(known.error());
  if (known) {
    const core::Conversation& state = (*known)->state;
    const bool again = state.customer_device() == grant.visitor()->device &&
                       state.started_with(request.genesis, request.packet, request.cert);
    if (!again) return call.reply(Error{ErrorCode::duplicate, {}});
    if ((*known)->in_flight == 0) return call.reply(to_json(state.info(core::Side::customer)));
    return call.reply(Error{ErrorCode::limit_reached, "the same request is under way"});
  }
  const std::size_t bytes = request.genesis.size() + request.packet.size() + request.cert.size();
  if (const Status room = context_.storage.admit(call.principal, call.request.peer.network(), 3, bytes, call.now);
      !room)
    return call.reply(room.error());
  const auto roster = call.site->roster.load();
  auto started = core::Conversation::start(grant, std::move(request.genesis), std::move(request.packet),
                                           std::move(request.cert), view(*roster), call.now);
  if (!started) return call.reply(started.error());

  LiveConversation& live = insert(std::move(started->conversation));
  store::CreateConversation operation;
  operation.site = call.site->id;
  operation.conversation = id;
  operation.customer_device = live.state.customer_device();
  operation.created_ms = call.now;
  if (const auto genesis = protocol::decode<protocol::ConversationGenesis>(started->entries[0].entry.body))
    operation.customer = genesis->device.owner;
  operation.entries = new_entries(started->entries, 0);
  ++live.in_flight;
  auto done = [this, name = ConversationName{call.site->id, id},
               place = std::make_shared<WaitingPlace>(std::move(place)),
               shared = std::make_shared<Call>(std::move(call))](const Status& status) {
    LiveConversation* created = find(name);
    if (created == nullptr) return shared->reply(Error{ErrorCode::internal, "a conversation left while it was made"});
    --created->in_flight;
    if (!status) {
      live_.erase(name);
      return shared->reply(status.error());
    }
    place->keep();
    created->state.committed(created->state.last_seq());
    put_on_record(context_, shared->site->id, "conversation_start", "granted", source_of(*shared));
    shared->reply(to_json(created->state.info(core::Side::customer)));
    announce(*created);
    tell_desk(*created);
  };
  if (const Status queued = context_.store.submit(std::move(operation), done, lane_); !queued) done(queued);
}

void ConversationHost::entries(Call call) {
  const ConversationId id = *call.match.conversation;
  const auto grant = granted<Action::conversation_entries>("conversation_entries", call);
  if (!grant) return;
  protocol::EntriesQuery query;
  const auto after = call.request.query_value("after");
  try {
    query.after = after ? std::stoull(*after) : 0;
  } catch (const std::exception&) {
    return call.reply(Error{ErrorCode::malformed, {}});
  }
  const auto record = context_.store.conversation(call.site->id, id);
  if (!record) return call.reply(record.error());
  auto page = context_.store.entries_after(call.site->id, id, query.after, protocol::kPageEntries, kPageBytes);
  if (!page) return call.reply(page.error());
  protocol::EntryList list;
  for (store::EntryRecord& item : *page) list.entries.push_back(encode(wire_entry(std::move(item))));
  list.last_seq = record->last_seq;
  put_on_record(context_, call.site->id, "conversation_entries", "granted", source_of(call));
  call.reply(to_json(list));
}

void ConversationHost::accept(Call call) {
  const ConversationId id = *call.match.conversation;
  const auto grant = granted<Action::conversation_accept>("conversation_accept", call);
  if (!grant) return;
  const auto live = load(call.site->id, id);
  if (!live) return call.reply(live.error());
  auto request = protocol::parse_json<protocol::Accept>(call.request.body);
  if (!request) return call.reply(request.error());
  const auto roster = call.site->roster.load();
  auto planned =
      (*live)->state.accept(*grant, std::move(request->assign), std::move(request->packet), view(*roster), call.now);
  if (!planned) return call.reply(planned.error());
  const std::uint64_t seq = planned->back().entry.seq;
  AwaitedEntry awaited;
  awaited.seq = seq;
  awaited.done = [this, seq, shared = std::make_shared<Call>(std::move(call))](const Status& status) {
    if (!status) return shared->reply(status.error());
    put_on_record(context_, shared->site->id, "conversation_accept", "granted", source_of(*shared));
    shared->reply(to_json(protocol::Appended{.seq = seq}));
  };
  if (planned->front().duplicate) return wait_for(**live, std::move(awaited));
  submit(**live, *planned, std::move(awaited));
}

void ConversationHost::ticket(Call call) {
  auto grant = granted<Action::conversation_ticket>("conversation_ticket", call);
  if (!grant) return;
  const auto request = protocol::parse_json<protocol::TicketRequest>(call.request.body);
  if (!request) return call.reply(request.error());
  context_.hub_loop().post(
      [&context = context_, grant = std::move(*grant), key = request->key, call = std::move(call)]() mutable {
        auto ticket = context.hub->give_ticket(grant, key);
        call.reply(ticket ? Result<std::string>(to_json(*ticket)) : std::unexpected(ticket.error()));
      });
}

void ConversationHost::abandon(const SiteId& site, const ConversationId& id, TimeMs before_ms) {
  const auto loaded = load(site, id);
  if (!loaded || !(*loaded)->state.idle() || (*loaded)->in_flight > 0) return;
  LiveConversation& live = **loaded;
  if (live.state.status() == core::ConversationStatus::closed) return tell_desk(live);
  if (static_cast<TimeMs>(live.state.info(core::Side::staff).updated_ms) >= before_ms) return tell_desk(live);
  const TimeMs now = wall_clock_ms();
  ++live.in_flight;
  live.closing = true;
  auto done = [this, name = ConversationName{site, id}, now](const Status& status) {
    LiveConversation* closed = find(name);
    if (closed == nullptr) return;
    --closed->in_flight;
    closed->closing = false;
    if (!status || !closed->state.abandon(now)) return;
    put_on_record(context_, closed->state.site(), "conversation_abandoned", "closed", {core::Nobody{}, {}});
    announce(*closed);
    tell_desk(*closed);
  };
  const Status queued = context_.store.submit(
      store::SetStatus{.site = site, .conversation = id, .status = store::ConversationStatus::closed, .time_ms = now},
      done, lane_);
  if (!queued) done(queued);
}

Status ConversationHost::attach(ConversationSocket& socket, std::uint64_t after) {
  CLOISTER_TRY(LiveConversation* const live, load(socket.site().id, socket.conversation()));
  // The ticket was given a moment ago; what holds now counts.
  CLOISTER_CHECK(core::evaluate(socket.principal(), Action::active, live->state.resource()));
  if (after > live->state.last_seq()) return fail(ErrorCode::malformed);
  CLOISTER_TRY(const bool was_away, live->attendance.arrive(socket.side()));
  socket.set_sent_seq(after);
  live->sockets.push_back(&socket);
  context_.hub_loop().post([&context = context_, id = socket.session_id(), state = socket.session(),
                            ref = socket.socket().ref()] { context.hub->attached(id, state, ref); });

  protocol::Ready ready;
  ready.status = core::name_of(live->state.status());
  ready.last_seq = live->state.committed_seq();
  for (const protocol::Mark& mark : live->state.marks()) ready.marks.push_back(encode(mark));
  ready.peer_online = live->state.status() == core::ConversationStatus::waiting && socket.side() == core::Side::customer
                          ? socket.site().available.load()
                          : live->attendance.online(core::other(socket.side()));
  ready.server_ms = static_cast<std::uint64_t>(wall_clock_ms());
  socket.socket().send_text(to_json(ready));
  if (was_away) tell_presence(*live, core::other(socket.side()), true);
  catch_up(*live, socket);
  return {};
}

void ConversationHost::detach(ConversationSocket& socket) {
  context_.hub_loop().post(
      [&context = context_, id = socket.session_id(), ref = socket.socket().ref()] { context.hub->detached(id, ref); });
  LiveConversation* live = find(socket);
  if (live == nullptr) return;
  if (std::erase(live->sockets, &socket) == 0) return;
  live->used_ms = loop_.now_ms();
  if (live->attendance.leave(socket.side())) tell_presence(*live, core::other(socket.side()), false);
}

void ConversationHost::tell_presence(LiveConversation& live, core::Side to, bool online) {
  protocol::Presence presence;
  presence.online = online;
  const std::string text = to_json(presence);
  for (ConversationSocket* socket : live.sockets)
    if (socket->side() == to) socket->socket().send_text(text);
}

void ConversationHost::availability_changed(const SiteId& site, bool on) {
  for (const auto& [id, live] : live_)
    if (live->state.site() == site && live->state.status() == core::ConversationStatus::waiting)
      tell_presence(*live, core::Side::customer, on);
}

void ConversationHost::drained(ConversationSocket& socket) {
  if (LiveConversation* live = find(socket)) catch_up(*live, socket);
}

void ConversationHost::append(ConversationSocket& socket, protocol::Append request) {
  LiveConversation* live = find(socket);
  if (live == nullptr) return socket.refuse(request.ref, Error{ErrorCode::not_found, {}});
  auto grant =
      core::decide_append(socket.principal(), static_cast<protocol::EntryKind>(request.kind), live->state.resource());
  if (!grant) return socket.refuse(request.ref, grant.error());
  if (live->closing) return socket.refuse(request.ref, Error{ErrorCode::conversation_closed, {}});
  // Room to close is always made: a conversation that ends costs less than one that goes on.
  const bool ends = grant->kind() == core::EntryKind::close;
  if (const Status room = ends ? Status() : admit_bytes(socket, request.body.size()); !room)
    return socket.refuse(request.ref, room.error());
  const auto roster = socket.site().roster.load();
  auto planned = live->state.plan(*grant, std::move(request.body), view(*roster), wall_clock_ms());
  if (!planned) {
    const ErrorCode code = planned.error().code;
    const bool bad = code == ErrorCode::bad_signature || code == ErrorCode::malformed || code == ErrorCode::weak_key;
    return bad ? socket.refuse_bad(request.ref, planned.error()) : socket.refuse(request.ref, planned.error());
  }
  socket.good_command();
  socket.touch();
  AwaitedEntry awaited;
  awaited.seq = planned->entry.seq;
  awaited.time_ms = static_cast<TimeMs>(planned->entry.time_ms);
  awaited.socket = socket.socket().ref();
  awaited.ref = request.ref;
  if (!planned->duplicate) return submit(*live, {&*planned, 1}, std::move(awaited));
  wait_for(*live, std::move(awaited));
}

Status ConversationHost::admit_bytes(const ConversationSocket& socket, std::size_t bytes) {
  return context_.storage.admit(socket.principal(), socket.socket().peer().network(), 1, bytes, wall_clock_ms());
}

void ConversationHost::submit(LiveConversation& live, std::span<core::Planned> planned, AwaitedEntry awaited) {
  const std::uint64_t last_seq = planned.back().entry.seq;
  for (const core::Planned& item : planned)
    live.outgoing.push_back({.seq = item.entry.seq, .frame = frame_of(FrameType::entry, item.entry)});
  wait_for(live, std::move(awaited));

  store::AppendEntries operation;
  operation.site = live.state.site();
  operation.conversation = live.state.id();
  operation.first_seq = planned.front().entry.seq;
  // What will be true when these entries are on disk; until then the state tells nobody.
  operation.entries = new_entries(planned, live.state.planned_messages());
  if (live.state.planned_status() != live.told_status || planned.size() > 1) {
    operation.status = stored_status(live.state.planned_status());
    operation.assigned = live.state.planned_assigned();
  }
  ++live.in_flight;
  auto done = [this, name = ConversationName{live.state.site(), live.state.id()}, generation = live.generation,
               last_seq](const Status& status) { stored(name, generation, last_seq, status); };
  const std::uint64_t first_seq = operation.first_seq;
  if (const Status queued = context_.store.submit(std::move(operation), std::move(done), lane_); !queued)
    take_back(live, first_seq, queued.error());
}

void ConversationHost::take_back(LiveConversation& live, std::uint64_t from_seq, const Error& error) {
  --live.in_flight;
  live.state.undo_from(from_seq);
  std::erase_if(live.outgoing, [&](const OutgoingEntry& entry) { return entry.seq >= from_seq; });
  const auto first = std::ranges::lower_bound(live.awaited, from_seq, {}, &AwaitedEntry::seq);
  std::vector<AwaitedEntry> refused(std::make_move_iterator(first), std::make_move_iterator(live.awaited.end()));
  live.awaited.erase(first, live.awaited.end());
  for (AwaitedEntry& awaited : refused) answer(awaited, std::unexpected(error));
}

void ConversationHost::stored(const ConversationName& name, std::uint32_t generation, std::uint64_t seq,
                              const Status& status) {
  LiveConversation* const found = find(name);
  // What is on its way keeps a conversation in memory; if it left all the same, there is nobody to tell.
  if (found == nullptr) return;
  LiveConversation& live = *found;
  --live.in_flight;
  // Planned on a state that was rolled back since; its senders have been told.
  if (generation != live.generation) return;
  if (!status) return fail_pending(live, status.error());
  live.state.committed(seq);
  settle(live);
  if (live.state.status() != live.told_status && live.state.idle()) {
    announce(live);
    tell_desk(live);
  } else if (!live.changed) {
    live.changed = true;
    changed_.push_back(name);
  }
}

void ConversationHost::settle(LiveConversation& live) {
  const std::uint64_t committed = live.state.committed_seq();
  const auto delivered = std::ranges::upper_bound(live.outgoing, committed, {}, &OutgoingEntry::seq);
  for (auto entry = live.outgoing.begin(); entry != delivered; ++entry) {
    for (ConversationSocket* socket : live.sockets) {
      if (socket->sent_seq() + 1 != entry->seq || socket->socket().queued_bytes() > kCatchUpBytes) continue;
      socket->set_sent_seq(entry->seq);
      socket->socket().send_binary(entry->frame);
    }
  }
  live.outgoing.erase(live.outgoing.begin(), delivered);
  if (live.outgoing.empty()) live.outgoing.shrink_to_fit();

  // Taken out first: an answer may lead back here.
  const auto settled = std::ranges::upper_bound(live.awaited, committed, {}, &AwaitedEntry::seq);
  std::vector<AwaitedEntry> answers(std::make_move_iterator(live.awaited.begin()), std::make_move_iterator(settled));
  live.awaited.erase(live.awaited.begin(), settled);
  if (live.awaited.empty()) live.awaited.shrink_to_fit();
  for (AwaitedEntry& awaited : answers) answer(awaited, {});
}

void ConversationHost::wait_for(LiveConversation& live, AwaitedEntry awaited) {
  if (awaited.seq <= live.state.committed_seq()) return answer(awaited, {});
  const auto place = std::ranges::upper_bound(live.awaited, awaited.seq, {}, &AwaitedEntry::seq);
  live.awaited.insert(place, std::move(awaited));
}

void ConversationHost::fail_pending(LiveConversation& live, const Error& error) {
  ++live.generation;
  live.state.rolled_back();
  live.outgoing.clear();
  std::vector<AwaitedEntry> refused;
  refused.swap(live.awaited);
  // What waits behind the entry that failed was not tried at all; it fails the same way to its sender.
  for (AwaitedEntry& awaited : refused) answer(awaited, std::unexpected(error));
}

void ConversationHost::answer(AwaitedEntry& awaited, const Status& status) {
  if (awaited.done) return awaited.done(status);
  net::WebSocket* ws = awaited.socket.get();
  if (ws == nullptr) return;
  if (!status) return static_cast<ConversationSocket*>(ws->handler())->refuse(awaited.ref, status.error());
  ws->send_binary(frame_of(
      FrameType::ack,
      protocol::Ack{.ref = awaited.ref, .seq = awaited.seq, .time_ms = static_cast<std::uint64_t>(awaited.time_ms)}));
}

void ConversationHost::catch_up(LiveConversation& live, ConversationSocket& socket) {
  const auto full = [&] { return socket.socket().queued_bytes() > kCatchUpBytes; };
  while (socket.sent_seq() < live.state.committed_seq() && !full()) {
    auto page = context_.store.entries_after(live.state.site(), live.state.id(), socket.sent_seq(),
                                             protocol::kPageEntries, kCatchUpBytes);
    if (!page || page->empty())
      return socket.socket().close(net::CloseCode::internal_error, "the store does not answer");
    for (store::EntryRecord& item : *page) {
      // What does not fit now is read again when the socket has drained: a page must not fill the queue to its limit.
      if (item.head.seq > live.state.committed_seq() || full()) break;
      socket.set_sent_seq(item.head.seq);
      socket.socket().send_binary(frame_of(FrameType::entry, wire_entry(std::move(item))));
    }
  }
}

void ConversationHost::mark(ConversationSocket& socket, const protocol::Mark& mark) {
  LiveConversation* live = find(socket);
  if (live == nullptr) return;
  const auto grant = core::decide<Action::mark>(socket.principal(), live->state.resource());
  if (!grant) return socket.bad_command(grant.error());
  const auto news = live->state.mark(*grant, mark);
  if (!news) return socket.bad_command(news.error());
  socket.good_command();
  if (!*news) return;
  store::MarkRecord record;
  record.site = live->state.site();
  record.conversation = live->state.id();
  record.sender = mark.sender;
  record.kind = static_cast<protocol::MarkKind>(mark.kind);
  record.seq = mark.seq;
  record.mark = encode(mark);
  context_.store.note_mark(std::move(record));
  if (mark.kind == static_cast<std::uint8_t>(protocol::MarkKind::read)) {
    socket.touch();
    if (!live->changed) {
      live->changed = true;
      changed_.push_back({live->state.site(), live->state.id()});
    }
  }
  const Bytes frame = frame_of(FrameType::mark, mark);
  for (ConversationSocket* other : live->sockets)
    if (other != &socket) other->socket().send_binary(frame);
}

void ConversationHost::typing(ConversationSocket& socket, bool on) {
  LiveConversation* live = find(socket);
  if (live == nullptr) return;
  if (const auto grant = core::decide<Action::typing>(socket.principal(), live->state.resource()); !grant)
    return socket.bad_command(grant.error());
  socket.good_command();
  socket.touch();
  if (!socket.may_show_typing()) return;
  protocol::Typing typing;
  typing.on = on;
  const std::string text = to_json(typing);
  for (ConversationSocket* other : live->sockets)
    if (other->side() != socket.side()) other->socket().send_text(text);
}

void ConversationHost::noticed(ConversationSocket& socket, const protocol::Noticed& noticed) {
  LiveConversation* live = find(socket);
  if (live == nullptr) return;
  const core::Principal principal = socket.principal();
  if (const auto grant = core::decide<Action::noticed>(principal, live->state.resource()); !grant)
    return socket.bad_command(grant.error());
  const auto kind = core::noticed_kind_from(noticed.kind, socket.side());
  const auto outcome = core::noticed_outcome_from(noticed.outcome);
  if (!kind || !outcome) return socket.bad_command(Error{ErrorCode::malformed, {}});
  socket.good_command();
  if (!socket.may_count()) return;
  store::CountNoticed operation;
  operation.site = live->state.site();
  operation.conversation = live->state.id();
  if (const auto* staff = std::get_if<core::Staff>(&principal)) operation.person = staff->person;
  operation.kind = *kind;
  operation.outcome = static_cast<std::uint8_t>(*outcome);
  // A count that is lost because the disk is full is no loss worth a word to somebody who writes.
  static_cast<void>(context_.store.submit(std::move(operation), {}, lane_));
}

void ConversationHost::active(ConversationSocket& socket) {
  LiveConversation* live = find(socket);
  if (live == nullptr) return;
  if (const auto grant = core::decide<Action::active>(socket.principal(), live->state.resource()); !grant)
    return socket.bad_command(grant.error());
  socket.good_command();
  socket.touch();
}

void ConversationHost::announce(LiveConversation& live) {
  live.told_status = live.state.status();
  protocol::StatusEvent event;
  event.status = core::name_of(live.state.status());
  event.reason = core::name_of(live.state.closed_by());
  const std::string text = to_json(event);
  for (ConversationSocket* socket : live.sockets) socket->socket().send_text(text);
  // From now on it is about the agent who has accepted, and no longer about the team.
  if (live.state.status() != core::ConversationStatus::waiting)
    tell_presence(live, core::Side::customer, live.attendance.online(core::Side::staff));
}

void ConversationHost::tell_desk(LiveConversation& live) {
  live.changed = false;
  context_.hub_loop().post([&context = context_, site = live.state.site(), info = live.state.info(core::Side::staff)] {
    context.hub->conversation_changed(site, info);
  });
}

void ConversationHost::tick() {
  loop_.set_timer(timer_, kTellDeskEveryMs);
  for (const ConversationName& name : std::exchange(changed_, {}))
    if (LiveConversation* live = find(name); live != nullptr && live->changed) tell_desk(*live);
  const TimeMs now = loop_.now_ms();
  if (now - swept_ms_ < kUnloadAfterMs) return;
  swept_ms_ = now;
  std::erase_if(live_, [now](const auto& item) {
    const LiveConversation& live = *item.second;
    return live.sockets.empty() && live.in_flight == 0 && live.awaited.empty() && now - live.used_ms >= kUnloadAfterMs;
  });
}

}  // namespace cloister::server
