#include "store/sqlite/writer.h"

#include <algorithm>

#include "store/sqlite/schema.h"

namespace cloister::store::sqlite {
namespace {

/// Failures of the disk or of the database, as opposed to an operation that is refused.
bool is_storage_failure(const Status& status) {
  return !status &&
         (status.error().code == ErrorCode::storage_full || status.error().code == ErrorCode::storage_failed);
}

constexpr const char* kInsertEntry = "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

}  // namespace

Writer::Writer(Connection& connection, SqliteKeyVault& vault, Sealing& sealing, EntryIndex& index,
               const StoreLimits& limits)
    : connection_(connection), vault_(vault), sealing_(sealing), index_(index), limits_(limits) {}

Status Writer::load() {
  CLOISTER_TRY(const std::int64_t last_entry, connection_.number("SELECT coalesce(max(id), 0) FROM entries"));
  CLOISTER_TRY(const std::int64_t last_audit, connection_.number("SELECT coalesce(max(id), 0) FROM audit"));
  next_entry_ = last_entry + 1;
  next_audit_ = last_audit + 1;
  return {};
}

bool Writer::commit(std::span<const SealedOperation* const> operations, const Notes& notes,
                    std::vector<Status>& results) {
  results.assign(operations.size(), Status{});
  culprit_.reset();
  appended_.clear();
  destroyed_.clear();
  // Only here, so that within a transaction the cache knows of everything that is not on disk yet.
  if (conversations_.size() > limits_.cached_conversations) conversations_.clear();
  const std::int64_t entry_before = next_entry_;
  const std::int64_t audit_before = next_audit_;
  const Status status = transaction(operations, notes, results);
  if (!status) {
    index_.abandoned();
    forget_all();
    next_entry_ = entry_before;
    next_audit_ = audit_before;
    results.assign(operations.size(), status);
    return false;
  }
  index_.committed(appended_);
  for (const Subject& subject : destroyed_) sealing_.forget(subject);
  return true;
}

void Writer::forget_all() {
  sites_.clear();
  conversations_.clear();
}

Status Writer::transaction(std::span<const SealedOperation* const> operations, const Notes& notes,
                           std::vector<Status>& results) {
  CLOISTER_TRY(Transaction transaction, Transaction::begin(connection_, Transaction::Kind::write));
  for (std::size_t i = 0; i < operations.size(); ++i) {
    results[i] = std::visit([this](const auto& operation) { return apply(operation); }, operations[i]->operation);
    if (!is_storage_failure(results[i])) continue;
    if (results[i].error().code == ErrorCode::storage_failed) culprit_ = i;
    return results[i];
  }
  CLOISTER_CHECK(apply(notes));
  CLOISTER_CHECK(index_.fold(connection_, appended_.size()));
  // The vault first: data whose key is lost are lost, a key without data harms nobody.
  CLOISTER_CHECK(keep_keys(operations, results));
  return transaction.commit();
}

Status Writer::keep_keys(std::span<const SealedOperation* const> operations, const std::vector<Status>& results) {
  SqliteKeyVault::Changes changes;
  for (std::size_t i = 0; i < operations.size(); ++i) {
    if (!results[i]) continue;
    for (const auto& key : operations[i]->keys) {
      if (!key->kept()) changes.kept.push_back(key);
    }
  }
  changes.destroyed = destroyed_;
  if (changes.empty()) return {};
  Status status = vault_.commit(changes);
  if (status || is_storage_failure(status)) return status;
  for (const auto& key : changes.kept) sealing_.forget(key->subject());
  return fail(ErrorCode::storage_failed, status.error().detail);
}

// --- Conversations

Result<Writer::Conversation*> Writer::conversation(const SiteId& site, const ConversationId& id) {
  auto found = conversations_.find(id);
  if (found == conversations_.end()) {
    auto query = connection_.query(
        "SELECT c.key, s.site, s.key, c.erased FROM conversations c JOIN sites s ON s.key = c.site"
        " WHERE c.conversation = ?");
    query.bind(id);
    CLOISTER_TRY(const bool row, query.next());
    if (!row) return fail(ErrorCode::not_found, "no such conversation");
    Conversation conversation;
    conversation.key = query.number(0);
    conversation.site = query.fixed<SiteId>(1);
    conversation.site_key = query.number(2);
    conversation.erased = query.number(3) != 0;
    CLOISTER_CHECK(query.intact());
    CLOISTER_TRY(conversation.last_seq, index_.last_seq(connection_, conversation.key));
    found = conversations_.emplace(id, conversation).first;
  }
  if (found->second.site != site) return fail(ErrorCode::not_found, "a conversation of another site");
  return &found->second;
}

Status Writer::insert_entries(Conversation& conversation, const std::vector<NewEntry>& entries) {
  for (const NewEntry& entry : entries) {
    const std::uint64_t seq = conversation.last_seq + 1;
    CLOISTER_CHECK(connection_.query(kInsertEntry)
                       .bind(next_entry_)
                       .bind(conversation.site_key)
                       .bind(conversation.key)
                       .bind(seq)
                       .bind(static_cast<int>(entry.kind))
                       .bind(entry.time_ms)
                       .bind(entry.messages)
                       .bind(entry.sender_seq)
                       .bind(static_cast<std::int64_t>(entry.counter))
                       .bind(entry.hash)
                       .bind(entry.head)
                       .bind(entry.body)
                       .run());
    appended_.push_back({conversation.key, seq, next_entry_});
    conversation.last_seq = seq;
    ++next_entry_;
  }
  return {};
}

Status Writer::apply(const AppendEntries& operation) {
  CLOISTER_TRY(Conversation * known, conversation(operation.site, operation.conversation));
  if (known->erased) return fail(ErrorCode::not_found, "the conversation was erased");
  if (operation.first_seq != known->last_seq + 1) return fail(ErrorCode::stale_head, "not the next entry");
  if (known->last_seq + operation.entries.size() > static_cast<std::uint64_t>(protocol::kMaxEntries))
    return fail(ErrorCode::limit_reached, "the conversation has as many entries as one can have");
  CLOISTER_CHECK(insert_entries(*known, operation.entries));
  if (!operation.status && !operation.assigned) return {};
  auto query = connection_.query(
      "UPDATE conversations SET status = coalesce(?, status), assigned = coalesce(?, assigned), changed_ms = ?"
      " WHERE key = ?");
  operation.status ? query.bind(static_cast<int>(*operation.status)) : query.bind_null();
  operation.assigned ? query.bind(operation.assigned->view()) : query.bind_null();
  return query.bind(operation.entries.back().time_ms).bind(known->key).run();
}

Status Writer::apply(const CreateConversation& operation) {
  CLOISTER_TRY(const std::int64_t site, site_key(operation.site));
  {
    auto query = connection_.query("SELECT 1 FROM conversations WHERE conversation = ?");
    query.bind(operation.conversation);
    CLOISTER_TRY(const bool there, query.next());
    if (there) return fail(ErrorCode::duplicate, "the conversation exists");
  }
  CLOISTER_CHECK(connection_
                     .query("INSERT INTO conversations (conversation, site, customer_device, customer, status,"
                            " created_ms, changed_ms) VALUES (?, ?, ?, ?, ?, ?, ?)")
                     .bind(operation.conversation)
                     .bind(site)
                     .bind(operation.customer_device)
                     .bind(operation.customer)
                     .bind(static_cast<int>(ConversationStatus::waiting))
                     .bind(operation.created_ms)
                     .bind(operation.created_ms)
                     .run());
  Conversation made;
  made.key = sqlite3_last_insert_rowid(connection_.handle());
  made.site = operation.site;
  made.site_key = site;
  auto& known = conversations_.insert_or_assign(operation.conversation, made).first->second;
  return insert_entries(known, operation.entries);
}

Status Writer::apply(const SetStatus& operation) {
  CLOISTER_TRY(const Conversation* known, conversation(operation.site, operation.conversation));
  return connection_.query("UPDATE conversations SET status = ?, changed_ms = ? WHERE key = ?")
      .bind(static_cast<int>(operation.status))
      .bind(operation.time_ms)
      .bind(known->key)
      .run();
}

Status Writer::apply(const EraseConversation& operation) {
  CLOISTER_TRY(Conversation * known, conversation(operation.site, operation.conversation));
  CLOISTER_CHECK(connection_.query("UPDATE conversations SET erased = 1 WHERE key = ?").bind(known->key).run());
  CLOISTER_CHECK(connection_.query("DELETE FROM noticed WHERE conversation = ?").bind(known->key).run());
  known->erased = true;
  destroyed_.push_back(Subject::of(operation.site, operation.conversation));
  return {};
}

// --- Sites and staff

Result<std::int64_t> Writer::site_key(const SiteId& site) {
  if (const auto found = sites_.find(site); found != sites_.end()) return found->second;
  auto query = connection_.query("SELECT key FROM sites WHERE site = ?");
  query.bind(site);
  CLOISTER_TRY(const bool row, query.next());
  if (!row) return fail(ErrorCode::not_found, "no such site");
  return sites_.emplace(site, query.number(0)).first->second;
}

Status Writer::apply(const CreateSite& operation) {
  const SiteRecord& site = operation.site;
  auto known = site_key(site.site);
  if (known) return fail(ErrorCode::duplicate, "the site exists");
  if (known.error().code != ErrorCode::not_found) return std::unexpected(std::move(known).error());
  auto query = connection_.query(
      "INSERT INTO sites (site, rp_id, log_key_seed, support_team, supervisors_team, first_link, created_ms)"
      " VALUES (?, ?, ?, ?, ?, ?, ?)");
  query.bind(site.site).bind_text(site.rp_id).bind(site.log_key_seed.view());
  query.bind(site.support_team).bind(site.supervisors_team);
  site.first_link ? query.bind(site.first_link->view()) : query.bind_null();
  return query.bind(site.created_ms).run();
}

Result<std::uint64_t> Writer::act_count(std::int64_t site) {
  auto query = connection_.query("SELECT place FROM acts WHERE place >= ? AND place <= ? ORDER BY place DESC LIMIT 1");
  query.bind(composite_key(site, 0)).bind(composite_key(site, static_cast<std::uint64_t>(kSeqMask)));
  CLOISTER_TRY(const bool row, query.next());
  return row ? static_cast<std::uint64_t>(query.number(0) & kSeqMask) + 1 : 0;
}

Status Writer::apply(const SetFirstLink& operation) {
  CLOISTER_TRY(const std::int64_t site, site_key(operation.site));
  CLOISTER_TRY(const std::uint64_t acts, act_count(site));
  if (acts != 0) return fail(ErrorCode::already_enrolled, "the site has staff");
  auto query = connection_.query("UPDATE sites SET first_link = ? WHERE key = ?");
  operation.first_link ? query.bind(operation.first_link->view()) : query.bind_null();
  return query.bind(site).run();
}

Result<bool> Writer::exists(const char* sql, std::int64_t site, ByteView id) {
  auto query = connection_.query(sql);
  query.bind(site).bind(id);
  return query.next();
}

/// Everything that can refuse the acts, before anything is written.
Status Writer::check_acts(const AppendActs& operation, std::int64_t site) {
  CLOISTER_TRY(const std::uint64_t count, act_count(site));
  if (operation.uses_first_link) {
    auto query = connection_.query("SELECT 1 FROM sites WHERE key = ? AND first_link = ?");
    query.bind(site).bind(operation.uses_first_link->view());
    CLOISTER_TRY(const bool fits, query.next());
    if (!fits) return fail(ErrorCode::already_enrolled, "not the enrolment link of the site");
  }
  if (operation.first_seq != count) return fail(ErrorCode::stale_roster, "not the next act");
  if (count + operation.acts.size() > static_cast<std::uint64_t>(protocol::kMaxActs))
    return fail(ErrorCode::limit_reached, "the site has as many acts as one can have");
  for (const PersonRecord& person : operation.people) {
    CLOISTER_TRY(const bool there, exists("SELECT 1 FROM people WHERE site = ? AND person = ?", site, person.person));
    if (there) return fail(ErrorCode::duplicate, "the person exists");
  }
  for (const DeviceKeeping& device : operation.devices) {
    CLOISTER_TRY(const bool there, exists("SELECT 1 FROM devices WHERE site = ? AND device = ?", site, device.device));
    if (there) return fail(ErrorCode::duplicate, "the device exists");
  }
  for (const SessionRecord& session : operation.sessions) {
    CLOISTER_TRY(const bool there, exists("SELECT ? FROM sessions WHERE id_hash = ?", site, session.id_hash));
    if (there) return fail(ErrorCode::duplicate, "the session exists");
  }
  return {};
}

Status Writer::apply(const AppendActs& operation) {
  CLOISTER_TRY(const std::int64_t site, site_key(operation.site));
  CLOISTER_CHECK(check_acts(operation, site));
  std::uint64_t seq = operation.first_seq;
  for (const Bytes& act : operation.acts)
    CLOISTER_CHECK(
        connection_.query("INSERT INTO acts VALUES (?, ?)").bind(composite_key(site, seq++)).bind(act).run());
  if (operation.uses_first_link)
    CLOISTER_CHECK(connection_.query("UPDATE sites SET first_link = NULL WHERE key = ?").bind(site).run());
  for (const PersonRecord& person : operation.people) CLOISTER_CHECK(put_person(site, person));
  for (const DeviceKeeping& device : operation.devices) CLOISTER_CHECK(put_device(site, device));
  for (const SessionRecord& session : operation.sessions) CLOISTER_CHECK(insert_session(site, session));
  for (const DeviceId& device : operation.ended_devices) {
    for (const char* sql :
         {"DELETE FROM devices WHERE site = ? AND device = ?", "DELETE FROM sessions WHERE site = ? AND device = ?"})
      CLOISTER_CHECK(connection_.query(sql).bind(site).bind(device).run());
  }
  for (const PersonId& person : operation.ended_people) {
    for (const char* sql :
         {"DELETE FROM people WHERE site = ? AND person = ?", "DELETE FROM devices WHERE site = ? AND person = ?",
          "DELETE FROM sessions WHERE site = ? AND owner = ?"})
      CLOISTER_CHECK(connection_.query(sql).bind(site).bind(person).run());
    destroyed_.push_back(Subject::of(operation.site, person));
  }
  return {};
}

Status Writer::put_person(std::int64_t site, const PersonRecord& person) {
  return connection_
      .query("INSERT INTO people (site, person, name) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name")
      .bind(site)
      .bind(person.person)
      .bind(as_bytes(person.name))
      .run();
}

Status Writer::put_device(std::int64_t site, const DeviceKeeping& device) {
  return connection_.query("INSERT OR REPLACE INTO devices VALUES (?, ?, ?, ?, ?)")
      .bind(site)
      .bind(device.device)
      .bind(device.person)
      .bind(device.lock_share.view())
      .bind(device.created_ms)
      .run();
}

Status Writer::apply(const PutPerson& operation) {
  CLOISTER_TRY(const std::int64_t site, site_key(operation.person.site));
  return put_person(site, operation.person);
}

Status Writer::apply(const PutDevice& operation) {
  CLOISTER_TRY(const std::int64_t site, site_key(operation.device.site));
  return put_device(site, operation.device);
}

Status Writer::apply(const SetSignCount& operation) {
  CLOISTER_TRY(const std::int64_t site, site_key(operation.site));
  CLOISTER_CHECK(connection_.query("UPDATE people SET sign_count = max(sign_count, ?) WHERE site = ? AND person = ?")
                     .bind(static_cast<std::int64_t>(operation.sign_count))
                     .bind(site)
                     .bind(operation.person)
                     .run());
  if (connection_.changes() == 0) return fail(ErrorCode::not_found, "no such person");
  return {};
}

// --- Sessions

Status Writer::insert_session(std::int64_t site, const SessionRecord& session) {
  return connection_.query("INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(session.id_hash)
      .bind(site)
      .bind(static_cast<int>(session.kind))
      .bind(session.key)
      .bind(session.device)
      .bind(session.owner)
      .bind(session.created_ms)
      .bind(session.last_seen_ms)
      .bind(session.expires_ms)
      .bind(session.locked ? 1 : 0)
      .run();
}

Status Writer::apply(const StartSession& operation) {
  CLOISTER_TRY(const std::int64_t site, site_key(operation.session.site));
  CLOISTER_TRY(const bool there, exists("SELECT ? FROM sessions WHERE id_hash = ?", site, operation.session.id_hash));
  if (there) return fail(ErrorCode::duplicate, "the session exists");
  return insert_session(site, operation.session);
}

Status Writer::apply(const ChangeSession& operation) {
  CLOISTER_TRY(const std::int64_t site, site_key(operation.site));
  auto query = connection_.query(
      "UPDATE sessions SET locked = ?, last_seen_ms = max(last_seen_ms, ?), session_key = coalesce(?, session_key)"
      " WHERE id_hash = ? AND site = ?");
  query.bind(operation.locked ? 1 : 0).bind(operation.last_seen_ms);
  operation.key ? query.bind(operation.key->view()) : query.bind_null();
  CLOISTER_CHECK(query.bind(operation.id_hash).bind(site).run());
  if (connection_.changes() == 0) return fail(ErrorCode::not_found, "no such session");
  return {};
}

Status Writer::apply(const EndSessions& operation) {
  CLOISTER_TRY(const std::int64_t site, site_key(operation.site));
  for (const Hash& id_hash : operation.id_hashes)
    CLOISTER_CHECK(
        connection_.query("DELETE FROM sessions WHERE id_hash = ? AND site = ?").bind(id_hash).bind(site).run());
  return {};
}

Status Writer::apply(const EndExpiredSessions& operation) {
  return connection_.query("DELETE FROM sessions WHERE expires_ms <= ?").bind(operation.now_ms).run();
}

// --- Security events, marks

Status Writer::apply(const AppendAudit& operation) {
  std::vector<std::int64_t> sites;
  for (const AuditRecord& record : operation.records) {
    // Events from before a site is known carry a zero id.
    std::int64_t site = 0;
    if (!record.site.is_zero()) {
      CLOISTER_TRY(site, site_key(record.site));
    }
    sites.push_back(site);
  }
  for (std::size_t i = 0; i < sites.size(); ++i) {
    const AuditRecord& record = operation.records[i];
    Bytes numbers;
    for (const std::int64_t number : record.numbers) {
      for (int shift = 56; shift >= 0; shift -= 8)
        numbers.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(number) >> shift));
    }
    CLOISTER_CHECK(connection_.query("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)")
                       .bind(next_audit_)
                       .bind(sites[i])
                       .bind(record.time_ms)
                       .bind_text(record.action)
                       .bind_text(record.outcome)
                       .bind(record.principal)
                       .bind(numbers)
                       .run());
    ++next_audit_;
  }
  return connection_.query("DELETE FROM audit WHERE id < ?")
      .bind(next_audit_ - static_cast<std::int64_t>(limits_.audit_rows))
      .run();
}

Status Writer::apply(const CountNoticed& operation) {
  CLOISTER_TRY(const Conversation* known, conversation(operation.site, operation.conversation));
  if (known->erased) return fail(ErrorCode::not_found, "the conversation was erased");
  return connection_.query("INSERT INTO noticed VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1")
      .bind(known->key)
      .bind(operation.person ? operation.person->view() : ByteView{})
      .bind(static_cast<int>(operation.kind))
      .bind(static_cast<int>(operation.outcome))
      .bind(known->site_key)
      .run();
}

Status Writer::apply(const Notes& notes) {
  for (const MarkRecord& mark : notes.marks) {
    const auto known = conversation(mark.site, mark.conversation);
    if (!known && known.error().code == ErrorCode::not_found) continue;
    if (!known) return std::unexpected(known.error());
    CLOISTER_CHECK(connection_
                       .query("INSERT INTO marks VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
                              " SET seq = excluded.seq, mark = excluded.mark WHERE excluded.seq > marks.seq")
                       .bind((*known)->key)
                       .bind(mark.sender)
                       .bind(static_cast<int>(mark.kind))
                       .bind((*known)->site_key)
                       .bind(mark.seq)
                       .bind(mark.mark)
                       .run());
  }
  for (const SessionSeen& seen : notes.seen) {
    const auto site = site_key(seen.site);
    if (!site && site.error().code == ErrorCode::not_found) continue;
    if (!site) return std::unexpected(site.error());
    CLOISTER_CHECK(
        connection_.query("UPDATE sessions SET last_seen_ms = max(last_seen_ms, ?) WHERE id_hash = ? AND site = ?")
            .bind(seen.last_seen_ms)
            .bind(seen.id_hash)
            .bind(*site)
            .run());
  }
  return {};
}

}  // namespace cloister::store::sqlite
