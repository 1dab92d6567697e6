#include "client/chat.h"

#include <algorithm>

#include "crypto/sha256.h"
#include "protocol/names.h"
#include "protocol/proofs.h"

namespace cloister::client {

using protocol::EntryKind;
using protocol::FrameType;

namespace {

template <class T>
Bytes frame_of(FrameType type, const T& value) {
  protocol::Encoder out;
  out.u8(static_cast<std::uint8_t>(type));
  write(out, value);
  return out.take();
}

/// The session, or what it may do here, is gone; asking again does not help.
bool ends_access(ErrorCode code) {
  return code == ErrorCode::no_session || code == ErrorCode::session_expired || code == ErrorCode::session_locked ||
         code == ErrorCode::not_found || code == ErrorCode::not_permitted || code == ErrorCode::revoked;
}

constexpr std::uint16_t kSessionEnded = 4001;
constexpr std::uint16_t kSessionLocked = 4003;

}  // namespace

/// Between one connection and the chat; cut off when the chat has given the connection up.
class Chat::Socket final : public net::WebSocketHandler {
 public:
  Socket(std::weak_ptr<Chat> chat, std::uint64_t attempt, protocol::ProveConversation prove,
         std::shared_ptr<const crypto::Ed25519KeyPair> key)
      : chat_(std::move(chat)), attempt_(attempt), prove_(std::move(prove)), key_(std::move(key)) {}

  void on_open(net::WebSocket& socket) override {
    if (const auto chat = current()) {
      ws_ = &socket;
      chat->socket_ = this;
    } else {
      socket.abort();
    }
  }
  void on_text(net::WebSocket& socket, std::string_view text) override {
    if (const auto chat = current()) chat->on_text(socket, text);
  }
  void on_binary(net::WebSocket&, ByteView bytes) override {
    if (const auto chat = current()) chat->on_binary(bytes);
  }
  void on_close(net::WebSocket&, std::uint16_t code, std::string_view reason) override {
    if (const auto chat = current()) chat->on_closed(code, reason);
  }

  net::WebSocket& ws() { return *ws_; }
  /// Answers the challenge; the key of the socket is not needed afterwards.
  std::string answer(const Hash& challenge, std::uint64_t after) {
    prove_.after = after;
    prove_.proof = key_->sign(protocol::socket_bytes(challenge, prove_.ticket, prove_.conversation));
    key_.reset();
    return to_json(prove_);
  }

 private:
  std::shared_ptr<Chat> current() const {
    auto chat = chat_.lock();
    return chat && chat->running_ && chat->attempt_ == attempt_ ? chat : nullptr;
  }
  std::weak_ptr<Chat> chat_;
  std::uint64_t attempt_;
  protocol::ProveConversation prove_;
  std::shared_ptr<const crypto::Ed25519KeyPair> key_;
  net::WebSocket* ws_ = nullptr;
};

std::shared_ptr<Chat> Chat::create(net::EventLoop& loop, ChatOptions options, std::shared_ptr<KeyLog> key_log,
                                   const ConversationId& conversation, const Keyholder& keys, ChatSender sender,
                                   RandomSource& random, ChatListener& listener) {
  return std::shared_ptr<Chat>(
      new Chat(loop, std::move(options), std::move(key_log), conversation, keys, std::move(sender), random, listener));
}

Chat::Chat(net::EventLoop& loop, ChatOptions options, std::shared_ptr<KeyLog> key_log,
           const ConversationId& conversation, const Keyholder& keys, ChatSender sender, RandomSource& random,
           ChatListener& listener)
    : loop_(loop),
      options_(std::move(options)),
      key_log_(std::move(key_log)),
      random_(random),
      listener_(&listener),
      log_(key_log_->site(), conversation, key_log_->roster(), keys, options_.log),
      sender_(std::move(sender)),
      outbox_(log_, sender_, random_, *this),
      mark_timer_([this] { send_marks(); }),
      retry_timer_([this] { pump(); }),
      reconnect_timer_([this] { ask_for_ticket(); }) {
  log_.set_own_sender(sender_.id);
}

// --- Connection ---

void Chat::start() {
  if (running_) return;
  running_ = true;
  const auto self = shared_from_this();
  for (const LogEvent& event : std::exchange(preloaded_, {})) listener_->on_entry(*this, event);
  if (running_) ask_for_ticket();
}

Result<LogEvent> Chat::preload(const protocol::Entry& entry) {
  CLOISTER_TRY(LogEvent event, log_.take(entry));
  preloaded_.push_back(event);
  return event;
}

void Chat::stop() {
  suspend();
  net::EventLoop::cancel_timer(mark_timer_);
}

void Chat::suspend() {
  running_ = ready_ = online_ = false;
  ++attempt_;
  net::EventLoop::cancel_timer(reconnect_timer_);
  net::EventLoop::cancel_timer(retry_timer_);
  held_.clear();
  outbox_.interrupted();
  if (Socket* const socket = std::exchange(socket_, nullptr)) socket->ws().close(net::CloseCode::normal, "");
}

void Chat::ask_for_ticket() {
  auto key = std::make_shared<const crypto::Ed25519KeyPair>(crypto::Ed25519KeyPair::generate(random_));
  const Hash key_hash = crypto::sha256(key->public_key());
  options_.ticket(key_hash, [weak = weak_from_this(), attempt = ++attempt_, key](Result<protocol::Ticket> ticket) {
    const auto self = weak.lock();
    if (!self || !self->running_ || self->attempt_ != attempt) return;
    if (ticket) return self->connect(*ticket, key);
    if (ends_access(ticket.error().code)) return self->end(ticket.error().code);
    self->lost(ticket.error());
  });
}

void Chat::connect(const protocol::Ticket& ticket, std::shared_ptr<const crypto::Ed25519KeyPair> key) {
  protocol::ProveConversation prove;
  prove.conversation = conversation();
  prove.ticket = ticket.ticket;
  prove.key = key->public_key();
  auto handler = std::make_unique<Socket>(weak_from_this(), attempt_, std::move(prove), std::move(key));
  net::connect_client(loop_, options_.server.target_of(options_.host),
                      [weak = weak_from_this(), attempt = attempt_, handler = std::move(handler),
                       origin = options_.origin](Result<net::ClientHandle> connected) mutable {
                        const auto lose = [weak, attempt](const Error& why) {
                          const auto self = weak.lock();
                          if (self && self->running_ && self->attempt_ == attempt) self->lost(why);
                        };
                        if (!connected) return lose(connected.error());
                        net::ClientRequest request;
                        request.path = protocol::kConversationSocketPath;
                        request.headers.push_back({"origin", origin});
                        connected->upgrade(std::move(request), std::move(handler),
                                           [lose](Result<net::WebSocket*> opened) {
                                             if (!opened) lose(opened.error());
                                           });
                      });
}

/// `middle`, but up to half of `width` sooner or later by chance.
DurationMs Chat::spread(DurationMs middle, DurationMs width) {
  std::uint8_t chance = 0;
  random_.fill({&chance, 1});
  return middle - width / 2 + width * chance / 256;
}

void Chat::lost(const Error& why) {
  suspend();
  running_ = true;
  const std::uint32_t doublings = std::min<std::uint32_t>(failures_++, 16);
  const DurationMs longest = std::min(kReconnectFirstMs << doublings, kReconnectLongestMs);
  // So that clients of a restarted server do not come all at once.
  loop_.set_timer(reconnect_timer_, spread(longest * 3 / 4, longest / 2));
  listener_->on_offline(*this, why);
}

void Chat::stopped_by(const Error& why) {
  const auto self = shared_from_this();
  stop();
  listener_->on_violation(*this, why);
}

void Chat::end(ErrorCode code) {
  const auto self = shared_from_this();
  stop();
  listener_->on_ended(*this, code);
}

void Chat::on_closed(std::uint16_t code, std::string_view reason) {
  socket_ = nullptr;
  if (code == kSessionEnded) return end(ErrorCode::session_expired);
  if (code == kSessionLocked) return end(ErrorCode::session_locked);
  lost({ErrorCode::unavailable, "closed with " + std::to_string(code) + " " + std::string(reason)});
}

void Chat::on_text(net::WebSocket& socket, std::string_view text) {
  const std::string tag = protocol::message_tag(text);
  if (tag == "hello") return on_hello(socket, text);
  if (tag == "ready") return on_ready(text);
  if (tag == "typing") {
    if (const auto typing = protocol::parse_json<protocol::Typing>(text)) listener_->on_typing(*this, typing->on);
  } else if (tag == "presence") {
    if (const auto presence = protocol::parse_json<protocol::Presence>(text))
      listener_->on_presence(*this, presence->online);
  } else if (tag == "status") {
    if (const auto status = protocol::parse_json<protocol::StatusEvent>(text)) listener_->on_status(*this, *status);
  } else if (tag == "ended") {
    const auto ended = protocol::parse_json<protocol::Ended>(text);
    end(ended ? error_code_from(ended->code).value_or(ErrorCode::session_expired) : ErrorCode::session_expired);
  }
}

void Chat::on_hello(net::WebSocket& socket, std::string_view text) {
  const auto hello = protocol::parse_json<protocol::Hello>(text);
  if (!hello || socket_ == nullptr || ready_) return lost({ErrorCode::malformed, "hello"});
  socket.send_text(socket_->answer(hello->challenge, log_.seq()));
}

void Chat::on_ready(std::string_view text) {
  const auto ready = protocol::parse_json<protocol::Ready>(text);
  if (!ready) return lost(ready.error());
  // What was seen once cannot become less.
  if (ready->last_seq < log_.seq()) return stopped_by({ErrorCode::bad_transcript, "the server forgot entries"});
  ready_ = true;
  failures_ = 0;
  last_seq_ = ready->last_seq;
  marks_at_ready_ = ready->marks;
  const auto self = shared_from_this();
  listener_->on_presence(*this, ready->peer_online);
  if (running_) check_online();
}

void Chat::on_binary(ByteView bytes) {
  const auto self = shared_from_this();
  if (bytes.empty()) return;
  const ByteView body = bytes.subspan(1);
  switch (static_cast<FrameType>(bytes[0])) {
    case FrameType::entry: {
      auto entry = protocol::decode<protocol::Entry>(body);
      return entry ? take_entry(std::move(*entry)) : stopped_by(entry.error());
    }
    case FrameType::ack: {
      const auto ack = protocol::decode<protocol::Ack>(body);
      return ack ? on_ack(*ack) : stopped_by(ack.error());
    }
    case FrameType::refused: {
      const auto refused = protocol::decode<protocol::Refused>(body);
      return refused ? on_refusal(*refused) : stopped_by(refused.error());
    }
    case FrameType::mark:
      return heard_mark(body);
    case FrameType::append:
      break;
  }
  stopped_by({ErrorCode::malformed, "frame type"});
}

// --- Log ---

void Chat::take_entry(protocol::Entry entry) {
  if (held_.size() >= kMaxHeldEntries) return lost({ErrorCode::limit_reached, "entries held"});
  held_.push_back(std::move(entry));
  if (!refreshing_) take_held();
}

void Chat::take_held() {
  while (running_ && !held_.empty()) {
    const Hash packet_before = log_.packet();
    auto event = log_.take(held_.front());
    if (!event && event.error().code == ErrorCode::stale_roster) {
      refreshing_ = true;
      return key_log_->refresh([weak = weak_from_this(), size = log_.roster()->size()](Result<RosterPtr> roster) {
        const auto self = weak.lock();
        if (!self) return;
        self->refreshing_ = false;
        if (!self->running_) return;
        if (!roster) return self->lost(roster.error());
        // Nothing newer is there: the entry cannot be justified.
        if ((*roster)->size() == size) return self->stopped_by({ErrorCode::bad_chain, "key log behind an entry"});
        self->log_.set_roster(std::move(*roster));
        self->take_held();
      });
    }
    if (!event) return stopped_by(event.error());
    held_.pop_front();
    if (event->own && event->kind == LogEvent::Kind::message) outbox_.taken(event->id, event->seq);
    if (event->kind == LogEvent::Kind::message && event->side != options_.side && options_.send_delivered_marks)
      note_mark(delivered_, event->seq);
    // Before anybody can send under the new packet.
    if (log_.packet() != packet_before) outbox_.readers_changed();
    if (!running_) return;
    listener_->on_entry(*this, *event);
    if (running_ && online_ && log_.packet() != packet_before) pump();
  }
  if (running_) check_online();
}

void Chat::check_online() {
  if (online_ || !ready_ || log_.seq() < last_seq_) return;
  online_ = true;
  outbox_.readers_known();
  send_cert();
  // They are about entries that are all there now.
  for (const Bytes& mark : std::exchange(marks_at_ready_, {}))
    if (running_) heard_mark(mark);
  if (!running_) return;
  listener_->on_online(*this);
  if (running_) pump();
}

void Chat::heard_mark(ByteView bytes) {
  const auto mark = protocol::decode<protocol::Mark>(bytes);
  if (!mark) return stopped_by(mark.error());
  const Status right = log_.check(*mark);
  if (!right && right.error().code == ErrorCode::not_ready) return;
  if (!right) return stopped_by(right.error());
  if (const auto kind = protocol::known<protocol::MarkKind>(mark->kind))
    listener_->on_mark(*this, *log_.side_of(mark->sender), *kind, mark->seq);
}

// --- Outbox ---

Result<ClientMessageId> Chat::send_text(std::string_view text) {
  return queue(protocol::ContentKind::text, protocol::text_content(text));
}

Result<ClientMessageId> Chat::send_intro(std::string_view name) {
  return queue(protocol::ContentKind::intro, protocol::intro_content(name));
}

Result<ClientMessageId> Chat::queue(protocol::ContentKind kind, Result<Bytes> content) {
  if (!content) return std::unexpected(content.error());
  if (log_.closed() || closing_) return fail(ErrorCode::conversation_closed);
  return outbox_.add(kind, std::move(*content));
}

Result<Outbox::Prepared> Chat::prepare_text(std::string_view text) {
  CLOISTER_TRY(Bytes content, protocol::text_content(text));
  return outbox_.prepare(std::move(content));
}

void Chat::pump() {
  if (!can_send()) return;
  if (std::exchange(cert_refused_, false)) send_cert();
  outbox_.pump();
  if (outbox_.empty() && closing_) send_close();
}

std::uint32_t Chat::append(EntryKind kind, ByteView body) {
  protocol::Encoder out;
  out.u8(static_cast<std::uint8_t>(FrameType::append));
  out.u32(next_ref_);
  out.u8(static_cast<std::uint8_t>(kind));
  out.bytes(body);
  socket_->ws().send_binary(out.take());
  return next_ref_++;
}

/// Only once it is assigned to us: the customer's is entry 3.
void Chat::send_cert() {
  cert_refused_ = false;
  if (log_.knows_sender(sender_.id) || log_.closed()) return;
  cert_ref_ = append(EntryKind::cert, sender_.cert);
}

void Chat::on_ack(const protocol::Ack& ack) {
  outbox_.on_ack(ack.ref, ack.seq);
  if (running_ && outbox_.empty() && closing_) send_close();
}

void Chat::on_refusal(const protocol::Refused& refused) {
  const ErrorCode code = error_code_from(refused.code).value_or(ErrorCode::internal);
  if (refused.ref == cert_ref_ && may_pass(code)) {
    // Nothing of this sender is taken before its certificate is.
    cert_refused_ = true;
    return retry_soon();
  }
  // Has it already, or nothing more can be certified or closed.
  if (refused.ref == cert_ref_ || refused.ref == close_ref_) return;
  outbox_.on_refusal(refused.ref, code);
}

void Chat::retry_soon() {
  if (!retry_timer_.armed()) loop_.set_timer(retry_timer_, kRetryMs);
}

void Chat::postponed(const ClientMessageId& id, ErrorCode code) {
  retry_soon();
  listener_->on_postponed(*this, id, code);
}

void Chat::close(protocol::CloseReason reason) {
  if (log_.closed() || closing_) return;
  closing_ = reason;
  pump();
}

void Chat::send_close() {
  if (!online_ || log_.closed()) return;
  protocol::Close close{.suite = protocol::kSuiteP256Aes256gcm,
                        .site = log_.site(),
                        .conversation = log_.id(),
                        .sender = sender_.id,
                        .reason = static_cast<std::uint8_t>(*closing_),
                        .head = log_.head(),
                        .seen_seq = log_.seq(),
                        .signature = {}};
  protocol::sign_in_place(close, sender_.key);
  if (close_body_.empty()) close_body_ = protocol::encode(close);
  close_ref_ = append(EntryKind::close, close_body_);
}

// --- Marks and signs of life ---

void Chat::note_mark(std::uint64_t& mine, std::uint64_t seq) {
  mine = std::max(mine, seq);
  // Chats that share a process would sign theirs in one lump, and fall into step by it.
  if (!mark_timer_.armed()) loop_.set_timer(mark_timer_, spread(kMarkDelayMs, kMarkDelayMs));
}

void Chat::mark_read(std::uint64_t seq) {
  if (seq > read_ && seq <= log_.seq()) note_mark(read_, seq);
}

void Chat::send_marks() {
  if (!online_ || !log_.knows_sender(sender_.id)) {
    if (running_) loop_.set_timer(mark_timer_, kRetryMs);
    return;
  }
  // What was read was delivered: the later mark says both.
  if (read_ > read_sent_) send_mark(protocol::MarkKind::read, read_sent_ = read_);
  if (delivered_ > std::max(delivered_sent_, read_sent_))
    send_mark(protocol::MarkKind::delivered, delivered_sent_ = delivered_);
}

void Chat::send_mark(protocol::MarkKind kind, std::uint64_t seq) {
  protocol::Mark mark{.suite = protocol::kSuiteP256Aes256gcm,
                      .sender = sender_.id,
                      .kind = static_cast<std::uint8_t>(kind),
                      .seq = seq,
                      .head = log_.head_at(seq),
                      .signature = {}};
  protocol::sign_in_place(mark, sender_.key, log_.site(), log_.id());
  socket_->ws().send_binary(frame_of(FrameType::mark, mark));
}

void Chat::set_typing(bool on) {
  if (!online_) return;
  protocol::Typing typing;
  typing.on = on;
  socket_->ws().send_text(to_json(typing));
}

void Chat::active() {
  if (online_) socket_->ws().send_text(to_json(protocol::Active{}));
}

}  // namespace cloister::client
