// The HTTP interface: each action behind its access decision.
#include <algorithm>

#include "protocol/gen/messages.h"
#include "protocol/names.h"
#include "protocol/proofs.h"
#include "server/conversation_host.h"
#include "server/hub.h"
#include "server/listing.h"
#include "server/security_record.h"

namespace cloister::server {

using core::Action;
using core::Grant;

namespace {

/// The body as a T of the wire.
template <class T>
Result<T> body_of(const Call& call) {
  if (call.request.body.size() > static_cast<std::size_t>(protocol::kMaxRequestBytes))
    return fail(ErrorCode::too_large);
  return protocol::parse_json<T>(call.request.body);
}

SessionId session_of(const core::Principal& principal) {
  return std::visit(
      [](const auto& who) -> SessionId {
        if constexpr (requires { who.session; }) return who.session;
        return {};
      },
      principal);
}

/// By reading it, or by a socket on it: nobody puts on record what they cannot know of.
bool may_see(const core::Principal& principal, const core::Resource& conversation) {
  return core::evaluate(principal, Action::conversation_entries, conversation) ||
         core::evaluate(principal, Action::conversation_ticket, conversation);
}

std::optional<std::uint64_t> number(const std::optional<std::string>& text) {
  if (!text || text->empty() || text->size() > 16 || text->find_first_not_of("0123456789") != std::string::npos)
    return std::nullopt;
  return std::stoull(*text);
}

}  // namespace

void Hub::handle(Call call) {
  call.now = wall_clock_ms();
  if (const Status known = authenticate(call); !known) {
    put_on_record(context_, call.site->id, call.match.route->name, known.error(), source_of(call));
    return call.reply(known.error());
  }
  dispatch(std::move(call));
}

template <Action A>
void Hub::on_site(Handler<A> handler, Call& call) {
  auto grant = core::decide<A>(call.principal, call.site_resource());
  if (!grant) {
    put_on_record(context_, call.site->id, call.match.route->name, grant.error(), source_of(call));
    return call.reply(grant.error());
  }
  (this->*handler)(std::move(*grant), call);
}

void Hub::dispatch(Call call) {
  const auto to_home = [&](void (ConversationHost::*handler)(Call)) {
    ConversationHost& home = context_.home_of(*call.match.conversation);
    home.loop().post([&home, handler, call = std::move(call)]() mutable { (home.*handler)(std::move(call)); });
  };
  switch (call.match.route->action) {
    case Action::site_info:
      return on_site<Action::site_info>(&Hub::site_info, call);
    case Action::site_roster:
      return on_site<Action::site_roster>(&Hub::site_roster, call);
    case Action::challenge:
      return on_site<Action::challenge>(&Hub::challenge, call);
    case Action::visitor_start:
      return on_site<Action::visitor_start>(&Hub::visitor_start, call);
    case Action::session_end:
      return on_site<Action::session_end>(&Hub::session_end, call);
    case Action::report:
      return on_site<Action::report>(&Hub::report, call);
    case Action::conversation_list:
      return on_site<Action::conversation_list>(&Hub::conversation_list, call);
    case Action::conversation_start:
      return on_site<Action::conversation_start>(&Hub::conversation_start, call);
    case Action::conversation_entries:
      return to_home(&ConversationHost::entries);
    case Action::conversation_accept:
      return to_home(&ConversationHost::accept);
    case Action::conversation_ticket:
      return to_home(&ConversationHost::ticket);
    case Action::enrol_info:
      return on_site<Action::enrol_info>(&Hub::enrol_info, call);
    case Action::enrol_genesis:
      return on_site<Action::enrol_genesis>(&Hub::enrol_genesis, call);
    case Action::enrol_join:
      return on_site<Action::enrol_join>(&Hub::enrol_join, call);
    case Action::enrol_device:
      return on_site<Action::enrol_device>(&Hub::enrol_device, call);
    case Action::staff_sign_in:
      return on_site<Action::staff_sign_in>(&Hub::staff_sign_in, call);
    case Action::staff_lock:
      return on_site<Action::staff_lock>(&Hub::staff_lock, call);
    case Action::staff_people:
      return on_site<Action::staff_people>(&Hub::staff_people, call);
    case Action::staff_noticed:
      return on_site<Action::staff_noticed>(&Hub::staff_noticed, call);
    case Action::act_submit:
      return on_site<Action::act_submit>(&Hub::act_submit, call);
    // Socket commands have no route.
    case Action::append:
    case Action::mark:
    case Action::typing:
    case Action::active:
    case Action::noticed:
    case Action::available:
    case Action::desk_active:
      break;
  }
  call.reply(Error{ErrorCode::not_found, {}});
}

namespace {

protocol::SensitiveData sensitive_data_of(const Config& config) {
  const auto names = [](const core::Handlings& handlings) {
    std::vector<std::string> out;
    for (const core::Handling handling : handlings) out.emplace_back(core::name_of(handling));
    return out;
  };
  protocol::SensitiveData out;
  out.if_unavailable = config.sensitive_data.pause_if_unavailable ? "pause" : "send";
  out.customer = names(config.sensitive_data.customer);
  out.staff = names(config.sensitive_data.staff);
  return out;
}

}  // namespace

void Hub::site_info(Grant<Action::site_info>, Call& call) {
  const auto roster = call.site->roster.load();
  protocol::SiteInfo info;
  info.site = call.site->id;
  if (roster->ready()) info.root = roster->root()->fingerprint;
  info.acts = roster->size();
  info.checkpoint = state_of(*call.site).roster_pages.checkpoint(*call.site);
  info.available = state_of(*call.site).desk.site_available();
  info.continuity = protocol::name_of(context_.config.continuity);
  info.sensitive_data = sensitive_data_of(context_.config);
  call.reply(to_json(info));
}

void Hub::site_roster(Grant<Action::site_roster>, Call& call) {
  const auto from = number(call.request.query_value("from"));
  if (!from) return call.reply(Error{ErrorCode::malformed, {}});
  call.reply(state_of(*call.site).roster_pages.page(context_.store, *call.site, *from));
}

void Hub::challenge(Grant<Action::challenge>, Call& call) {
  call.reply(to_json(protocol::Challenge{.challenge = challenges_.give(call.site->id, call.now, context_.random)}));
}

void Hub::visitor_start(Grant<Action::visitor_start>, Call& call) {
  const auto opened = [&]() -> Result<core::Session> {
    CLOISTER_TRY(const auto request, body_of<protocol::VisitorStart>(call));
    if (request.site != call.site->id) return fail(ErrorCode::wrong_site);
    CLOISTER_TRY(const auto device, protocol::decode<protocol::DeviceRecord>(request.device));
    // One that runs and is taken up again costs others nothing.
    const core::Network from = call.request.peer.network();
    const bool runs = sessions_.visitor_runs(call.site->id, protocol::device_id(device), request.session_key, call.now);
    if (!runs && !session_pace_.has(from, call.now)) return fail(ErrorCode::limit_reached, "sessions of one network");
    CLOISTER_CHECK(challenges_.check(call.site->id, request.challenge, call.now));
    if (device.suite != protocol::kSuiteP256Aes256gcm) return fail(ErrorCode::unsupported_suite);
    if (device.site != call.site->id) return fail(ErrorCode::wrong_site);
    if (device.owner_kind != static_cast<std::uint8_t>(protocol::OwnerKind::customer))
      return fail(ErrorCode::malformed);
    const auto& signatures = protocol::real_signatures();
    CLOISTER_CHECK(signatures.check_sign_key(device.sign_key));
    CLOISTER_CHECK(signatures.check_sign_key(request.session_key));
    CLOISTER_CHECK(signatures.check_kem_key(device.kem_key));
    const Bytes proven = protocol::visitor_bytes(request.challenge, request.site, request.session_key);
    if (!signatures.verify(request.session_key, proven, request.proof) ||
        !signatures.verify(device.sign_key, proven, request.device_proof))
      return fail(ErrorCode::bad_proof);
    CLOISTER_CHECK(challenges_.use_up(call.site->id, request.challenge, core::ChallengeUse::visitor, call.now));
    CLOISTER_TRY(const auto session, sessions_.open_visitor(call.site->id, protocol::device_id(device),
                                                            request.session_key, call.now, context_.random));
    if (!runs) CLOISTER_CHECK(session_pace_.take(from, call.now));
    return session;
  }();
  if (!opened) {
    put_on_record(context_, call.site->id, "visitor_start", opened.error(), source_of(call));
    return call.reply(opened.error());
  }
  protocol::Session reply;
  reply.session = opened->id;
  reply.idle_ms = static_cast<std::uint64_t>(sessions_.limits_of(*opened).idle_ms);
  reply.absolute_ms = static_cast<std::uint64_t>(sessions_.limits_of(*opened).absolute_ms);
  reply.expires_ms = static_cast<std::uint64_t>(sessions_.absolute_end(*opened));
  const auto shared = std::make_shared<Call>(std::move(call));
  if (const Status kept = keep_session(*opened, shared, to_json(reply)); !kept) shared->reply(kept.error());
}

/// Stores a session and then answers; one that is running already is only answered.
Status Hub::keep_session(const core::Session& session, const std::shared_ptr<Call>& call, std::string reply) {
  const Hash id_hash = context_.session_hash(session.id);
  if (session.created_ms != call->now) {
    // Taken up again: unlocking is what may have changed.
    if (!session.staff()) {
      call->reply(std::move(reply));
      return {};
    }
    store::ChangeSession change{
        .site = session.site, .id_hash = id_hash, .locked = false, .last_seen_ms = call->now, .key = std::nullopt};
    return context_.store.submit(std::move(change), [call, reply = std::move(reply)](const Status& done) mutable {
      call->reply(done ? Result<std::string>(std::move(reply)) : std::unexpected(done.error()));
    });
  }
  store::StartSession start;
  start.session = {.site = session.site,
                   .id_hash = id_hash,
                   .kind = session.staff() ? store::SessionKind::staff : store::SessionKind::visitor,
                   .key = session.key,
                   .device = session.device,
                   .owner = session.person ? protocol::owner_of(*session.person) : OwnerId{},
                   .created_ms = session.created_ms,
                   .last_seen_ms = session.active_ms,
                   .expires_ms = sessions_.absolute_end(session),
                   .locked = false};
  return context_.store.submit(std::move(start), [call, reply = std::move(reply)](const Status& done) mutable {
    call->reply(done ? Result<std::string>(std::move(reply)) : std::unexpected(done.error()));
  });
}

void Hub::session_end(Grant<Action::session_end>, Call& call) {
  const SessionId id = session_of(call.principal);
  sessions_.end(id);
  end_sockets(id, ErrorCode::no_session);
  put_on_record(context_, call.site->id, "session_end", "granted", source_of(call));
  forget_session(call.site->id, id, [shared = std::make_shared<Call>(std::move(call))](const Status& status) {
    shared->reply(status ? Result<std::string>(to_json(protocol::Empty{})) : std::unexpected(status.error()));
  });
}

void Hub::report(Grant<Action::report>, Call& call) {
  const auto request = body_of<protocol::Report>(call);
  if (!request) return call.reply(request.error());
  const auto code = error_code_from(request->code);
  if (!code) return call.reply(Error{ErrorCode::malformed, {}});
  std::size_t& made = reports_[session_of(call.principal)];
  if (made >= kMaxReportsPerSession) return call.reply(Error{ErrorCode::limit_reached, {}});
  ++made;
  if (request->conversation) {
    const auto named = context_.store.conversation(call.site->id, *request->conversation);
    const core::Resource resource = named ? core::Resource(resource_of_record(*named))
                                          : core::Resource(core::MissingConversation{.site = call.site->id});
    if (!may_see(call.principal, resource)) return call.reply(Error{ErrorCode::not_found, {}});
  }
  put_on_record(context_, call.site->id, "client_report", info_of(*code).name, source_of(call),
                {static_cast<std::int64_t>(request->seq.value_or(0)),
                 request->conversation ? pseudonym_of(context_, *request->conversation) : 0});
  call.reply(to_json(protocol::Empty{}));
}

void Hub::conversation_list(Grant<Action::conversation_list> grant, Call& call) {
  const auto records = context_.store.conversations_of_device(call.site->id, grant.visitor()->device, kMaxListed);
  if (!records) return call.reply(records.error());
  protocol::ConversationList list;
  for (const auto& record : *records) list.conversations.push_back(info_of_record(record));
  call.reply(to_json(list));
}

void Hub::conversation_start(Grant<Action::conversation_start> grant, Call& call) {
  auto request = body_of<protocol::ConversationStart>(call);
  if (!request) return call.reply(request.error());
  const auto genesis = protocol::decode<protocol::ConversationGenesis>(request->genesis);
  if (!genesis) return call.reply(genesis.error());
  auto place = admit_start(*grant.visitor(), genesis->conversation, call);
  if (!place) return call.reply(place.error());
  touch(grant.visitor()->session);
  ConversationHost& home = context_.home_of(genesis->conversation);
  home.loop().post([&home, id = genesis->conversation, grant = std::move(grant), request = std::move(*request),
                    place = std::move(*place), call = std::move(call)]() mutable {
    home.start(std::move(grant), std::move(request), id, std::move(place), std::move(call));
  });
}

Result<WaitingPlace> Hub::admit_start(const core::Visitor& visitor, const ConversationId& conversation,
                                      const Call& call) {
  SiteState& state = state_of(*call.site);
  const core::Network from = call.request.peer.network();
  CLOISTER_CHECK(state.desk.admit());
  if (!start_pace_.has(from, call.now)) return fail(ErrorCode::limit_reached, "conversations of one network");
  CLOISTER_TRY(const auto own, context_.store.conversations_of_device(call.site->id, visitor.device, kMaxListed));
  const auto open =
      std::ranges::count_if(own, [](const auto& record) { return record.status != store::ConversationStatus::closed; });
  if (static_cast<std::size_t>(open) >= kMaxOpenPerCustomer) return fail(ErrorCode::limit_reached);
  CLOISTER_TRY(const bool is_new, state.places.take(conversation, from));
  if (!is_new) return WaitingPlace();
  WaitingPlace place(context_, call.site->id, conversation);
  CLOISTER_CHECK(start_pace_.take(from, call.now));
  return place;
}

void Hub::staff_lock(Grant<Action::staff_lock> grant, Call& call) {
  const SessionId id = grant.staff()->session;
  sessions_.lock(id);
  end_sockets(id, ErrorCode::session_locked);
  put_on_record(context_, call.site->id, "staff_lock", "granted", source_of(call));
  store::ChangeSession change{.site = call.site->id,
                              .id_hash = context_.session_hash(id),
                              .locked = true,
                              .last_seen_ms = call.now,
                              .key = std::nullopt};
  const auto shared = std::make_shared<Call>(std::move(call));
  const Status queued = context_.store.submit(std::move(change), [shared](const Status& done) {
    shared->reply(done ? Result<std::string>(to_json(protocol::Empty{})) : std::unexpected(done.error()));
  });
  if (!queued) shared->reply(queued.error());
}

void Hub::staff_people(Grant<Action::staff_people>, Call& call) {
  const auto roster = call.site->roster.load();
  protocol::People people;
  for (const protocol::StaffPerson* person : roster->people()) {
    const auto record = context_.store.person(call.site->id, person->id);
    people.people.push_back(
        {.person = person->id, .name = record ? record->name : std::string(), .roles = person->roles});
  }
  call.reply(to_json(people));
}

void Hub::staff_noticed(Grant<Action::staff_noticed> grant, Call& call) {
  const auto kept = context_.store.noticed_of(call.site->id, grant.staff()->person);
  if (!kept) return call.reply(kept.error());
  protocol::NoticedCounts counts;
  for (const store::NoticedCount& one : *kept) {
    const std::string_view kind = core::noticed_kind_name(one.kind);
    const std::string_view outcome = core::name_of(static_cast<core::NoticedOutcome>(one.outcome));
    if (kind.empty() || outcome.empty()) continue;
    counts.counts.push_back({.kind = std::string(kind), .outcome = std::string(outcome), .count = one.count});
  }
  call.reply(to_json(counts));
}

Status Hub::admit_act(const SiteContext& site, const PersonId& person, TimeMs now) {
  const auto roster = site.roster.load();
  const protocol::StaffPerson* known = roster->current_person(person);
  const bool admin = known != nullptr && protocol::has_role(known->roles, protocol::Role::admin);
  return key_log_quota_.take(person, admin, roster->size(), now);
}

void Hub::act_submit(Grant<Action::act_submit> grant, Call& call) {
  const auto checked = [&]() -> Result<protocol::CheckedAct> {
    CLOISTER_CHECK(admit_act(*call.site, grant.staff()->person, call.now));
    CLOISTER_TRY(const auto request, body_of<protocol::ActSubmit>(call));
    CLOISTER_TRY(const auto act, protocol::decode<protocol::Act>(request.act));
    // A session speaks for its own device only; joining and new devices have routes of their own.
    if (act.actor != grant.staff()->device) return fail(ErrorCode::not_permitted);
    const auto kind = protocol::known<protocol::ActKind>(act.kind);
    const auto by_enrolment = {protocol::ActKind::genesis, protocol::ActKind::join, protocol::ActKind::add_device};
    if (!kind || std::ranges::find(by_enrolment, *kind) != by_enrolment.end()) return fail(ErrorCode::not_permitted);
    return call.site->roster.load()->admit(act, call.now);
  }();
  if (!checked) {
    put_on_record(context_, call.site->id, "act_submit", checked.error(), source_of(call));
    return call.reply(checked.error());
  }
  auto next = std::make_shared<protocol::SiteRoster>(*call.site->roster.load());
  const std::vector<DeviceId> before = [&] {
    std::vector<DeviceId> all;
    for (const auto* person : next->people())
      for (const auto* device : next->devices_of(person->id, next->size())) all.push_back(device->id);
    return all;
  }();
  if (const Status applied = next->apply(*checked); !applied) return call.reply(applied.error());

  store::AppendActs operation;
  operation.site = call.site->id;
  operation.first_seq = checked->act().seq;
  operation.acts.push_back(encode(checked->act()));
  for (const DeviceId& device : before)
    if (next->current_device(device) == nullptr) operation.ended_devices.push_back(device);
  if (checked->act().kind == static_cast<std::uint8_t>(protocol::ActKind::remove_person))
    if (const auto body = protocol::decode<protocol::RemovePersonBody>(checked->act().body))
      operation.ended_people.push_back(body->person);

  protocol::ActTaken taken;
  taken.seq = checked->act().seq;
  taken.hash = checked->hash();
  taken.checkpoint = call.site->checkpoint(*next);
  const auto shared = std::make_shared<Call>(std::move(call));
  const Status queued = context_.store.submit(std::move(operation), [this, shared, next, taken](const Status& done) {
    if (!done) return shared->reply(done.error());
    put_on_record(context_, shared->site->id, "act_submit", "granted", source_of(*shared),
                  {static_cast<std::int64_t>(taken.seq)});
    publish(*shared->site, next);
    shared->reply(to_json(taken));
  });
  if (!queued) shared->reply(queued.error());
}

}  // namespace cloister::server
