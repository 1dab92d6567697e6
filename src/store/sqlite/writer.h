// Carries out operations within one transaction. Used by the writer thread only; knows no queue and no threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "store/limits.h"
#include "store/operations.h"
#include "store/sqlite/coalesced.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/entry_index.h"
#include "store/sqlite/key_vault.h"
#include "store/sqlite/sealed_operation.h"

namespace cloister::store::sqlite {

class Writer {
 public:
  /// All outlive this. `connection` writes the database.
  Writer(Connection& connection, SqliteKeyVault& vault, Sealing& sealing, EntryIndex& index, const StoreLimits& limits);

  /// After opening, once.
  Status load();

  /// Carries out `operations` and `notes` in one transaction and syncs it. Gives each operation's end in `results`. If
  /// the transaction as a whole fails, nothing of it is kept and every result says so; false is returned then.
  bool commit(std::span<const SealedOperation* const> operations, const Notes& notes, std::vector<Status>& results);
  /// The operation that made the last `commit` fail, if it was one (it met a damaged row) and not the disk as a whole:
  /// the others may fare better without it.
  std::optional<std::size_t> culprit() const { return culprit_; }

 private:
  struct Conversation {
    std::int64_t key = 0;
    SiteId site;
    std::int64_t site_key = 0;
    std::uint64_t last_seq = 0;
    bool erased = false;
  };

  Status transaction(std::span<const SealedOperation* const> operations, const Notes& notes,
                     std::vector<Status>& results);
  Status keep_keys(std::span<const SealedOperation* const> operations, const std::vector<Status>& results);
  void forget_all();

  Status apply(const AppendEntries& operation);
  Status apply(const CreateConversation& operation);
  Status apply(const SetStatus& operation);
  Status apply(const EraseConversation& operation);
  Status apply(const CreateSite& operation);
  Status apply(const SetFirstLink& operation);
  Status apply(const AppendActs& operation);
  Status apply(const PutPerson& operation);
  Status apply(const PutDevice& operation);
  Status apply(const SetSignCount& operation);
  Status apply(const StartSession& operation);
  Status apply(const ChangeSession& operation);
  Status apply(const EndSessions& operation);
  Status apply(const EndExpiredSessions& operation);
  Status apply(const AppendAudit& operation);
  Status apply(const CountNoticed& operation);
  Status apply(const Notes& notes);

  Result<std::int64_t> site_key(const SiteId& site);
  Result<std::uint64_t> act_count(std::int64_t site_key);
  /// Owned by the cache; valid until the transaction ends.
  Result<Conversation*> conversation(const SiteId& site, const ConversationId& conversation);
  Status insert_entries(Conversation& conversation, const std::vector<NewEntry>& entries);
  Status check_acts(const AppendActs& operation, std::int64_t site_key);
  Status put_person(std::int64_t site_key, const PersonRecord& person);
  Status put_device(std::int64_t site_key, const DeviceKeeping& device);
  Status insert_session(std::int64_t site_key, const SessionRecord& session);
  Result<bool> exists(const char* sql, std::int64_t site_key, ByteView id);

  Connection& connection_;
  SqliteKeyVault& vault_;
  Sealing& sealing_;
  EntryIndex& index_;
  const StoreLimits limits_;

  std::unordered_map<SiteId, std::int64_t> sites_;
  std::unordered_map<ConversationId, Conversation> conversations_;
  std::int64_t next_entry_ = 1;
  std::int64_t next_audit_ = 1;
  // Of the transaction that runs.
  std::vector<Appended> appended_;
  std::vector<Subject> destroyed_;
  std::optional<std::size_t> culprit_;
};

}  // namespace cloister::store::sqlite
