#include "server/hub.h"

#include <algorithm>

#include "crypto/ed25519.h"
#include "crypto/sha256.h"
#include "protocol/names.h"
#include "protocol/proofs.h"
#include "server/conversation_host.h"
#include "server/listing.h"
#include "server/security_record.h"

namespace cloister::server {

using core::Action;

namespace {

/// 4001 session ended, 4003 locked (docs/protocol.md section 6).
constexpr std::uint16_t kCloseEnded = 4001;
constexpr std::uint16_t kCloseLocked = 4003;
constexpr DurationMs kTickMs = 1 * kSecondMs;

}  // namespace

Hub::Hub(Context& context)
    : context_(context),
      sessions_({.customers = context.config.customer, .staff = context.config.staff}),
      session_pace_({context.config.per_network.sessions_per_hour, kHourMs}),
      start_pace_({context.config.per_network.conversations_per_hour, kHourMs}),
      sign_in_pace_({context.config.per_network.sign_ins_per_hour, kHourMs}),
      replay_cache_(context.random, {.per_network = context.config.per_network.proofs}),
      timer_([this] { tick(); }) {
  context_.hub_loop().set_timer(timer_, kTickMs);
}

Status Hub::restore() {
  for (const auto& site : context_.sites) {
    auto roster = std::make_shared<protocol::SiteRoster>(site->id);
    while (true) {
      CLOISTER_TRY(const auto page, context_.store.acts(site->id, roster->size(), store::kMaxRowsPerRead));
      for (const Bytes& bytes : page) {
        CLOISTER_TRY(const auto act, protocol::decode<protocol::Act>(bytes));
        CLOISTER_CHECK(roster->append(act));
      }
      if (page.size() < store::kMaxRowsPerRead) break;
    }
    SiteState& state = state_of(*site);
    for (ConversationId after;;) {
      CLOISTER_TRY(const auto page, context_.store.open_conversations(site->id, after, store::kMaxRowsPerRead));
      if (page.empty()) break;
      after = page.back().conversation;
      for (const store::ConversationRecord& record : page) {
        state.open[record.conversation] = record.updated_ms;
        (void)state.desk.update(info_of_record(record));
      }
    }
    site->roster.store(std::move(roster));
  }
  return context_.store.run(store::EndExpiredSessions{.now_ms = wall_clock_ms()});
}

Hub::SiteState& Hub::state_of(const SiteId& site) {
  return states_.try_emplace(site, context_.config.per_network).first->second;
}

// --- Sessions

Result<core::Session> Hub::find_session(const SessionId& id, TimeMs now) {
  auto found = sessions_.find(id, now);
  if (found || found.error().code != ErrorCode::no_session || ended_.contains(id)) return found;
  return restore_session(id, now);
}

Result<core::Session> Hub::restore_session(const SessionId& id, TimeMs now) {
  // The session of another site is found, too: what it is not allowed is the access decision's to say.
  for (const auto& candidate : context_.sites) {
    auto record = context_.store.session(candidate->id, context_.session_hash(id));
    if (!record) continue;
    core::Session session;
    session.id = id;
    session.site = record->site;
    session.key = record->key;
    session.device = record->device;
    session.locked = record->locked;
    session.created_ms = record->created_ms;
    session.active_ms = record->last_seen_ms;
    if (record->kind == store::SessionKind::staff) {
      const auto roster = candidate->roster.load();
      const PersonId person = protocol::person_of(record->owner);
      if (roster->current_device(record->device) == nullptr) return fail(ErrorCode::revoked);
      session.person = person;
      session.roles = roster->current_person(person)->roles;
    }
    sessions_.restore(session, now);
    return sessions_.find(id, now);
  }
  return fail(ErrorCode::no_session);
}

Status Hub::authenticate(Call& call) {
  call.principal = core::Nobody{};
  if (call.match.route->open) return {};
  const auto id_text = call.request.header("cloister-session");
  if (!id_text) return {};
  const auto id = SessionId::parse(*id_text);
  if (!id) return fail(ErrorCode::no_session);
  CLOISTER_TRY(const core::Session session, find_session(*id, call.now));
  CLOISTER_TRY(const auto proof, protocol::parse_request_proof(call.request.header("cloister-proof").value_or("")));
  const core::ProvenRequest request{.method = call.request.method,
                                    .path = call.request.target,
                                    .body_hash = crypto::sha256(as_bytes(call.request.body))};
  core::ProofOwner owner{.session = *id, .visitor_from = std::nullopt};
  if (!session.staff()) owner.visitor_from = call.request.peer.network();
  CLOISTER_CHECK(core::verify_request_proof(proof, owner, session.key, request, call.now, replay_cache_));
  call.principal = sessions_.principal(*id, call.now);
  return {};
}

std::shared_ptr<SessionState> Hub::state_for(const core::Session& session) {
  return session_states_.of(session.id, sessions_.principal(session.id, wall_clock_ms()));
}

void Hub::touch(const SessionId& session) {
  const TimeMs now = wall_clock_ms();
  sessions_.touch(session, now);
  if (const auto found = sessions_.find(session, now))
    context_.store.note_session_seen(found->site, context_.session_hash(session), now);
}

void Hub::attached(const SessionId& session, const std::shared_ptr<SessionState>& state, const net::SocketRef& socket) {
  if (!state->revoked) return connected_[session].sockets.push_back(socket);
  socket.post([](net::WebSocket& ws) { ws.close(kCloseEnded, "session ended"); });
}

void Hub::detached(const SessionId& session, const net::SocketRef& socket) {
  const auto found = connected_.find(session);
  if (found == connected_.end()) return;
  std::erase(found->second.sockets, socket);
  if (found->second.sockets.empty()) connected_.erase(found);
}

void Hub::end_sockets(const SessionId& session, ErrorCode code) {
  tickets_.drop(session);
  session_states_.revoke(session);
  const auto found = connected_.find(session);
  if (found == connected_.end()) return;
  protocol::Ended ended;
  ended.code = static_cast<std::uint16_t>(code);
  const std::uint16_t close_code = code == ErrorCode::session_locked ? kCloseLocked : kCloseEnded;
  for (const net::SocketRef& socket : found->second.sockets) {
    socket.post([text = to_json(ended), close_code](net::WebSocket& ws) {
      ws.send_text(text);
      ws.close(close_code, close_code == kCloseLocked ? "locked" : "session ended");
    });
  }
  connected_.erase(found);
}

void Hub::forget_session(const SiteId& site, const SessionId& session, store::Done done) {
  reports_.erase(session);
  ended_.insert(session);
  auto shared = std::make_shared<store::Done>(std::move(done));
  const auto ended = [this, session, shared](const Status& status) {
    if (status) ended_.erase(session);
    if (*shared) (*shared)(status);
  };
  store::EndSessions operation{.site = site, .id_hashes = {context_.session_hash(session)}};
  if (const Status queued = context_.store.submit(std::move(operation), ended); !queued) ended(queued);
}

void Hub::handle_events(const std::vector<core::SessionEvent>& events) {
  for (const core::SessionEvent& event : events) {
    if (event.kind == core::SessionEvent::Kind::ending) {
      const auto found = connected_.find(event.session);
      if (found == connected_.end()) continue;
      protocol::Ending ending;
      ending.in_ms = static_cast<std::uint64_t>(event.in_ms);
      ending.why = event.idle ? "idle" : "absolute";
      for (const net::SocketRef& socket : found->second.sockets)
        socket.post([text = to_json(ending)](net::WebSocket& ws) { ws.send_text(text); });
      continue;
    }
    for (const auto& site : context_.sites) {
      if (event.code == ErrorCode::session_locked) {
        (void)context_.store.submit(store::ChangeSession{.site = site->id,
                                                         .id_hash = context_.session_hash(event.session),
                                                         .locked = true,
                                                         .last_seen_ms = wall_clock_ms(),
                                                         .key = std::nullopt},
                                    {});
      } else {
        forget_session(site->id, event.session);
      }
    }
    end_sockets(event.session, event.code);
  }
}

// --- Sockets

Result<Redeemed> Hub::redeem(const SiteContext& site, const protocol::ProveConversation& prove, const Hash& challenge,
                             core::SocketOrigin origin, const core::Network& from) {
  const TimeMs now = wall_clock_ms();
  auto holder = tickets_.redeem(prove, challenge, origin, now);
  if (!holder || holder->site != site.id) {
    put_on_record(context_, site.id, "socket_refused", holder ? Error{ErrorCode::bad_ticket, {}} : holder.error(),
                  {core::Nobody{}, from});
    return holder ? fail(ErrorCode::bad_ticket) : std::unexpected(holder.error());
  }
  CLOISTER_TRY(const core::Session session, find_session(holder->session, now));
  if (session.locked) return fail(ErrorCode::session_locked);
  return Redeemed{.holder = *holder, .session = state_for(session)};
}

Result<protocol::Ticket> Hub::give_ticket(const core::Grant<Action::conversation_ticket>& grant, const Hash& key) {
  return tickets_.give(grant, key, wall_clock_ms(), context_.random);
}

Result<std::shared_ptr<SessionState>> Hub::open_desk(const SiteContext& site, const protocol::ProveDesk& prove,
                                                     const Hash& challenge, net::WebSocket& socket) {
  const TimeMs now = wall_clock_ms();
  CLOISTER_TRY(const core::Session session, find_session(prove.session, now));
  if (!crypto::ed25519_verify(session.key, protocol::desk_bytes(challenge, prove.session), prove.proof))
    return fail(ErrorCode::bad_proof);
  const core::Principal principal = sessions_.principal(session.id, now);
  CLOISTER_CHECK(core::evaluate(principal, Action::desk_active, core::SiteResource{.site = site.id}));
  const core::Staff& staff = std::get<core::Staff>(principal);
  SiteState& state = state_of(site);
  CLOISTER_TRY(core::DeskSnapshot snapshot, state.desk.connect(staff));
  auto session_state = state_for(session);
  Connected& connected = connected_[session.id];
  // One desk a session: the newer tab takes over.
  connected.desk.post([](net::WebSocket& ws) { ws.close(net::CloseCode::policy_violation, "opened elsewhere"); });
  connected.desk = socket.ref();
  connected.sockets.push_back(socket.ref());

  protocol::DeskState out;
  out.available = snapshot.available;
  out.acts = site.roster.load()->size();
  out.waiting = std::move(snapshot.waiting);
  out.mine = std::move(snapshot.mine);
  out.server_ms = static_cast<std::uint64_t>(now);
  socket.send_text(to_json(out));
  // A desk that is opened anew begins as not available.
  tell_availability(site);
  return session_state;
}

void Hub::close_desk(const SiteContext& site, const SessionId& session, const net::SocketRef& socket) {
  const auto found = connected_.find(session);
  const bool current = found == connected_.end() || found->second.desk == socket;
  if (current) state_of(site).desk.disconnect(session);
  tell_availability(site);
  if (found != connected_.end() && current) found->second.desk = {};
  detached(session, socket);
}

void Hub::set_available(const SiteContext& site, const std::shared_ptr<SessionState>& session, bool on,
                        net::WebSocket& socket) {
  const auto grant = core::decide<Action::available>(session->now(), core::SiteResource{.site = site.id});
  const Status done = grant ? state_of(site).desk.set_available(*grant, on) : std::unexpected(grant.error());
  if (done) return tell_availability(site);
  protocol::SocketError error;
  error.code = static_cast<std::uint16_t>(done.error().code);
  error.message = info_of(done.error().code).title;
  socket.send_text(to_json(error));
}

void Hub::tell_availability(const SiteContext& site) {
  const bool now = state_of(site).desk.site_available();
  const auto owner = std::ranges::find(context_.sites, site.id, [](const auto& each) { return each->id; });
  if ((*owner)->available.exchange(now) == now) return;
  for (ConversationHost* host : context_.hosts)
    host->loop().post([host, id = site.id, now] { host->availability_changed(id, now); });
}

void Hub::send_to_desks(const std::vector<core::DeskEvent>& events) {
  for (const core::DeskEvent& event : events) {
    const std::string text = std::visit([](const auto& message) { return to_json(message); }, event.message);
    for (const SessionId& id : event.to) {
      const auto found = connected_.find(id);
      if (found == connected_.end()) continue;
      if (net::WebSocket* ws = found->second.desk.get()) ws->send_text(text);
    }
  }
}

void Hub::conversation_changed(const SiteId& site, const protocol::ConversationInfo& info) {
  SiteState& state = state_of(site);
  if (info.status != core::name_of(core::ConversationStatus::waiting)) state.places.free(info.conversation);
  if (info.status == core::name_of(core::ConversationStatus::closed)) {
    state.open.erase(info.conversation);
  } else {
    state.open[info.conversation] = static_cast<TimeMs>(info.updated_ms);
  }
  send_to_desks(state.desk.update(info));
}

void Hub::free_place(const SiteId& site, const ConversationId& conversation) {
  state_of(site).places.free(conversation);
}

void Hub::publish(const SiteContext& site, std::shared_ptr<const protocol::SiteRoster> roster) {
  for (const auto& candidate : context_.sites)
    if (candidate->id == site.id) candidate->roster.store(roster);
  handle_events(sessions_.revoke(*roster));
  send_to_desks(state_of(site).desk.roster_grown(roster->size()));
}

// --- Time

void Hub::tick() {
  context_.hub_loop().set_timer(timer_, kTickMs);
  const TimeMs now = wall_clock_ms();
  handle_events(sessions_.advance(now));
  context_.record.write_due(now);
  context_.storage.look();
  if (now - swept_ms_ >= kSweepEveryMs) sweep(now);
}

void Hub::sweep(TimeMs now) {
  swept_ms_ = now;
  session_states_.sweep();
  (void)context_.store.submit(store::EndExpiredSessions{.now_ms = now}, {});
  const TimeMs before = now - context_.config.abandoned_ms;
  for (const auto& site : context_.sites) {
    for (const auto& [id, updated] : state_of(*site).open) {
      if (updated >= before) continue;
      ConversationHost& home = context_.home_of(id);
      home.loop().post(
          [&home, site_id = site->id, conversation = id, before] { home.abandon(site_id, conversation, before); });
    }
  }
}

}  // namespace cloister::server
