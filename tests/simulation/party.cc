#include "simulation/party.h"

#include "crypto/sha256.h"
#include "protocol/names.h"

namespace cloister::simulation {

using namespace protocol;

namespace {

/// A socket that brings nothing for so long, although something is due, is given up.
constexpr DurationMs kPatienceMs = 150;
/// `Sent.item` of the packet, which is not in the line of the others: it is made anew each time.
constexpr std::size_t kThePacket = SIZE_MAX;

}  // namespace

Party::Party(World& world, Server& server, const SessionId& session, test::ChatParty who, const ConversationId& id)
    : world_(world),
      server_(server),
      session_(session),
      who_(std::move(who)),
      view_(world.site.id(), id),
      heads_{view_.head} {}

// --- Saying ---

void Party::add(EntryKind kind, Bytes body) {
  Item item;
  item.kind = kind;
  item.hash = crypto::sha256(body);
  item.body = std::move(body);
  items_.push_back(std::move(item));
  send(items_.size() - 1);
}

void Party::certify() { add(EntryKind::cert, encode(test::make_cert(world_.site, view_, who_))); }

void Party::close() {
  if (closed_ || gone_ || view_.seq < 3) return;
  const CloseReason reason = who_.person ? CloseReason::done : CloseReason::left;
  add(EntryKind::close, encode(test::make_close(world_.site, view_, who_, reason)));
}

/// Under the epoch that is known here; the same id and counter when it is done again.
void Party::encrypt(Item& item) {
  test::ChatParty as = who_;
  as.counter = item.counter - 1;
  Envelope envelope = test::make_message(world_.site, view_, as);
  envelope.id = item.id;
  as.key->sign_in(envelope, view_.site, view_.conversation);
  item.packet = view_.packet;
  item.body = encode(envelope);
  item.hash = crypto::sha256(item.body);
  item.stale = false;
}

void Party::say() {
  if (closed_ || gone_ || view_.seq < 2) return;
  Item item;
  item.id = world_.random.make<ClientMessageId>();
  item.counter = ++who_.counter;
  encrypt(item);
  items_.push_back(std::move(item));
  send(items_.size() - 1);
}

void Party::mark(MarkKind kind) {
  if (socket_ == 0 || gone_ || !who_.key || view_.seq < 3) return;
  world_.send([this, socket = socket_, mark = test::make_mark(view_, who_, kind)] { server_.mark(socket, mark); });
}

void Party::send(std::size_t index) {
  if (socket_ == 0 || gone_) return;
  const Item& item = items_[index];
  const auto ref = static_cast<std::uint32_t>(sent_.size());
  sent_.push_back({index, item.hash});
  world_.send(
      [this, socket = socket_, ref, kind = item.kind, body = item.body] { server_.append(socket, ref, kind, body); });
}

void Party::send_all() {
  std::size_t open = 0;
  for (std::size_t i = 0; i < items_.size() && open < core::kRecentPerSender; ++i) {
    if (items_[i].done()) continue;
    ++open;
    if (items_[i].stale && items_[i].packet != view_.packet) encrypt(items_[i]);
    send(i);
  }
}

/// The desk of the agent makes a new packet when the set of allowed readers is another one.
void Party::follow_roster() {
  if (!who_.person || socket_ == 0 || closed_ || !view_.assigned || view_.epoch == 0) return;
  const ReaderScope scope{view_.customer_device, who_.person, server_.continuity()};
  const auto allowed = allowed_readers(world_.site.roster(), world_.site.roster().size(), scope);
  if (!allowed) return;
  std::vector<Hash> ids;
  for (const AllowedReader& reader : *allowed) ids.push_back(reader.id);
  if (ids == reader_ids_) return;
  const Packet packet = test::make_packet(world_.site, view_, who_.device, scope, false);
  const auto ref = static_cast<std::uint32_t>(sent_.size());
  sent_.push_back({kThePacket, {}});
  world_.send(
      [this, socket = socket_, ref, body = encode(packet)] { server_.append(socket, ref, EntryKind::packet, body); });
}

void Party::connect() {
  heard_ms_ = world_.events.now();
  world_.send([this, after = view_.seq] { server_.connect(session_, view_.conversation, after, *this); });
}

void Party::tick() {
  if (gone_ || settled()) return;
  if (socket_ == 0) return connect();
  if (world_.events.now() - heard_ms_ > kPatienceMs) {
    socket_ = 0;
    return connect();
  }
  follow_roster();
  if (world_.random.chance(30)) send_all();
}

// --- Hearing ---

void Party::on_ready(SocketId socket) {
  if (gone_ || socket <= socket_) return;
  socket_ = socket;
  heard_ms_ = world_.events.now();
  send_all();
}

void Party::on_turned_away(ErrorCode code) {
  last_refusal_ = code;
  socket_ = 0;
}

void Party::on_closed(SocketId socket) {
  if (socket == socket_) socket_ = 0;
}

void Party::on_entry(SocketId socket, const Entry& entry) {
  const Log* log = server_.store().log(view_.conversation);
  require(log != nullptr && entry.seq >= 1 && entry.seq <= log->size(), "nothing is told before it is on disk");
  require((*log)[entry.seq - 1] == entry, "everybody gets the same entries");
  if (socket != socket_ || gone_) return;
  heard_ms_ = world_.events.now();
  if (entry.seq <= view_.seq) {
    const auto kind = static_cast<EntryKind>(entry.kind);
    require(transcript_next(heads_[entry.seq - 1], entry.seq, kind, entry.hash) == heads_[entry.seq],
            "an entry never changes");
    return;
  }
  if (entry.seq != view_.seq + 1) {
    // Something was lost on the way: only what is contiguous is believed.
    socket_ = 0;
    return;
  }
  require(view_.see(entry), "an entry is what its hash says");
  heads_.push_back(view_.head);
  learn(entry);
}

void Party::learn(const Entry& entry) {
  const auto kind = static_cast<EntryKind>(entry.kind);
  if (kind == EntryKind::packet) {
    reader_ids_.clear();
    for (const Reader& reader : decode<Packet>(entry.body)->readers) reader_ids_.push_back(reader.id);
  }
  if (kind == EntryKind::close) {
    closed_ = true;
    for (Item& item : items_)
      if (!item.done() && item.hash != entry.hash) item.given_up = true;
  }
  if (kind == EntryKind::message) {
    const auto envelope = decode<Envelope>(entry.body);
    require(heads_[envelope->seen_seq] == envelope->seen_head, "everybody has seen the same history");
    for (Item& item : items_)
      if (item.kind == kind && item.id == envelope->id) {
        require(!item.given_up && (item.seq == 0 || item.seq == entry.seq), "a message has one place");
        item.seq = entry.seq;
        item.hash = entry.hash;
      }
  }
}

void Party::on_ack(SocketId socket, std::uint32_t ref, std::uint64_t seq) {
  if (ref >= sent_.size()) return;  // not asked by this party
  const Sent& sent = sent_[ref];
  const Log& log = *server_.store().log(view_.conversation);
  require(seq >= 1 && seq <= log.size(), "what is acknowledged is on disk");
  if (sent.item == kThePacket) return;
  require(log[seq - 1].hash == sent.hash, "what is acknowledged is what was sent");
  if (socket == socket_) heard_ms_ = world_.events.now();
  Item& item = items_[sent.item];
  require(item.seq == 0 || item.seq == seq, "one place for one message");
  item.seq = seq;
  item.hash = sent.hash;
}

void Party::on_refused(SocketId socket, std::uint32_t ref, ErrorCode code) {
  if (socket != socket_ || gone_ || ref >= sent_.size()) return;
  // Not a sign of life: what is missing here may be what explains the refusal.
  last_refusal_ = code;
  const Sent& sent = sent_[ref];
  if (sent.item == kThePacket) return;
  Item& item = items_[sent.item];
  require(code != ErrorCode::bad_signature && code != ErrorCode::malformed, "honest entries are well-formed");
  if (item.done() || sent.hash != item.hash) return;
  if (code == ErrorCode::stale_epoch) {
    item.stale = true;
    if (item.packet != view_.packet) {
      encrypt(item);
      send(sent.item);
    }
  }
}

void Party::on_mark(SocketId, const Mark& mark) {
  if (mark.seq < heads_.size()) require(heads_[mark.seq] == mark.head, "marks are about the same history");
}

// --- The end ---

bool Party::settled() const {
  if (gone_) return true;
  const Log* log = server_.store().log(view_.conversation);
  if (log == nullptr || view_.seq != log->size()) return false;
  for (const Item& item : items_)
    if (!item.done()) return false;
  return true;
}

std::string Party::describe() const {
  const Log* log = server_.store().log(view_.conversation);
  std::string out = who_.person ? "  agent   " : "  customer";
  out += " of " + view_.conversation.text().substr(0, 6) + ": has seen " + std::to_string(view_.seq) + " of " +
         std::to_string(log == nullptr ? 0 : log->size()) + " entries, epoch " + std::to_string(view_.epoch);
  out += socket_ != 0 ? ", connected" : ", not connected";
  if (gone_) out += ", gone";
  if (closed_) out += ", closed";
  for (const Item& item : items_)
    if (!item.done())
      out += "\n    open: kind " + std::to_string(static_cast<int>(item.kind)) + " counter " +
             std::to_string(item.counter) + (item.stale ? " stale" : "");
  return out + "\n    last refusal: " + std::string(info_of(last_refusal_).name) + "\n";
}

void Party::check() const {
  const Log* log = server_.store().log(view_.conversation);
  for (const Item& item : items_) {
    if (item.seq == 0) continue;
    require(log != nullptr && item.seq <= log->size() && (*log)[item.seq - 1].hash == item.hash,
            "no acknowledged message is lost");
  }
  Hash head = transcript_start(view_.site, view_.conversation);
  for (std::uint64_t seq = 1; seq <= view_.seq; ++seq) {
    const Entry& entry = (*log)[seq - 1];
    head = transcript_next(head, seq, static_cast<EntryKind>(entry.kind), entry.hash);
    require(head == heads_[seq], "transcripts agree");
  }
}

}  // namespace cloister::simulation
