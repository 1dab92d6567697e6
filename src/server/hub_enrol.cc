// How staff and their devices come in: first enrolment, invitation, further device, sign-in.
#include <algorithm>

#include "crypto/webauthn.h"
#include "protocol/gen/messages.h"
#include "protocol/names.h"
#include "protocol/proofs.h"
#include "server/hub.h"
#include "server/security_record.h"

namespace cloister::server {

using core::Action;
using core::Grant;

/// Everything checked, ready to be stored together.
struct Hub::Enrolment {
  std::shared_ptr<protocol::SiteRoster> roster;
  store::AppendActs operation;
  DeviceId device;
  SignKey session_key;
  /// Counter of the assertion that the act carries, if it does.
  std::uint32_t sign_count = 0;
};

namespace {

/// The session key is held by whoever enrols.
Status check_session_key(const DeviceId& device, const SignKey& key, const Signature& proof) {
  CLOISTER_CHECK(protocol::real_signatures().check_sign_key(key));
  if (!protocol::real_signatures().verify(key, protocol::enrol_bytes(device, key), proof))
    return fail(ErrorCode::bad_proof);
  return {};
}

/// The passkey that the act names was made just now, for this device and this console.
Status check_registration(const SiteContext& site, const DeviceId& device, const protocol::Passkey& passkey,
                          const protocol::Registration& registration) {
  const std::vector<std::string> origins = {site.console_origin};
  CLOISTER_TRY(const auto made,
               crypto::verify_registration({.challenge = device, .rp_id = site.rp_id, .origins = origins},
                                           registration.authenticator_data, registration.client_data));
  if (!equal(made.credential_id, passkey.credential_id) || !equal(made.public_key, passkey.public_key))
    return fail(ErrorCode::bad_passkey);
  return {};
}

Result<std::vector<protocol::Act>> decode_acts(const std::vector<Bytes>& encoded, std::size_t count) {
  if (encoded.size() != count) return fail(ErrorCode::malformed);
  std::vector<protocol::Act> acts;
  for (const Bytes& bytes : encoded) {
    CLOISTER_TRY(auto act, protocol::decode<protocol::Act>(bytes));
    acts.push_back(std::move(act));
  }
  return acts;
}

/// A copy with one act more.
Result<std::shared_ptr<protocol::SiteRoster>> grown_by(const protocol::SiteRoster& roster, protocol::CheckedAct act) {
  auto grown = std::make_shared<protocol::SiteRoster>(roster);
  CLOISTER_CHECK(grown->apply(std::move(act)));
  return grown;
}

Status apply_all(protocol::SiteRoster& roster, const std::vector<protocol::Act>& acts, TimeMs now) {
  for (const protocol::Act& act : acts) {
    CLOISTER_TRY(auto checked, roster.admit(act, now));
    CLOISTER_CHECK(roster.apply(std::move(checked)));
  }
  return {};
}

}  // namespace

Status Hub::check_link(const SiteContext& site, const SessionId& link) const {
  CLOISTER_TRY(const auto record, context_.store.site(site.id));
  if (site.roster.load()->size() > 0) return fail(ErrorCode::already_enrolled);
  if (!record.first_link || !equal_constant_time(context_.keyed.hash("first-link", link), *record.first_link))
    return fail(ErrorCode::link_expired);
  return {};
}

void Hub::enrol_info(Grant<Action::enrol_info>, Call& call) {
  const auto request = protocol::parse_json<protocol::EnrolStart>(call.request.body);
  if (!request) return call.reply(request.error());
  if (const Status link = check_link(*call.site, request->link); !link) {
    put_on_record(context_, call.site->id, "enrol_info", link.error(), source_of(call));
    return call.reply(link.error());
  }
  protocol::EnrolInfo info;
  info.site = call.site->id;
  info.rp_id = call.site->rp_id;
  info.log_key = call.site->log_key.public_key();
  info.support_team = call.site->support_team;
  info.supervisors_team = call.site->supervisors_team;
  call.reply(to_json(info));
}

Result<Hub::Enrolment> Hub::check_genesis(const SiteContext& site, const protocol::EnrolGenesis& request,
                                          TimeMs now) const {
  CLOISTER_CHECK(check_link(site, request.link));
  CLOISTER_TRY(const auto acts, decode_acts(request.acts, 3));
  auto roster = std::make_shared<protocol::SiteRoster>(site.id);
  CLOISTER_CHECK(apply_all(*roster, acts, now));
  const auto& root = *roster->root();
  if (root.log_key != site.log_key.public_key() || root.rp_id != site.rp_id || root.support_team != site.support_team ||
      root.supervisors_team != site.supervisors_team)
    return fail(ErrorCode::bad_chain, "genesis names other keys or teams than this server's");
  if (!roster->ready()) return fail(ErrorCode::bad_chain, "team keys are missing");
  CLOISTER_TRY(const auto genesis, protocol::decode<protocol::GenesisBody>(acts[0].body));
  const DeviceId device = protocol::device_id(genesis.device);
  CLOISTER_CHECK(check_registration(site, device, genesis.passkey, request.registration));
  CLOISTER_CHECK(check_session_key(device, request.session_key, request.proof));
  Enrolment out{.roster = roster, .operation = {}, .device = device, .session_key = request.session_key};
  out.operation.site = site.id;
  out.operation.acts = request.acts;
  out.operation.uses_first_link = context_.keyed.hash("first-link", request.link);
  out.operation.people.push_back({.site = site.id, .person = genesis.person, .name = request.name});
  out.operation.devices.push_back({.site = site.id,
                                   .device = device,
                                   .person = genesis.person,
                                   .lock_share = Secret::copy_of(request.share),
                                   .created_ms = now});
  return out;
}

Result<Hub::Enrolment> Hub::check_join(const SiteContext& site, const protocol::EnrolJoin& request, TimeMs now) const {
  CLOISTER_TRY(const auto acts, decode_acts(request.acts, 1));
  if (acts[0].kind != static_cast<std::uint8_t>(protocol::ActKind::join)) return fail(ErrorCode::malformed);
  const auto before = site.roster.load();
  const std::uint64_t first_seq = before->size();
  // Decided before anything is copied: whoever is not let in costs little.
  CLOISTER_TRY(auto admitted, before->admit(acts[0], now));
  CLOISTER_TRY(const auto join, protocol::decode<protocol::JoinBody>(acts[0].body));
  const DeviceId device = protocol::device_id(join.device);
  CLOISTER_CHECK(check_registration(site, device, join.passkey, request.registration));
  CLOISTER_CHECK(check_session_key(device, request.session_key, request.proof));
  const PersonId person = protocol::person_of(join.device.owner);
  CLOISTER_TRY(auto roster, grown_by(*before, std::move(admitted)));
  Enrolment out{.roster = roster, .operation = {}, .device = device, .session_key = request.session_key};
  out.operation.site = site.id;
  out.operation.first_seq = first_seq;
  out.operation.acts = request.acts;
  out.operation.people.push_back({.site = site.id, .person = person, .name = request.name});
  out.operation.devices.push_back({.site = site.id,
                                   .device = device,
                                   .person = person,
                                   .lock_share = Secret::copy_of(request.share),
                                   .created_ms = now});
  return out;
}

Result<Hub::Enrolment> Hub::check_device(const SiteContext& site, const protocol::EnrolDevice& request,
                                         TimeMs now) const {
  CLOISTER_TRY(const auto acts, decode_acts(request.acts, 1));
  if (acts[0].kind != static_cast<std::uint8_t>(protocol::ActKind::add_device)) return fail(ErrorCode::malformed);
  const auto before = site.roster.load();
  const std::uint64_t first_seq = before->size();
  // Decided before anything is copied: whoever is not let in costs little.
  CLOISTER_TRY(auto admitted, before->admit(acts[0], now));
  CLOISTER_TRY(const auto added, protocol::decode<protocol::AddDeviceBody>(acts[0].body));
  // One endorsed by another device would come without its own lock share and session key.
  const bool of_session = added.endorsement == static_cast<std::uint8_t>(protocol::DeviceEndorsement::session);
  if (!of_session && added.endorsement != static_cast<std::uint8_t>(protocol::DeviceEndorsement::passkey))
    return fail(ErrorCode::not_permitted);
  const DeviceId device = protocol::device_id(added.device);
  CLOISTER_CHECK(check_session_key(device, request.session_key, request.proof));
  const PersonId person = protocol::person_of(added.device.owner);
  // The chain checks relying party and challenge; the origin is the server's to check.
  const std::vector<std::string> origins = {site.console_origin};
  const protocol::PasskeyAssertion& assertion = added.assertion.front();
  const auto key = crypto::PasskeyKey::from(before->person(person)->passkey.public_key);
  if (!key) return fail(ErrorCode::weak_key);
  CLOISTER_TRY(const auto verified,
               crypto::verify_assertion({.challenge = device, .rp_id = site.rp_id, .origins = origins}, *key,
                                        assertion.authenticator_data, assertion.client_data, assertion.signature));
  CLOISTER_TRY(auto roster, grown_by(*before, std::move(admitted)));
  Enrolment out{.roster = roster, .operation = {}, .device = device, .session_key = request.session_key};
  out.operation.site = site.id;
  out.operation.first_seq = first_seq;
  out.operation.acts = request.acts;
  out.sign_count = verified.sign_count;
  if (of_session)
    if (const auto* session_device = before->session_device_of(person))
      out.operation.ended_devices.push_back(session_device->id);
  out.operation.devices.push_back({.site = site.id,
                                   .device = device,
                                   .person = person,
                                   .lock_share = Secret::copy_of(request.share),
                                   .created_ms = now});
  return out;
}

void Hub::enrol(Enrolment enrolment, Call& call) {
  const auto shared = std::make_shared<Call>(std::move(call));
  auto done = [this, shared, roster = enrolment.roster, device = enrolment.device,
               key = enrolment.session_key](const Status& stored) {
    if (!stored) return shared->reply(stored.error());
    put_on_record(context_, shared->site->id, shared->match.route->name, "granted", source_of(*shared),
                  {static_cast<std::int64_t>(roster->size())});
    publish(*shared->site, roster);
    open_staff_session(*shared->site, device, key, *shared);
  };
  if (const Status queued = context_.store.submit(std::move(enrolment.operation), done); !queued)
    shared->reply(queued.error());
}

void Hub::enrol_genesis(Grant<Action::enrol_genesis>, Call& call) {
  auto checked = [&]() -> Result<Enrolment> {
    CLOISTER_CHECK(sign_in_pace_.take(call.request.peer.network(), call.now));
    CLOISTER_TRY(const auto request, protocol::parse_json<protocol::EnrolGenesis>(call.request.body));
    return check_genesis(*call.site, request, call.now);
  }();
  if (checked) return enrol(std::move(*checked), call);
  put_on_record(context_, call.site->id, "enrol_genesis", checked.error(), source_of(call));
  call.reply(checked.error());
}

void Hub::enrol_join(Grant<Action::enrol_join>, Call& call) {
  auto checked = [&]() -> Result<Enrolment> {
    CLOISTER_CHECK(sign_in_pace_.take(call.request.peer.network(), call.now));
    CLOISTER_TRY(const auto request, protocol::parse_json<protocol::EnrolJoin>(call.request.body));
    return check_join(*call.site, request, call.now);
  }();
  if (checked) return enrol(std::move(*checked), call);
  put_on_record(context_, call.site->id, "enrol_join", checked.error(), source_of(call));
  call.reply(checked.error());
}

void Hub::enrol_device(Grant<Action::enrol_device>, Call& call) {
  auto checked = [&]() -> Result<Enrolment> {
    CLOISTER_CHECK(sign_in_pace_.take(call.request.peer.network(), call.now));
    CLOISTER_TRY(const auto request, protocol::parse_json<protocol::EnrolDevice>(call.request.body));
    CLOISTER_TRY(auto enrolment, check_device(*call.site, request, call.now));
    // Only now is it certain who asks.
    const PersonId person = enrolment.operation.devices.front().person;
    CLOISTER_CHECK(admit_act(*call.site, person, call.now));
    CLOISTER_CHECK(admit_sign_count(*call.site, person, enrolment.sign_count));
    return enrolment;
  }();
  if (checked) return enrol(std::move(*checked), call);
  put_on_record(context_, call.site->id, "enrol_device", checked.error(), source_of(call));
  call.reply(checked.error());
}

Status Hub::admit_sign_count(const SiteContext& site, const PersonId& person, std::uint32_t seen) {
  CLOISTER_TRY(const auto kept, context_.store.person(site.id, person));
  // What is on its way to the disk counts already: two assertions with one counter may come at once.
  std::uint32_t& known = sign_counts_[person];
  known = std::max(known, kept.sign_count);
  if (!crypto::sign_count_advanced(known, seen)) return fail(ErrorCode::bad_passkey, "sign count");
  if (seen == known) return {};
  known = seen;
  return context_.store.submit(store::SetSignCount{.site = site.id, .person = person, .sign_count = seen}, {});
}

void Hub::staff_sign_in(Grant<Action::staff_sign_in>, Call& call) {
  const auto checked = [&]() -> Result<protocol::StaffSignIn> {
    CLOISTER_CHECK(sign_in_pace_.take(call.request.peer.network(), call.now));
    CLOISTER_TRY(auto request, protocol::parse_json<protocol::StaffSignIn>(call.request.body));
    CLOISTER_CHECK(challenges_.check(call.site->id, request.challenge, call.now));
    const auto roster = call.site->roster.load();
    const protocol::StaffDevice* device = roster->current_device(request.device);
    if (device == nullptr) return fail(ErrorCode::revoked);
    const protocol::StaffPerson* person = roster->current_person(device->person);
    if (!equal(person->passkey.credential_id, request.credential_id)) return fail(ErrorCode::bad_passkey);
    const std::vector<std::string> origins = {call.site->console_origin};
    const auto key = crypto::PasskeyKey::from(person->passkey.public_key);
    if (!key) return fail(ErrorCode::weak_key);
    CLOISTER_TRY(
        const auto assertion,
        crypto::verify_assertion({.challenge = request.challenge, .rp_id = call.site->rp_id, .origins = origins}, *key,
                                 request.authenticator_data, request.client_data, request.signature));
    CLOISTER_CHECK(protocol::real_signatures().check_sign_key(request.session_key));
    if (!protocol::real_signatures().verify(
            request.session_key, protocol::sign_in_bytes(request.challenge, request.device, request.session_key),
            request.proof))
      return fail(ErrorCode::bad_proof);
    CLOISTER_CHECK(challenges_.use_up(call.site->id, request.challenge, core::ChallengeUse::staff, call.now));
    CLOISTER_CHECK(admit_sign_count(*call.site, person->id, assertion.sign_count));
    return request;
  }();
  if (!checked) {
    put_on_record(context_, call.site->id, "staff_sign_in", checked.error(), source_of(call));
    return call.reply(checked.error());
  }
  open_staff_session(*call.site, checked->device, checked->session_key, call);
}

void Hub::open_staff_session(const SiteContext& site, const DeviceId& device, const SignKey& key, Call& call) {
  const auto roster = site.roster.load();
  const auto opened = [&]() -> Result<std::pair<core::Session, protocol::StaffSession>> {
    CLOISTER_TRY(const auto session, sessions_.open_staff(*roster, device, key, call.now, context_.random));
    CLOISTER_TRY(const auto kept, context_.store.device(site.id, device));
    CLOISTER_TRY(const auto person, context_.store.person(site.id, *session.person));
    protocol::StaffSession reply;
    reply.session = session.id;
    reply.idle_ms = static_cast<std::uint64_t>(sessions_.limits_of(session).idle_ms);
    reply.absolute_ms = static_cast<std::uint64_t>(sessions_.limits_of(session).absolute_ms);
    reply.expires_ms = static_cast<std::uint64_t>(sessions_.absolute_end(session));
    reply.share = Hash::from(kept.lock_share.view()).value_or(Hash{});
    reply.person = *session.person;
    reply.name = person.name;
    reply.roles = session.roles;
    return std::pair(session, reply);
  }();
  if (!opened) {
    put_on_record(context_, site.id, "staff_session", opened.error(), source_of(call));
    return call.reply(opened.error());
  }
  put_on_record(context_, site.id, "staff_session", "granted",
                {sessions_.principal(opened->first.id, call.now), call.request.peer.network()});
  const auto shared = std::make_shared<Call>(std::move(call));
  if (const Status kept = keep_session(opened->first, shared, to_json(opened->second)); !kept)
    shared->reply(kept.error());
}

}  // namespace cloister::server
