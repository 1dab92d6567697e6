#include "store/sqlite/key_vault.h"

#include "store/sqlite/schema.h"

namespace cloister::store::sqlite {
namespace {

/// Readers of keys are few: a key is read once, then cached.
constexpr std::size_t kVaultReaders = 2;
/// New conversations commit rarely, so the vault may checkpoint within the commit, at so many pages of log.
constexpr int kVaultCheckpointPages = 256;
/// Names the key that only shows whether the master keys fit. No subject has this name.
constexpr std::string_view kProbeName = "probe";

constexpr const char* kFindKey = "SELECT wrapped FROM keys WHERE subject = ?";
constexpr const char* kInsertKey = "INSERT INTO keys VALUES (?, ?) ON CONFLICT DO NOTHING";
constexpr const char* kDeleteKey = "DELETE FROM keys WHERE subject = ?";

Result<std::optional<Bytes>> find_in(Connection& connection, ByteView name) {
  auto query = connection.query(kFindKey);
  query.bind(name);
  CLOISTER_TRY(const bool row, query.next());
  if (!row) return std::optional<Bytes>();
  return std::optional(to_bytes(query.blob(0)));
}

}  // namespace

Result<std::unique_ptr<SqliteKeyVault>> SqliteKeyVault::open(ConnectionOptions options,
                                                             const crypto::MasterKeys& master_keys,
                                                             RandomSource& random) {
  options.writes = true;
  options.wipe_deleted = true;
  options.log_limit_bytes = 0;
  CLOISTER_TRY(Connection writer, Connection::open(options));
  CLOISTER_CHECK(migrate_keys(writer));
  std::unique_ptr<SqliteKeyVault> out(new SqliteKeyVault(std::move(writer), std::move(options)));
  CLOISTER_CHECK(out->check_master_keys(master_keys, random));
  return out;
}

SqliteKeyVault::SqliteKeyVault(Connection writer, ConnectionOptions options)
    : writer_(std::move(writer)), copier_(writer_), readers_(std::move(options), kVaultReaders) {
  sqlite3_wal_hook(
      writer_.handle(),
      [](void* pages, sqlite3*, const char*, int count) {
        *static_cast<int*>(pages) = count;
        return SQLITE_OK;
      },
      &log_pages_);
}

Status SqliteKeyVault::check_master_keys(const crypto::MasterKeys& master_keys, RandomSource& random) {
  const ByteView name = as_bytes(kProbeName);
  CLOISTER_TRY(const std::optional<Bytes> probe, find_in(writer_, name));
  if (probe) {
    if (!master_keys.unwrap(*probe, name))
      return fail(ErrorCode::storage_failed, "the master key is not the one that this data was sealed with");
    return {};
  }
  const Bytes made = master_keys.wrap(crypto::DataKey::generate(random), name, random);
  return writer_.query(kInsertKey).bind(name).bind(made).run();
}

Result<std::optional<Bytes>> SqliteKeyVault::find(const Subject& subject) {
  CLOISTER_TRY(auto connection, readers_.borrow());
  const Bytes name = subject.bytes();
  return find_in(*connection, name);
}

Status SqliteKeyVault::commit(const Changes& changes) {
  CLOISTER_TRY(Transaction transaction, Transaction::begin(writer_, Transaction::Kind::write));
  for (const auto& key : changes.kept) {
    if (key->kept()) continue;
    const Bytes name = key->subject().bytes();
    CLOISTER_CHECK(writer_.query(kInsertKey).bind(name).bind(key->wrapped()).run());
    if (writer_.changes() == 1) continue;
    CLOISTER_TRY(const std::optional<Bytes> there, find_in(writer_, name));
    // The same key again: the commit after the vault's failed, and the operation was repeated.
    if (!there || !equal(*there, key->wrapped())) return fail(ErrorCode::duplicate, "the subject has another key");
  }
  for (const Subject& subject : changes.destroyed) {
    const Bytes name = subject.bytes();
    CLOISTER_CHECK(writer_.query(kDeleteKey).bind(name).run());
  }
  CLOISTER_CHECK(transaction.commit());
  for (const auto& key : changes.kept) key->set_kept();
  // So that the log does not hold what was just destroyed. Readers in the middle of a look-up may delay it to the next,
  // and so may a failing disk.
  if (!changes.destroyed.empty())
    (void)copier_.copy(SQLITE_CHECKPOINT_TRUNCATE, true);
  else if (log_pages_ >= kVaultCheckpointPages)
    (void)copier_.copy(SQLITE_CHECKPOINT_PASSIVE, true);
  return {};
}

}  // namespace cloister::store::sqlite
