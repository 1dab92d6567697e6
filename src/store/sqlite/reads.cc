// The reading half of the SQLite store.
#include <algorithm>

#include "store/sqlite/schema.h"
#include "store/sqlite/store_impl.h"

namespace cloister::store::sqlite {
namespace {

constexpr const char* kSiteKey = "SELECT key FROM sites WHERE site = ?";
constexpr const char* kSession =
    "SELECT s.site, e.id_hash, e.kind, e.session_key, e.device, e.owner, e.created_ms, e.last_seen_ms, e.expires_ms,"
    " e.locked FROM sessions e JOIN sites s ON s.key = e.site WHERE e.id_hash = ?";
constexpr const char* kSessionsAfter =
    "SELECT s.site, e.id_hash, e.kind, e.session_key, e.device, e.owner, e.created_ms, e.last_seen_ms, e.expires_ms,"
    " e.locked FROM sessions e JOIN sites s ON s.key = e.site WHERE e.id_hash > ? ORDER BY e.id_hash LIMIT ?";
constexpr const char* kEntry =
    "SELECT conversation, seq, kind, time_ms, messages, sender_seq, counter, hash, head, body FROM entries"
    " WHERE id = ?";

std::int64_t row_limit(std::size_t limit) { return static_cast<std::int64_t>(std::min(limit, kMaxRowsPerRead)); }

Error not_found(const char* what) { return {ErrorCode::not_found, what}; }

Result<std::int64_t> site_key(Connection& connection, const SiteId& site) {
  auto query = connection.query(kSiteKey);
  query.bind(site);
  CLOISTER_TRY(const bool row, query.next());
  if (!row) return std::unexpected(not_found("no such site"));
  return query.number(0);
}

SessionRecord session_from(Query& query) {
  SessionRecord out;
  out.site = query.fixed<SiteId>(0);
  out.id_hash = query.fixed<Hash>(1);
  out.kind = static_cast<SessionKind>(query.number(2));
  out.key = query.fixed<SignKey>(3);
  out.device = query.fixed<DeviceId>(4);
  out.owner = query.fixed<OwnerId>(5);
  out.created_ms = query.number(6);
  out.last_seen_ms = query.number(7);
  out.expires_ms = query.number(8);
  out.locked = query.number(9) != 0;
  return out;
}

/// One entry by its id; the sealed body goes to `body` if it is asked for.
Status read_entry(Connection& connection, std::int64_t conversation, std::int64_t id, EntryHead& head, Bytes* body) {
  auto query = connection.query(kEntry);
  query.bind(id);
  CLOISTER_TRY(const bool row, query.next());
  if (!row || query.number(0) != conversation)
    return fail(ErrorCode::storage_failed, "the index of entries is damaged");
  head.seq = static_cast<std::uint64_t>(query.number(1));
  head.kind = static_cast<protocol::EntryKind>(query.number(2));
  head.time_ms = query.number(3);
  head.messages = static_cast<std::uint64_t>(query.number(4));
  head.sender_seq = static_cast<std::uint64_t>(query.number(5));
  head.counter = static_cast<std::uint32_t>(query.number(6));
  head.hash = query.fixed<Hash>(7);
  head.head = query.fixed<Hash>(8);
  if (body != nullptr) *body = to_bytes(query.blob(9));
  return query.intact();
}

}  // namespace

// --- Sites and staff

Result<std::vector<SiteId>> SqliteStore::sites() {
  CLOISTER_TRY(auto connection, readers_.borrow());
  auto query = connection->query("SELECT site FROM sites ORDER BY key");
  std::vector<SiteId> out;
  for (;;) {
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back(query.fixed<SiteId>(0));
  }
}

Result<SiteRecord> SqliteStore::site(const SiteId& site) {
  SiteRecord out;
  Bytes sealed;
  {
    CLOISTER_TRY(auto connection, readers_.borrow());
    auto query = connection->query(
        "SELECT rp_id, log_key_seed, support_team, supervisors_team, first_link, created_ms FROM sites WHERE site = ?");
    query.bind(site);
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return std::unexpected(not_found("no such site"));
    out.site = site;
    out.rp_id = query.text(0);
    sealed = to_bytes(query.blob(1));
    out.support_team = query.fixed<TeamId>(2);
    out.supervisors_team = query.fixed<TeamId>(3);
    if (!query.is_null(4)) out.first_link = query.fixed<Hash>(4);
    out.created_ms = query.number(5);
    CLOISTER_CHECK(query.intact());
  }
  CLOISTER_TRY(const auto key, sealing_.find(Subject::of(site)));
  CLOISTER_TRY(out.log_key_seed, open_log_key_seed(*key, sealed));
  return out;
}

Result<std::uint64_t> SqliteStore::act_count(const SiteId& site) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  CLOISTER_TRY(const std::int64_t key, site_key(*connection, site));
  auto query = connection->query("SELECT place FROM acts WHERE place >= ? AND place <= ? ORDER BY place DESC LIMIT 1");
  query.bind(composite_key(key, 0)).bind(composite_key(key, static_cast<std::uint64_t>(kSeqMask)));
  CLOISTER_TRY(const bool row, query.next());
  return row ? static_cast<std::uint64_t>(query.number(0) & kSeqMask) + 1 : 0;
}

Result<std::vector<Bytes>> SqliteStore::acts(const SiteId& site, std::uint64_t from, std::size_t limit) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  CLOISTER_TRY(const std::int64_t key, site_key(*connection, site));
  std::vector<Bytes> out;
  if (from > static_cast<std::uint64_t>(kSeqMask)) return out;
  auto query = connection->query("SELECT act FROM acts WHERE place >= ? AND place <= ? ORDER BY place LIMIT ?");
  query.bind(composite_key(key, from)).bind(composite_key(key, static_cast<std::uint64_t>(kSeqMask)));
  query.bind(row_limit(limit));
  for (;;) {
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back(to_bytes(query.blob(0)));
  }
}

Result<PersonRecord> SqliteStore::person(const SiteId& site, const PersonId& person) {
  Bytes sealed;
  std::uint32_t sign_count = 0;
  {
    CLOISTER_TRY(auto connection, readers_.borrow());
    CLOISTER_TRY(const std::int64_t key, site_key(*connection, site));
    auto query = connection->query("SELECT name, sign_count FROM people WHERE site = ? AND person = ?");
    query.bind(key).bind(person);
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return std::unexpected(not_found("no such person"));
    sealed = to_bytes(query.blob(0));
    sign_count = static_cast<std::uint32_t>(query.number(1));
  }
  CLOISTER_TRY(const auto key, sealing_.find(Subject::of(site, person)));
  CLOISTER_TRY(std::string name, open_name(*key, sealed));
  return PersonRecord{site, person, std::move(name), sign_count};
}

Result<std::vector<PersonRecord>> SqliteStore::people(const SiteId& site) {
  std::vector<PersonRecord> out;
  {
    CLOISTER_TRY(auto connection, readers_.borrow());
    CLOISTER_TRY(const std::int64_t key, site_key(*connection, site));
    auto query =
        connection->query("SELECT person, name, sign_count FROM people WHERE site = ? ORDER BY person LIMIT ?");
    query.bind(key).bind(row_limit(kMaxRowsPerRead));
    for (;;) {
      CLOISTER_TRY(const bool row, query.next());
      if (!row) break;
      out.push_back(
          {site, query.fixed<PersonId>(0), std::string(query.text(1)), static_cast<std::uint32_t>(query.number(2))});
    }
  }
  for (PersonRecord& person : out) {
    CLOISTER_TRY(const auto key, sealing_.find(Subject::of(site, person.person)));
    CLOISTER_TRY(person.name, open_name(*key, as_bytes(person.name)));
  }
  return out;
}

Result<DeviceKeeping> SqliteStore::device(const SiteId& site, const DeviceId& device) {
  DeviceKeeping out;
  Bytes sealed;
  {
    CLOISTER_TRY(auto connection, readers_.borrow());
    CLOISTER_TRY(const std::int64_t key, site_key(*connection, site));
    auto query = connection->query("SELECT person, lock_share, created_ms FROM devices WHERE site = ? AND device = ?");
    query.bind(key).bind(device);
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return std::unexpected(not_found("no such device"));
    out.site = site;
    out.device = device;
    out.person = query.fixed<PersonId>(0);
    sealed = to_bytes(query.blob(1));
    out.created_ms = query.number(2);
    CLOISTER_CHECK(query.intact());
  }
  CLOISTER_TRY(const auto key, sealing_.find(Subject::of(site, out.person)));
  CLOISTER_TRY(out.lock_share, open_lock_share(*key, device, sealed));
  return out;
}

// --- Sessions

Result<SessionRecord> SqliteStore::session(const SiteId& site, const Hash& id_hash) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  auto query = connection->query(kSession);
  query.bind(id_hash);
  CLOISTER_TRY(const bool row, query.next());
  if (!row) return std::unexpected(not_found("no such session"));
  SessionRecord out = session_from(query);
  CLOISTER_CHECK(query.intact());
  if (out.site != site) return std::unexpected(not_found("a session of another site"));
  coalesced_.overlay(out);
  return out;
}

Result<std::vector<SessionRecord>> SqliteStore::sessions_after(const Hash& after, std::size_t limit) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  auto query = connection->query(kSessionsAfter);
  query.bind(after).bind(row_limit(limit));
  std::vector<SessionRecord> out;
  for (;;) {
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back(session_from(query));
    coalesced_.overlay(out.back());
  }
}

// --- Conversations

Result<SqliteStore::Key> SqliteStore::conversation_key(Connection& connection, const SiteId& site,
                                                       const ConversationId& conversation) {
  auto query = connection.query(
      "SELECT c.key, c.erased FROM conversations c JOIN sites s ON s.key = c.site"
      " WHERE c.conversation = ? AND s.site = ?");
  query.bind(conversation).bind(site);
  CLOISTER_TRY(const bool row, query.next());
  if (!row) return std::unexpected(not_found("no such conversation"));
  return Key{query.number(0), query.number(1) != 0};
}

Result<ConversationRecord> SqliteStore::read_record(Connection& connection, std::int64_t key, const Tail& tail) {
  ConversationRecord out;
  {
    auto query = connection.query(
        "SELECT s.site, c.conversation, c.customer_device, c.customer, c.status, c.assigned, c.created_ms,"
        " c.changed_ms FROM conversations c JOIN sites s ON s.key = c.site WHERE c.key = ?");
    query.bind(key);
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return std::unexpected(not_found("no such conversation"));
    out.site = query.fixed<SiteId>(0);
    out.conversation = query.fixed<ConversationId>(1);
    out.customer_device = query.fixed<DeviceId>(2);
    out.customer = query.fixed<OwnerId>(3);
    out.status = static_cast<ConversationStatus>(query.number(4));
    if (!query.is_null(5)) out.assigned = query.fixed<PersonId>(5);
    out.created_ms = query.number(6);
    out.updated_ms = query.number(7);
    CLOISTER_CHECK(query.intact());
  }
  CLOISTER_TRY(const LastEntry last, find_last_entry(connection, key, tail));
  if (last.seq == 0) return out;
  EntryHead head;
  CLOISTER_CHECK(read_entry(connection, key, last.id, head, nullptr));
  out.last_seq = head.seq;
  out.head = head.head;
  out.messages = head.messages;
  out.updated_ms = std::max(out.updated_ms, head.time_ms);
  return out;
}

Result<ConversationRecord> SqliteStore::conversation(const SiteId& site, const ConversationId& conversation) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  CLOISTER_TRY(const Key key, conversation_key(*connection, site, conversation));
  const Tail tail = index_.tail(key.conversation);
  CLOISTER_TRY(const Transaction snapshot, Transaction::begin(*connection, Transaction::Kind::read));
  return read_record(*connection, key.conversation, tail);
}

/// `query` gives keys. They are read before the tails and the tails before the records, so that nothing is missed.
Result<std::vector<ConversationRecord>> SqliteStore::read_records(Connection& connection, Query query,
                                                                  std::size_t limit) {
  query.bind(row_limit(limit));
  std::vector<std::int64_t> keys;
  for (;;) {
    CLOISTER_TRY(const bool row, query.next());
    if (!row) break;
    keys.push_back(query.number(0));
  }
  std::vector<Tail> tails;
  tails.reserve(keys.size());
  for (const std::int64_t key : keys) tails.push_back(index_.tail(key));
  CLOISTER_TRY(const Transaction snapshot, Transaction::begin(connection, Transaction::Kind::read));
  std::vector<ConversationRecord> out;
  out.reserve(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    CLOISTER_TRY(ConversationRecord record, read_record(connection, keys[i], tails[i]));
    out.push_back(std::move(record));
  }
  return out;
}

Result<std::vector<ConversationRecord>> SqliteStore::conversations_of_device(const SiteId& site,
                                                                             const DeviceId& customer_device,
                                                                             std::size_t limit) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  CLOISTER_TRY(const std::int64_t key, site_key(*connection, site));
  auto query = connection->query(
      "SELECT key FROM conversations WHERE site = ? AND customer_device = ? ORDER BY key DESC LIMIT ?");
  query.bind(key).bind(customer_device);
  return read_records(*connection, std::move(query), limit);
}

Result<std::vector<ConversationRecord>> SqliteStore::open_conversations(const SiteId& site, const ConversationId& after,
                                                                        std::size_t limit) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  CLOISTER_TRY(const std::int64_t key, site_key(*connection, site));
  auto query = connection->query(
      "SELECT key FROM conversations WHERE site = ? AND status < 3"
      " AND key > coalesce((SELECT key FROM conversations WHERE conversation = ?), 0) ORDER BY key LIMIT ?");
  query.bind(key).bind(after);
  return read_records(*connection, std::move(query), limit);
}

// --- Entries and marks

Result<std::vector<EntryRecord>> SqliteStore::entries_after(const SiteId& site, const ConversationId& conversation,
                                                            std::uint64_t after, std::size_t limit, std::size_t bytes) {
  std::vector<EntryRecord> out;
  bool erased = false;
  {
    CLOISTER_TRY(auto connection, readers_.borrow());
    CLOISTER_TRY(const Key key, conversation_key(*connection, site, conversation));
    erased = key.erased;
    const Tail tail = index_.tail(key.conversation);
    CLOISTER_TRY(const Transaction snapshot, Transaction::begin(*connection, Transaction::Kind::read));
    CLOISTER_TRY(const auto ids,
                 find_entries(*connection, key.conversation, tail, after, std::min(limit, kMaxEntriesPerRead)));
    std::size_t taken = 0;
    for (std::size_t i = 0; i < ids.size() && (i == 0 || taken < bytes); ++i) {
      EntryRecord& entry = out.emplace_back();
      CLOISTER_CHECK(read_entry(*connection, key.conversation, ids[i], entry.head, erased ? nullptr : &entry.body));
      taken += entry.body.size();
    }
  }
  if (erased || out.empty()) return out;
  CLOISTER_TRY(const auto key, sealing_.find(Subject::of(site, conversation)));
  for (EntryRecord& entry : out) {
    CLOISTER_TRY(entry.body, open_body(*key, entry.head.seq, entry.head.kind, entry.body));
  }
  return out;
}

Result<std::vector<MarkRecord>> SqliteStore::read_marks(Connection& connection, std::int64_t key, const SiteId& site,
                                                        const ConversationId& conversation) {
  auto query = connection.query("SELECT sender, kind, seq, mark FROM marks WHERE conversation = ?");
  query.bind(key);
  std::vector<MarkRecord> out;
  for (;;) {
    CLOISTER_TRY(const bool row, query.next());
    if (!row) break;
    MarkRecord mark;
    mark.site = site;
    mark.conversation = conversation;
    mark.sender = query.fixed<Hash>(0);
    mark.kind = static_cast<protocol::MarkKind>(query.number(1));
    mark.seq = static_cast<std::uint64_t>(query.number(2));
    mark.mark = to_bytes(query.blob(3));
    out.push_back(std::move(mark));
  }
  coalesced_.overlay(site, conversation, out);
  return out;
}

Result<std::vector<MarkRecord>> SqliteStore::marks(const SiteId& site, const ConversationId& conversation) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  CLOISTER_TRY(const Key key, conversation_key(*connection, site, conversation));
  return read_marks(*connection, key.conversation, site, conversation);
}

// --- What was noticed in drafts

namespace {

Result<std::vector<NoticedCount>> counts_from(Query& query) {
  std::vector<NoticedCount> out;
  for (;;) {
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return out;
    out.push_back({.kind = static_cast<std::uint8_t>(query.number(0)),
                   .outcome = static_cast<std::uint8_t>(query.number(1)),
                   .count = static_cast<std::uint64_t>(query.number(2))});
  }
}

}  // namespace

Result<std::vector<NoticedCount>> SqliteStore::noticed_of(const SiteId& site, const PersonId& person) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  CLOISTER_TRY(const std::int64_t key, site_key(*connection, site));
  auto query = connection->query(
      "SELECT kind, outcome, sum(count) FROM noticed WHERE site = ? AND person = ? GROUP BY kind, outcome"
      " ORDER BY kind, outcome LIMIT ?");
  query.bind(key).bind(person).bind(row_limit(kMaxRowsPerRead));
  return counts_from(query);
}

Result<std::vector<NoticedCount>> SqliteStore::noticed_in(const SiteId& site, const ConversationId& conversation) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  CLOISTER_TRY(const std::int64_t key, site_key(*connection, site));
  auto query = connection->query(
      "SELECT n.kind, n.outcome, sum(n.count) FROM noticed n JOIN conversations c ON c.key = n.conversation"
      " WHERE c.conversation = ? AND c.site = ? GROUP BY n.kind, n.outcome ORDER BY n.kind, n.outcome LIMIT ?");
  query.bind(conversation).bind(key).bind(row_limit(kMaxRowsPerRead));
  return counts_from(query);
}

// --- Security events

Result<std::vector<AuditRecord>> SqliteStore::audit_after(const SiteId& site, std::uint64_t after, std::size_t limit) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  std::int64_t key = 0;
  if (!site.is_zero()) {
    CLOISTER_TRY(key, site_key(*connection, site));
  }
  auto query = connection->query(
      "SELECT id, time_ms, action, outcome, principal, numbers FROM audit WHERE site = ? AND id > ? ORDER BY id"
      " LIMIT ?");
  query.bind(key).bind(after).bind(row_limit(limit));
  std::vector<AuditRecord> out;
  for (;;) {
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return out;
    AuditRecord record;
    record.id = static_cast<std::uint64_t>(query.number(0));
    record.site = site;
    record.time_ms = query.number(1);
    record.action = query.text(2);
    record.outcome = query.text(3);
    record.principal = query.fixed<Hash>(4);
    const ByteView numbers = query.blob(5);
    for (std::size_t i = 0; i + 8 <= numbers.size(); i += 8) {
      std::uint64_t number = 0;
      for (std::size_t j = 0; j < 8; ++j) number = number << 8 | numbers[i + j];
      record.numbers.push_back(static_cast<std::int64_t>(number));
    }
    out.push_back(std::move(record));
  }
}

}  // namespace cloister::store::sqlite
