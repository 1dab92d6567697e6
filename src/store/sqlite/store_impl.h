// The parts of the SQLite store put together: sealing on the caller's thread, a bounded queue, one writer thread, a
// pool of readers. The reading half is in reads.cc, the rest in sqlite_store.cc.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "store/sqlite/checkpointer.h"
#include "store/sqlite/coalesced.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/entry_index.h"
#include "store/sqlite/key_vault.h"
#include "store/sqlite/reader_pool.h"
#include "store/sqlite/sealed_operation.h"
#include "store/sqlite/sqlite_store.h"
#include "store/sqlite/writer.h"

namespace cloister::store::sqlite {

class SqliteStore final : public Store {
 public:
  static Result<std::unique_ptr<SqliteStore>> open(SqliteOptions options, const crypto::MasterKeys& master_keys,
                                                   RandomSource& random);
  ~SqliteStore() override;

  Status submit(Operation operation, Done done, std::uint32_t lane) override;
  void note_mark(MarkRecord mark) override;
  void note_session_seen(const SiteId& site, const Hash& id_hash, TimeMs last_seen_ms) override;
  void close() override;

  Result<std::vector<SiteId>> sites() override;
  Result<SiteRecord> site(const SiteId& site) override;
  Result<std::uint64_t> act_count(const SiteId& site) override;
  Result<std::vector<Bytes>> acts(const SiteId& site, std::uint64_t from, std::size_t limit) override;
  Result<PersonRecord> person(const SiteId& site, const PersonId& person) override;
  Result<std::vector<PersonRecord>> people(const SiteId& site) override;
  Result<DeviceKeeping> device(const SiteId& site, const DeviceId& device) override;
  Result<SessionRecord> session(const SiteId& site, const Hash& id_hash) override;
  Result<std::vector<SessionRecord>> sessions_after(const Hash& after, std::size_t limit) override;
  Result<ConversationRecord> conversation(const SiteId& site, const ConversationId& conversation) override;
  Result<std::vector<ConversationRecord>> conversations_of_device(const SiteId& site, const DeviceId& customer_device,
                                                                  std::size_t limit) override;
  Result<std::vector<ConversationRecord>> open_conversations(const SiteId& site, const ConversationId& after,
                                                             std::size_t limit) override;
  Result<std::vector<EntryRecord>> entries_after(const SiteId& site, const ConversationId& conversation,
                                                 std::uint64_t after, std::size_t limit, std::size_t bytes) override;
  Result<std::vector<MarkRecord>> marks(const SiteId& site, const ConversationId& conversation) override;
  Result<std::vector<NoticedCount>> noticed_of(const SiteId& site, const PersonId& person) override;
  Result<std::vector<NoticedCount>> noticed_in(const SiteId& site, const ConversationId& conversation) override;
  Result<std::vector<AuditRecord>> audit_after(const SiteId& site, std::uint64_t after, std::size_t limit) override;
  Figures figures() const override;

 private:
  struct Item {
    SealedOperation sealed;
    Done done;
    std::uint32_t lane = 0;
  };
  struct Key {
    std::int64_t conversation = 0;
    bool erased = false;
  };

  SqliteStore(SqliteOptions options, Connection connection, std::unique_ptr<SqliteKeyVault> vault,
              const crypto::MasterKeys& master_keys, RandomSource& random, ConnectionOptions reading);
  Status start(Connection for_checkpoints);

  // Writing.
  void write();
  void gather(std::unique_lock<std::mutex>& lock);
  bool take_batch(std::vector<Item>& batch, bool& with_notes);
  void commit_batch(std::vector<Item>& batch, bool with_notes);
  bool commit_isolating(std::vector<const SealedOperation*> operations, const Notes& notes,
                        std::vector<Status>& results);
  void notes_wait();
  void notes_written(bool success, bool more);

  // Reading.
  Result<Key> conversation_key(Connection& connection, const SiteId& site, const ConversationId& conversation);
  Result<ConversationRecord> read_record(Connection& connection, std::int64_t key, const Tail& tail);
  Result<std::vector<ConversationRecord>> read_records(Connection& connection, Query query, std::size_t limit);
  Result<std::vector<MarkRecord>> read_marks(Connection& connection, std::int64_t key, const SiteId& site,
                                             const ConversationId& conversation);

  const SqliteOptions options_;
  Connection connection_;
  std::unique_ptr<SqliteKeyVault> vault_;
  Sealing sealing_;
  EntryIndex index_;
  Coalesced coalesced_;
  ReaderPool readers_;
  /// Used by the writer thread only.
  Writer writer_;
  /// Held during a commit; whoever holds it keeps the writer back.
  std::mutex gate_;
  std::unique_ptr<Checkpointer> checkpointer_;

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Item> queue_;
  std::size_t queued_bytes_ = 0;
  /// Operations of the last commit.
  std::size_t last_batch_ = 0;
  bool closing_ = false;
  std::optional<std::chrono::steady_clock::time_point> notes_due_;
  std::once_flag closed_;
  std::thread thread_;

  std::atomic<std::uint64_t> commits_ = 0;
  std::atomic<std::uint64_t> failed_commits_ = 0;
  std::atomic<std::uint64_t> operations_ = 0;
  std::atomic<std::uint64_t> entries_ = 0;
};

}  // namespace cloister::store::sqlite
