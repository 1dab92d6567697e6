#include "client/visitor.h"

#include "crypto/sha256.h"
#include "protocol/names.h"
#include "protocol/proofs.h"

namespace cloister::client {

using protocol::Action;
using protocol::EntryKind;

std::shared_ptr<Visitor> Visitor::create(net::EventLoop& loop, VisitorOptions options, RandomSource& random,
                                         std::shared_ptr<ApiClient> api, std::shared_ptr<KeyLog> key_log) {
  if (!api)
    api = ApiClient::create(loop, options.server.target_of(options.server.chat_host),
                            options.server.origin_of(options.server.chat_host));
  if (!key_log) key_log = KeyLog::create(api, options.site, options.root);
  return std::shared_ptr<Visitor>(new Visitor(loop, std::move(options), random, std::move(api), std::move(key_log)));
}

Visitor::Visitor(net::EventLoop& loop, VisitorOptions options, RandomSource& random, std::shared_ptr<ApiClient> api,
                 std::shared_ptr<KeyLog> key_log)
    : loop_(loop),
      options_(std::move(options)),
      random_(random),
      api_(std::move(api)),
      key_log_(std::move(key_log)),
      device_(protocol::DeviceKeys::generate(options_.site, Side::customer, random.make<OwnerId>(),
                                             static_cast<std::uint64_t>(wall_clock_ms()), random)),
      session_key_(std::make_shared<crypto::Ed25519KeyPair>(crypto::Ed25519KeyPair::generate(random))) {}

void Visitor::open(Done<void> done) {
  key_log_->at_least(1, [weak = weak_from_this(), done = std::move(done)](Result<RosterPtr> roster) mutable {
    const auto self = weak.lock();
    if (!self) return done(fail(ErrorCode::unavailable, "given up"));
    if (!roster) return done(std::unexpected(roster.error()));
    if (!(*roster)->ready()) return done(fail(ErrorCode::not_ready));
    self->open_session(std::move(done));
  });
}

void Visitor::open_session(Done<void> done) {
  api_->call<protocol::Challenge>(
      {.action = Action::challenge}, protocol::Empty{},
      [weak = weak_from_this(), done = std::move(done)](Result<protocol::Challenge> challenge) mutable {
        const auto self = weak.lock();
        if (!self) return done(fail(ErrorCode::unavailable, "given up"));
        if (!challenge) return done(std::unexpected(challenge.error()));
        const Bytes proof =
            protocol::visitor_bytes(challenge->challenge, self->options_.site, self->session_key_->public_key());
        const protocol::VisitorStart start{.site = self->options_.site,
                                           .challenge = challenge->challenge,
                                           .session_key = self->session_key_->public_key(),
                                           .device = protocol::encode(self->device_.record),
                                           .proof = self->session_key_->sign(proof),
                                           .device_proof = self->device_.sign.sign(proof)};
        self->api_->call<protocol::Session>({.action = Action::visitor_start}, start,
                                            [weak, done = std::move(done)](Result<protocol::Session> session) mutable {
                                              if (!session) return done(std::unexpected(session.error()));
                                              if (const auto held = weak.lock()) held->session_ = *session;
                                              done({});
                                            });
      });
}

Result<protocol::ConversationStart> Visitor::make_start(const ConversationId& id, const ChatSender& sender) {
  const protocol::SiteRoster& roster = *key_log_->roster();
  protocol::ConversationGenesis genesis{.suite = protocol::kSuiteP256Aes256gcm,
                                        .site = options_.site,
                                        .conversation = id,
                                        .root = options_.root,
                                        .device = device_.record,
                                        .created_ms = static_cast<std::uint64_t>(wall_clock_ms()),
                                        .signature = {}};
  protocol::sign_in_place(genesis, device_.sign);
  const Bytes first = protocol::encode(genesis);
  CLOISTER_TRY(
      const auto readers,
      protocol::allowed_readers(roster, roster.size(), {.customer_device = device_.id, .assigned = std::nullopt}));
  CLOISTER_TRY(const Hash tree_root, roster.tree_root(roster.size()));
  const Hash head = protocol::transcript_next(protocol::transcript_start(options_.site, id), 1, EntryKind::genesis,
                                              crypto::sha256(first));
  CLOISTER_TRY(const protocol::MadePacket made,
               protocol::make_packet({.site = options_.site,
                                      .conversation = id,
                                      .epoch = 0,
                                      .prev = {},
                                      .head = head,
                                      .maker = device_.id,
                                      .tree_size = roster.size(),
                                      .tree_root = tree_root},
                                     readers, device_.record.kem_key, device_.sign, random_));
  return protocol::ConversationStart{first, protocol::encode(made.packet), sender.cert};
}

Visitor::ChatPtr Visitor::make_chat(const ConversationId& id, ChatSender sender, ChatListener& listener) {
  ChatOptions options{.side = Side::customer,
                      .log = options_.log,
                      .server = options_.server,
                      .host = options_.server.chat_host,
                      .origin = options_.server.origin_of(options_.server.chat_host),
                      .ticket = {},
                      .send_delivered_marks = options_.send_delivered_marks};
  options.ticket = [weak = weak_from_this(), id](const Hash& key, Done<protocol::Ticket> done) {
    if (const auto self = weak.lock()) return self->ticket(id, key, true, std::move(done));
    done(fail(ErrorCode::no_session, "given up"));
  };
  return Chat::create(loop_, std::move(options), key_log_, id, *this, std::move(sender), random_, listener);
}

void Visitor::ticket(const ConversationId& id, const Hash& key, bool may_renew, Done<protocol::Ticket> done) {
  api_->call<protocol::Ticket>(
      {.action = Action::conversation_ticket, .conversation = id, .credentials = credentials()},
      protocol::TicketRequest{key},
      [weak = weak_from_this(), id, key, may_renew, done = std::move(done)](Result<protocol::Ticket> given) mutable {
        const auto self = weak.lock();
        const auto over = [&](ErrorCode code) {
          return code == ErrorCode::no_session || code == ErrorCode::session_expired;
        };
        if (given || !self || !may_renew || !over(given.error().code)) return done(std::move(given));
        // The keys are still here: they open a session anew.
        self->open_session([weak, id, key, done = std::move(done)](Result<void> opened) mutable {
          const auto held = weak.lock();
          if (!opened || !held) return done(fail(ErrorCode::no_session, "not renewed"));
          held->ticket(id, key, false, std::move(done));
        });
      });
}

void Visitor::start(ChatListener& listener, Done<ChatPtr> done) {
  const auto id = random_.make<ConversationId>();
  auto sender = ChatSender::make(options_.site, id, device_, wall_clock_ms(), random_);
  const auto start = make_start(id, sender);
  if (!start) return done(std::unexpected(start.error()));
  api_->call<protocol::ConversationInfo>(
      {.action = Action::conversation_start, .credentials = credentials()}, *start,
      [weak = weak_from_this(), id, sender = std::move(sender), &listener,
       done = std::move(done)](Result<protocol::ConversationInfo> info) mutable {
        const auto self = weak.lock();
        if (!self) return done(fail(ErrorCode::unavailable, "given up"));
        // Somebody joined the staff meanwhile: their key log first.
        if (!info && info.error().code == ErrorCode::stale_roster)
          return self->key_log_->refresh([weak, &listener, done = std::move(done)](Result<RosterPtr> roster) mutable {
            const auto held = weak.lock();
            if (!held || !roster) return done(fail(ErrorCode::stale_roster));
            held->start(listener, std::move(done));
          });
        if (!info) return done(std::unexpected(info.error()));
        auto chat = self->make_chat(id, std::move(sender), listener);
        chat->start();
        done(std::move(chat));
      });
}

Visitor::ChatPtr Visitor::resume(const ConversationId& conversation, ChatListener& listener) {
  auto chat = make_chat(conversation, ChatSender::make(options_.site, conversation, device_, wall_clock_ms(), random_),
                        listener);
  chat->start();
  return chat;
}

void Visitor::list(Done<protocol::ConversationList> done) {
  api_->get<protocol::ConversationList>({.action = Action::conversation_list, .credentials = credentials()},
                                        std::move(done));
}

void Visitor::site_info(Done<protocol::SiteInfo> done) {
  api_->get<protocol::SiteInfo>({.action = Action::site_info}, std::move(done));
}

void Visitor::end(Done<void> done) {
  api_->call<protocol::Empty>({.action = Action::session_end, .credentials = credentials()}, protocol::Empty{},
                              [done = std::move(done)](Result<protocol::Empty> ended) mutable {
                                if (!ended) return done(std::unexpected(ended.error()));
                                done({});
                              });
  session_.reset();
}

}  // namespace cloister::client
