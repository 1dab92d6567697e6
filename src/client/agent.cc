#include "client/agent.h"

#include "crypto/sha256.h"
#include "protocol/act_maker.h"
#include "protocol/names.h"
#include "protocol/proofs.h"

namespace cloister::client {

using protocol::Action;
using protocol::ActKind;
using protocol::EntryKind;

namespace {

constexpr std::uint16_t kSessionEnded = 4001;
constexpr std::uint16_t kSessionLocked = 4003;

}  // namespace

// --- Coming in ---

std::shared_ptr<ApiClient> Agent::api_for(net::EventLoop& loop, const AgentOptions& options) {
  return ApiClient::create(loop, options.server.target_of(options.server.console_host),
                           options.server.origin_of(options.server.console_host), options.connections);
}

Agent::Agent(net::EventLoop& loop, AgentOptions options, AgentCredentials credentials, RandomSource& random,
             std::shared_ptr<ApiClient> api)
    : loop_(loop),
      options_(std::move(options)),
      credentials_(std::move(credentials)),
      random_(random),
      api_(std::move(api)),
      key_log_(KeyLog::create(api_, credentials_.site, credentials_.root)),
      session_key_(std::make_shared<crypto::Ed25519KeyPair>(crypto::Ed25519KeyPair::generate(random))),
      desk_timer_([this] { connect_desk(); }) {}

namespace {

/// Genesis and both team keys, for the first member of staff.
Result<std::vector<Bytes>> first_acts(const protocol::EnrolInfo& info, const protocol::DeviceKeys& device,
                                      const protocol::Passkey& passkey, RandomSource& random) {
  protocol::SiteRoster roster(info.site);
  const protocol::GenesisDraft draft{.roles = protocol::kAllRoles,
                                     .passkey = passkey,
                                     .log_key = info.log_key,
                                     .rp_id = info.rp_id,
                                     .support_team = info.support_team,
                                     .supervisors_team = info.supervisors_team};
  std::vector<Bytes> acts;
  const auto add = [&](const protocol::Act& act) {
    acts.push_back(protocol::encode(act));
    return roster.append(act);
  };
  CLOISTER_CHECK(add(protocol::make_genesis(protocol::ActPlace::on_top_of(roster, wall_clock_ms()), draft, device)));
  for (const TeamId& team : {info.support_team, info.supervisors_team}) {
    CLOISTER_TRY(const auto made, protocol::make_team_key(protocol::ActPlace::on_top_of(roster, wall_clock_ms()),
                                                          roster, team, nullptr, device, random));
    CLOISTER_CHECK(add(made.act));
  }
  return acts;
}

}  // namespace

void Agent::enrol_first(net::EventLoop& loop, AgentOptions options, const SessionId& link, std::string name,
                        RandomSource& random, Done<AgentPtr> done) {
  auto api = api_for(loop, options);
  api->call<protocol::EnrolInfo>(
      {.action = Action::enrol_info}, protocol::EnrolStart{link},
      [&loop, options = std::move(options), link, name = std::move(name), &random, api,
       done = std::move(done)](Result<protocol::EnrolInfo> info) mutable {
        if (!info) return done(std::unexpected(info.error()));
        auto device = protocol::DeviceKeys::generate(info->site, Side::staff, random.make<OwnerId>(),
                                                     static_cast<std::uint64_t>(wall_clock_ms()), random);
        auto passkey = SoftwarePasskey::generate(random);
        auto acts = first_acts(*info, device, passkey.passkey(), random);
        if (!acts) return done(std::unexpected(acts.error()));
        const Hash root = protocol::act_hash(*protocol::decode<protocol::Act>(acts->front()));
        AgentPtr agent(new Agent(loop, std::move(options),
                                 AgentCredentials{.site = info->site,
                                                  .root = root,
                                                  .rp_id = info->rp_id,
                                                  .name = name,
                                                  .device = std::move(device),
                                                  .passkey = std::move(passkey)},
                                 random, api));
        const AgentCredentials& own = agent->credentials_;
        const SignKey& session_key = agent->session_key_->public_key();
        const protocol::EnrolGenesis request{
            .link = link,
            .acts = std::move(*acts),
            .registration = own.passkey.registration(own.rp_id, agent->console_origin(), own.device.id),
            .name = name,
            .share = random.make<Hash>(),
            .session_key = session_key,
            .proof = agent->session_key_->sign(protocol::enrol_bytes(own.device.id, session_key))};
        api->call<protocol::StaffSession>(
            {.action = Action::enrol_genesis}, request,
            [agent, done = std::move(done)](Result<protocol::StaffSession> session) mutable {
              if (!session) return done(std::unexpected(session.error()));
              agent->signed_in(*session, std::move(done));
            });
      });
}

void Agent::sign_in(net::EventLoop& loop, AgentOptions options, AgentCredentials credentials, RandomSource& random,
                    Done<AgentPtr> done) {
  auto api = api_for(loop, options);
  AgentPtr agent(new Agent(loop, std::move(options), std::move(credentials), random, api));
  api->call<protocol::Challenge>(
      {.action = Action::challenge}, protocol::Empty{},
      [agent, done = std::move(done)](Result<protocol::Challenge> challenge) mutable {
        if (!challenge) return done(std::unexpected(challenge.error()));
        const AgentCredentials& own = agent->credentials_;
        auto assertion = own.passkey.assertion(own.rp_id, agent->console_origin(), challenge->challenge);
        const SignKey& session_key = agent->session_key_->public_key();
        const protocol::StaffSignIn request{.challenge = challenge->challenge,
                                            .device = own.device.id,
                                            .credential_id = std::move(assertion.credential_id),
                                            .authenticator_data = std::move(assertion.authenticator_data),
                                            .client_data = std::move(assertion.client_data),
                                            .signature = std::move(assertion.signature),
                                            .session_key = session_key,
                                            .proof = agent->session_key_->sign(protocol::sign_in_bytes(
                                                challenge->challenge, own.device.id, session_key))};
        agent->api_->call<protocol::StaffSession>(
            {.action = Action::staff_sign_in}, request,
            [agent, done = std::move(done)](Result<protocol::StaffSession> session) mutable {
              if (!session) return done(std::unexpected(session.error()));
              agent->signed_in(*session, std::move(done));
            });
      });
}

void Agent::signed_in(const protocol::StaffSession& session, Done<AgentPtr> done) {
  session_ = session;
  refresh([self = shared_from_this(), done = std::move(done)](Result<RosterPtr> roster) mutable {
    if (!roster) return done(std::unexpected(roster.error()));
    self->api_->get<protocol::SiteInfo>({.action = Action::site_info},
                                        [self, done = std::move(done)](Result<protocol::SiteInfo> info) mutable {
                                          if (!info) return done(std::unexpected(info.error()));
                                          if (const auto continuity = protocol::continuity_from(info->continuity))
                                            self->continuity_ = *continuity;
                                          done(self);
                                        });
  });
}

void Agent::end(Done<void> done) {
  desk_wanted_ = false;
  if (desk_ != nullptr) desk_->close(net::CloseCode::normal, "");
  api_->call<protocol::Empty>({.action = Action::session_end, .credentials = proof_of()}, protocol::Empty{},
                              [done = std::move(done)](Result<protocol::Empty> ended) mutable {
                                if (!ended) return done(std::unexpected(ended.error()));
                                done({});
                              });
}

// --- Keys ---

void Agent::refresh(Done<RosterPtr> done) {
  key_log_->refresh([weak = weak_from_this(), done = std::move(done)](Result<RosterPtr> roster) mutable {
    if (const auto self = weak.lock(); self && roster) self->learn_team_keys();
    done(std::move(roster));
  });
}

const crypto::P256KeyPair* Agent::team_key(const Hash& act) const {
  const auto found = team_keys_.find(act);
  return found == team_keys_.end() ? nullptr : &found->second;
}

void Agent::learn_team_keys() {
  const protocol::SiteRoster& roster = *key_log_->roster();
  /// The next newer generation of each team, on the way back.
  std::unordered_map<TeamId, std::pair<Hash, protocol::TeamKeyBody>> newer;
  for (std::uint64_t n = roster.size(); n-- > 0;) {
    const protocol::Act& act = key_log_->act(n);
    if (act.kind != static_cast<std::uint8_t>(ActKind::team_key)) continue;
    const auto body = protocol::decode<protocol::TeamKeyBody>(act.body);
    if (!body) continue;
    const Hash hash = protocol::act_hash(act);
    if (!team_keys_.contains(hash)) {
      auto key = protocol::open_share(roster.site(), *body, credentials_.device);
      const auto next = newer.find(body->team);
      if (!key && next != newer.end())
        if (const auto* held = team_key(next->second.first))
          key = protocol::open_previous(roster.site(), next->second.second, *held, body->kem_key);
      if (key) team_keys_.emplace(hash, std::move(*key));
    }
    newer.insert_or_assign(body->team, std::pair(hash, *body));
  }
}

// --- Conversations ---

struct Agent::Accepting {
  ConversationId id;
  ChatPtr chat;
  Done<ChatPtr> done;
  int tries = 0;
};

Agent::ChatPtr Agent::make_chat(const ConversationId& id, ChatListener& listener) {
  ChatOptions options{.side = Side::staff,
                      .log = options_.log,
                      .server = options_.server,
                      .host = options_.server.console_host,
                      .origin = "null",
                      .ticket = {},
                      .send_delivered_marks = options_.send_delivered_marks};
  options.ticket = [weak = weak_from_this(), id](const Hash& key, Done<protocol::Ticket> done) {
    const auto self = weak.lock();
    if (!self) return done(fail(ErrorCode::no_session, "given up"));
    self->api_->call<protocol::Ticket>(
        {.action = Action::conversation_ticket, .conversation = id, .credentials = self->proof_of()},
        protocol::TicketRequest{key}, std::move(done));
  };
  return Chat::create(loop_, std::move(options), key_log_, id, *this,
                      ChatSender::make(credentials_.site, id, credentials_.device, wall_clock_ms(), random_), random_,
                      listener);
}

Agent::ChatPtr Agent::resume(const ConversationId& conversation, ChatListener& listener) {
  auto chat = make_chat(conversation, listener);
  chat->start();
  return chat;
}

void Agent::accept(const ConversationId& conversation, ChatListener& listener, Done<ChatPtr> done) {
  auto work = std::make_shared<Accepting>();
  work->id = conversation;
  work->chat = make_chat(conversation, listener);
  work->done = std::move(done);
  read_entries(std::move(work));
}

void Agent::read_entries(std::shared_ptr<Accepting> work) {
  api_->get<protocol::EntryList>({.action = Action::conversation_entries,
                                  .conversation = work->id,
                                  .query = "after=" + std::to_string(work->chat->log().seq()),
                                  .credentials = proof_of()},
                                 [self = shared_from_this(), work](Result<protocol::EntryList> page) {
                                   if (!page) return work->done(std::unexpected(page.error()));
                                   self->take_page(work, *page);
                                 });
}

void Agent::take_page(std::shared_ptr<Accepting> work, const protocol::EntryList& page) {
  for (const Bytes& bytes : page.entries) {
    const auto entry = protocol::decode<protocol::Entry>(bytes);
    if (!entry) return work->done(std::unexpected(entry.error()));
    const auto taken = work->chat->preload(*entry);
    if (!taken && taken.error().code == ErrorCode::stale_roster) return try_again(std::move(work), taken.error());
    if (!taken) return work->done(std::unexpected(taken.error()));
  }
  if (work->chat->log().seq() < page.last_seq && !page.entries.empty()) return read_entries(std::move(work));
  send_acceptance(std::move(work));
}

Result<protocol::Accept> Agent::make_acceptance(const ConversationLog& log) {
  const protocol::SiteRoster& roster = *log.roster();
  const PersonId person = protocol::person_of(credentials_.device.record.owner);
  protocol::Assign assign{.suite = protocol::kSuiteP256Aes256gcm,
                          .site = log.site(),
                          .conversation = log.id(),
                          .person = person,
                          .device = credentials_.device.id,
                          .head = log.head(),
                          .time_ms = static_cast<std::uint64_t>(wall_clock_ms()),
                          .signature = {}};
  protocol::sign_in_place(assign, credentials_.device.sign);
  const Bytes first = protocol::encode(assign);
  CLOISTER_TRY(const Hash tree_root, roster.tree_root(roster.size()));
  CLOISTER_TRY(const auto readers, log.readers_for(person, continuity_));
  const protocol::PacketDraft draft{
      .site = log.site(),
      .conversation = log.id(),
      .epoch = log.epoch() + 1,
      .prev = log.packet(),
      .head = protocol::transcript_next(log.head(), log.seq() + 1, EntryKind::assign, crypto::sha256(first)),
      .maker = credentials_.device.id,
      .tree_size = roster.size(),
      .tree_root = tree_root};
  CLOISTER_TRY(const auto made,
               protocol::make_packet(draft, readers, log.customer_device().kem_key, credentials_.device.sign, random_));
  return protocol::Accept{first, protocol::encode(made.packet)};
}

void Agent::send_acceptance(std::shared_ptr<Accepting> work) {
  const auto acceptance = make_acceptance(work->chat->log());
  if (!acceptance) return work->done(std::unexpected(acceptance.error()));
  api_->call<protocol::Appended>(
      {.action = Action::conversation_accept, .conversation = work->id, .credentials = proof_of()}, *acceptance,
      [self = shared_from_this(), work](Result<protocol::Appended> appended) {
        if (!appended) return self->try_again(work, appended.error());
        static_cast<void>(work->chat->send_intro(self->credentials_.name));
        work->chat->start();
        work->done(work->chat);
      });
}

/// The conversation or the key log has moved on since it was read: once more from there.
void Agent::try_again(std::shared_ptr<Accepting> work, const Error& why) {
  const bool stale = why.code == ErrorCode::stale_head || why.code == ErrorCode::stale_epoch ||
                     why.code == ErrorCode::stale_roster || why.code == ErrorCode::wrong_reader;
  if (!stale || ++work->tries >= kMaxAcceptTries) return work->done(std::unexpected(why));
  refresh([self = shared_from_this(), work](Result<RosterPtr> roster) {
    if (!roster) return work->done(std::unexpected(roster.error()));
    work->chat->use_newest_roster();
    self->read_entries(work);
  });
}

// --- Desk ---

class Agent::Desk final : public net::WebSocketHandler {
 public:
  Desk(std::weak_ptr<Agent> agent, std::uint64_t attempt) : agent_(std::move(agent)), attempt_(attempt) {}
  void on_open(net::WebSocket& socket) override {
    const auto agent = current();
    if (!agent) return socket.abort();
  }
  void on_text(net::WebSocket& socket, std::string_view text) override {
    if (const auto agent = current()) agent->desk_text(socket, text);
  }
  void on_binary(net::WebSocket&, ByteView) override {}
  void on_close(net::WebSocket&, std::uint16_t code, std::string_view reason) override {
    const auto agent = current();
    if (!agent) return;
    agent->desk_ = nullptr;
    if (code == kSessionEnded || code == kSessionLocked) agent->desk_wanted_ = false;
    agent->desk_lost({code == kSessionLocked ? ErrorCode::session_locked : ErrorCode::unavailable,
                      "closed with " + std::to_string(code) + " " + std::string(reason)});
  }

 private:
  std::shared_ptr<Agent> current() const {
    auto agent = agent_.lock();
    return agent && agent->desk_attempt_ == attempt_ ? agent : nullptr;
  }
  std::weak_ptr<Agent> agent_;
  std::uint64_t attempt_;
};

void Agent::open_desk(DeskListener& listener) {
  desk_listener_ = &listener;
  desk_wanted_ = true;
  connect_desk();
}

void Agent::connect_desk() {
  auto handler = std::make_unique<Desk>(weak_from_this(), ++desk_attempt_);
  net::connect_client(loop_, options_.server.target_of(options_.server.console_host),
                      [weak = weak_from_this(), attempt = desk_attempt_,
                       handler = std::move(handler)](Result<net::ClientHandle> connected) mutable {
                        const auto lose = [weak, attempt](const Error& why) {
                          const auto self = weak.lock();
                          if (self && self->desk_attempt_ == attempt) self->desk_lost(why);
                        };
                        if (!connected) return lose(connected.error());
                        const auto self = weak.lock();
                        if (!self) return connected->close();
                        net::ClientRequest request;
                        request.path = protocol::kDeskSocketPath;
                        request.headers.push_back({"origin", self->console_origin()});
                        connected->upgrade(std::move(request), std::move(handler),
                                           [lose](Result<net::WebSocket*> opened) {
                                             if (!opened) lose(opened.error());
                                           });
                      });
}

void Agent::desk_lost(const Error& why) {
  ++desk_attempt_;
  desk_ = nullptr;
  if (desk_wanted_) loop_.set_timer(desk_timer_, kRetryMs);
  if (desk_listener_ != nullptr) desk_listener_->on_desk_closed(*this, why);
}

void Agent::desk_text(net::WebSocket& socket, std::string_view text) {
  const std::string tag = protocol::message_tag(text);
  if (tag == "hello") {
    const auto hello = protocol::parse_json<protocol::Hello>(text);
    if (!hello) return socket.close(net::CloseCode::policy_violation, "hello");
    protocol::ProveDesk prove;
    prove.session = session_.session;
    prove.proof = session_key_->sign(protocol::desk_bytes(hello->challenge, session_.session));
    return socket.send_text(to_json(prove));
  }
  if (tag == "state") {
    const auto state = protocol::parse_json<protocol::DeskState>(text);
    if (!state) return socket.close(net::CloseCode::policy_violation, "state");
    desk_ = &socket;
    if (available_) set_available(true);
    return desk_listener_->on_desk(*this, *state);
  }
  if (tag == "waiting") {
    if (const auto waiting = protocol::parse_json<protocol::DeskWaiting>(text))
      desk_listener_->on_waiting(*this, waiting->conversation);
  } else if (tag == "mine") {
    if (const auto mine = protocol::parse_json<protocol::DeskMine>(text))
      desk_listener_->on_mine(*this, mine->conversation);
  } else if (tag == "gone") {
    if (const auto gone = protocol::parse_json<protocol::DeskGone>(text))
      desk_listener_->on_gone(*this, gone->conversation);
  } else if (tag == "roster") {
    const auto grown = protocol::parse_json<protocol::DeskRoster>(text);
    if (!grown) return;
    refresh([weak = weak_from_this(), acts = grown->acts](const Result<RosterPtr>&) {
      if (const auto self = weak.lock()) self->desk_listener_->on_roster(*self, acts);
    });
  }
}

void Agent::set_available(bool on) {
  available_ = on;
  if (desk_ == nullptr) return;
  protocol::Available available;
  available.on = on;
  desk_->send_text(to_json(available));
}

}  // namespace cloister::client
