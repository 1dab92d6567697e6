#include "store/sqlite/schema.h"

#include <fmt/format.h>

#include <span>

#include "protocol/gen/wire.h"

namespace cloister::store::sqlite {
namespace {

static_assert(protocol::kMaxEntries < kSeqMask && protocol::kMaxActs < kSeqMask);

// A migration is never changed once released; a change is a new one at the end.
constexpr const char* kData[] = {R"sql(
CREATE TABLE sites (
  key INTEGER PRIMARY KEY,
  site BLOB NOT NULL UNIQUE,
  rp_id TEXT NOT NULL,
  log_key_seed BLOB NOT NULL,
  support_team BLOB NOT NULL,
  supervisors_team BLOB NOT NULL,
  first_link BLOB,
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE acts (
  place INTEGER PRIMARY KEY,
  act BLOB NOT NULL
) STRICT;

CREATE TABLE people (
  site INTEGER NOT NULL REFERENCES sites,
  person BLOB NOT NULL,
  name BLOB NOT NULL,
  PRIMARY KEY (site, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
  site INTEGER NOT NULL REFERENCES sites,
  device BLOB NOT NULL,
  person BLOB NOT NULL,
  lock_share BLOB NOT NULL,
  sign_count INTEGER NOT NULL,
  created_ms INTEGER NOT NULL,
  PRIMARY KEY (site, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX devices_by_person ON devices (site, person);

CREATE TABLE sessions (
  id_hash BLOB NOT NULL PRIMARY KEY,
  site INTEGER NOT NULL REFERENCES sites,
  kind INTEGER NOT NULL,
  session_key BLOB NOT NULL,
  device BLOB NOT NULL,
  owner BLOB NOT NULL,
  created_ms INTEGER NOT NULL,
  last_seen_ms INTEGER NOT NULL,
  expires_ms INTEGER NOT NULL,
  locked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_device ON sessions (site, device);
CREATE INDEX sessions_by_owner ON sessions (site, owner);
CREATE INDEX sessions_by_end ON sessions (expires_ms);

CREATE TABLE conversations (
  key INTEGER PRIMARY KEY,
  conversation BLOB NOT NULL UNIQUE,
  site INTEGER NOT NULL REFERENCES sites,
  customer_device BLOB NOT NULL,
  customer BLOB NOT NULL,
  status INTEGER NOT NULL,
  assigned BLOB,
  created_ms INTEGER NOT NULL,
  changed_ms INTEGER NOT NULL,
  erased INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX conversations_by_device ON conversations (site, customer_device);
CREATE INDEX conversations_waiting ON conversations (site) WHERE status = 1;
CREATE INDEX conversations_assigned ON conversations (site, assigned) WHERE status = 2;

CREATE TABLE entries (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  conversation INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  messages INTEGER NOT NULL,
  sender_seq INTEGER NOT NULL,
  counter INTEGER NOT NULL,
  hash BLOB NOT NULL,
  head BLOB NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE runs (
  place INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  ids BLOB NOT NULL
) STRICT;

CREATE TABLE indexed (
  only INTEGER PRIMARY KEY CHECK (only = 0),
  through INTEGER NOT NULL
) STRICT;
INSERT INTO indexed VALUES (0, 0);

CREATE TABLE marks (
  conversation INTEGER NOT NULL,
  sender BLOB NOT NULL,
  kind INTEGER NOT NULL,
  site INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  mark BLOB NOT NULL,
  PRIMARY KEY (conversation, sender, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  site INTEGER NOT NULL,
  time_ms INTEGER NOT NULL,
  action TEXT NOT NULL,
  outcome TEXT NOT NULL,
  principal BLOB NOT NULL,
  numbers BLOB NOT NULL
) STRICT;
CREATE INDEX audit_by_site ON audit (site, id);
)sql",
                                 // The counter of a passkey is the person's, at whatever device; a start looks for all
                                 // open conversations.
                                 R"sql(
ALTER TABLE people ADD COLUMN sign_count INTEGER NOT NULL DEFAULT 0;
UPDATE people SET sign_count = coalesce((SELECT max(d.sign_count) FROM devices d
  WHERE d.site = people.site AND d.person = people.person), 0);
ALTER TABLE devices DROP COLUMN sign_count;
CREATE INDEX conversations_open ON conversations (site) WHERE status < 3;
)sql",
                                 // What was noticed in drafts, counted. An empty person is the customer.
                                 R"sql(
CREATE TABLE noticed (
  conversation INTEGER NOT NULL,
  person BLOB NOT NULL,
  kind INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  site INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (conversation, person, kind, outcome)
) STRICT, WITHOUT ROWID;
CREATE INDEX noticed_by_person ON noticed (site, person);
)sql"};

constexpr const char* kKeys[] = {R"sql(
CREATE TABLE keys (
  subject BLOB NOT NULL PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;
)sql"};

Status migrate(Connection& connection, std::span<const char* const> migrations, std::int64_t application_id) {
  CLOISTER_TRY(const std::int64_t version, connection.number("PRAGMA user_version"));
  CLOISTER_TRY(const std::int64_t application, connection.number("PRAGMA application_id"));
  CLOISTER_TRY(const std::int64_t tables, connection.number("SELECT count(*) FROM sqlite_schema"));
  const bool empty = version == 0 && application == 0 && tables == 0;
  if (!empty && application != application_id) return fail(ErrorCode::storage_failed, "not a database of Cloister");
  if (version > static_cast<std::int64_t>(migrations.size()))
    return fail(ErrorCode::storage_failed,
                fmt::format("the database has version {}, this program knows {} at most: use the newer program",
                            version, migrations.size()));
  for (auto next = static_cast<std::size_t>(version); next < migrations.size(); ++next) {
    CLOISTER_TRY(Transaction transaction, Transaction::begin(connection, Transaction::Kind::write));
    CLOISTER_CHECK(connection.exec(migrations[next]));
    CLOISTER_CHECK(connection.exec(
        fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};", application_id, next + 1).c_str()));
    CLOISTER_CHECK(transaction.commit());
  }
  return {};
}

}  // namespace

Status migrate_data(Connection& connection) { return migrate(connection, kData, kDataApplicationId); }
Status migrate_keys(Connection& connection) { return migrate(connection, kKeys, kKeysApplicationId); }

}  // namespace cloister::store::sqlite
