#include "store/sqlite/sqlite_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "store/sqlite/schema.h"
#include "store/sqlite/store_impl.h"

namespace cloister::store {
namespace sqlite {
namespace {

using Clock = std::chrono::steady_clock;

/// Marks and last-seen times that one commit takes along: others wait for them.
constexpr std::size_t kNotesPerCommit = 1024;
/// Operations that a damaged database may cost one by one before the whole batch is given up.
constexpr int kMaxIsolated = 4;
constexpr std::int64_t kWriterCacheBytes = std::int64_t{512} << 10;

/// New files are there after a power cut only once their directory was synced.
Status sync_directory(const std::string& file) {
  const auto directory = std::filesystem::path(file).parent_path();
  const int fd = ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  if (!synced) return fail(ErrorCode::storage_failed, directory.string() + ": cannot be synced");
  return {};
}

std::size_t count_entries(const Operation& operation) {
  if (const auto* append = std::get_if<AppendEntries>(&operation)) return append->entries.size();
  if (const auto* create = std::get_if<CreateConversation>(&operation)) return create->entries.size();
  return 0;
}

}  // namespace

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(SqliteOptions options, const crypto::MasterKeys& master_keys,
                                                       RandomSource& random) {
  ConnectionOptions keys{.path = options.keys, .vfs = options.test_vfs, .no_sync = options.test_no_sync};
  CLOISTER_TRY(auto vault, SqliteKeyVault::open(keys, master_keys, random));

  ConnectionOptions reading{.path = options.database, .vfs = options.test_vfs, .no_sync = options.test_no_sync};
  reading.log_limit_bytes = static_cast<std::int64_t>(2 * options.limits.checkpoint_bytes);
  ConnectionOptions writing = reading;
  writing.writes = true;
  writing.cache_bytes = kWriterCacheBytes;
  CLOISTER_TRY(Connection connection, Connection::open(writing));
  CLOISTER_CHECK(migrate_data(connection));
  CLOISTER_CHECK(sync_directory(options.database));
  CLOISTER_CHECK(sync_directory(options.keys));
  CLOISTER_TRY(Connection for_checkpoints, Connection::open(reading));

  std::unique_ptr<SqliteStore> out(new SqliteStore(std::move(options), std::move(connection), std::move(vault),
                                                   master_keys, random, std::move(reading)));
  CLOISTER_CHECK(out->start(std::move(for_checkpoints)));
  return out;
}

SqliteStore::SqliteStore(SqliteOptions options, Connection connection, std::unique_ptr<SqliteKeyVault> vault,
                         const crypto::MasterKeys& master_keys, RandomSource& random, ConnectionOptions reading)
    : options_(std::move(options)),
      connection_(std::move(connection)),
      vault_(std::move(vault)),
      sealing_(*vault_, master_keys, random, options_.limits.cached_keys),
      index_(options_.limits.unindexed_entries, options_.limits.indexed_conversations),
      coalesced_(options_.limits.coalesced),
      readers_(std::move(reading), options_.limits.readers),
      writer_(connection_, *vault_, sealing_, index_, options_.limits) {}

Status SqliteStore::start(Connection for_checkpoints) {
  CLOISTER_CHECK(index_.load(connection_));
  CLOISTER_CHECK(writer_.load());
  checkpointer_ = std::make_unique<Checkpointer>(std::move(for_checkpoints), gate_, options_.limits.checkpoint_bytes);
  sqlite3_wal_hook(
      connection_.handle(),
      [](void* checkpointer, sqlite3*, const char*, int pages) {
        static_cast<Checkpointer*>(checkpointer)
            ->log_grew_to(static_cast<std::uint64_t>(pages) * (kPageBytes + kFrameHeaderBytes));
        return SQLITE_OK;
      },
      checkpointer_.get());
  thread_ = std::thread([this] { write(); });
  return {};
}

SqliteStore::~SqliteStore() { SqliteStore::close(); }

void SqliteStore::close() {
  std::call_once(closed_, [this] {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
    if (checkpointer_) checkpointer_->stop();
  });
}

Status SqliteStore::submit(Operation operation, Done done, std::uint32_t lane) {
  {
    // Before the work of sealing.
    const std::lock_guard lock(mutex_);
    if (closing_) return fail(ErrorCode::shutting_down, "the store is closed");
    if (queue_.size() >= options_.limits.queued_operations || queued_bytes_ >= options_.limits.queued_bytes)
      return fail(ErrorCode::limit_reached, "too much waits for the disk");
  }
  CLOISTER_TRY(SealedOperation sealed, seal_operation(std::move(operation), sealing_));
  bool was_empty = false;
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return fail(ErrorCode::shutting_down, "the store is closed");
    was_empty = queue_.empty();
    queued_bytes_ += sealed.size_bytes;
    queue_.push_back({std::move(sealed), std::move(done), lane});
  }
  // A writer at work looks at the queue before it waits.
  if (was_empty) wake_.notify_one();
  return {};
}

void SqliteStore::note_mark(MarkRecord mark) {
  if (coalesced_.note(std::move(mark))) notes_wait();
}

void SqliteStore::note_session_seen(const SiteId& site, const Hash& id_hash, TimeMs last_seen_ms) {
  if (coalesced_.note(SessionSeen{site, id_hash, last_seen_ms})) notes_wait();
}

void SqliteStore::notes_wait() {
  {
    const std::lock_guard lock(mutex_);
    if (notes_due_) return;
    notes_due_ = Clock::now() + std::chrono::milliseconds(kCoalesceMs);
  }
  wake_.notify_one();
}

void SqliteStore::notes_written(bool success, bool more) {
  const std::lock_guard lock(mutex_);
  notes_due_.reset();
  if (coalesced_.empty()) return;
  notes_due_ = Clock::now();
  if (!success || !more) *notes_due_ += std::chrono::milliseconds(kCoalesceMs);
}

void SqliteStore::write() {
  std::vector<Item> batch;
  bool with_notes = false;
  while (take_batch(batch, with_notes)) commit_batch(batch, with_notes);
}

/// While many write, a commit that waits a moment takes more of them along, and the disk is synced less often.
void SqliteStore::gather(std::unique_lock<std::mutex>& lock) {
  if (last_batch_ < options_.limits.gather_from) return;
  const auto until = Clock::now() + std::chrono::microseconds(options_.limits.gather_us);
  // Who submits does not wake a writer whose queue is not empty, so this ends by time, or when the store closes.
  while (!closing_ && queue_.size() < options_.limits.batch_operations)
    if (wake_.wait_until(lock, until) == std::cv_status::timeout) return;
}

/// Waits for something to do; false when the store is closed and nothing is left.
bool SqliteStore::take_batch(std::vector<Item>& batch, bool& with_notes) {
  batch.clear();
  std::unique_lock lock(mutex_);
  while (queue_.empty() && !closing_) {
    if (!notes_due_) {
      wake_.wait(lock);
    } else if (const auto due = *notes_due_; wake_.wait_until(lock, due) == std::cv_status::timeout) {
      break;
    }
  }
  gather(lock);
  const bool last = closing_ && queue_.empty();
  with_notes = closing_ || (notes_due_ && Clock::now() >= *notes_due_);
  if (last && coalesced_.empty()) return false;
  std::size_t size_bytes = 0;
  while (!queue_.empty() && batch.size() < options_.limits.batch_operations &&
         (batch.empty() || size_bytes + queue_.front().sealed.size_bytes <= options_.limits.batch_bytes)) {
    size_bytes += queue_.front().sealed.size_bytes;
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queued_bytes_ -= size_bytes;
  last_batch_ = batch.size();
  return true;
}

void SqliteStore::commit_batch(std::vector<Item>& batch, bool with_notes) {
  const Notes notes = with_notes ? coalesced_.take(kNotesPerCommit) : Notes{};
  std::vector<const SealedOperation*> operations;
  operations.reserve(batch.size());
  for (const Item& item : batch) operations.push_back(&item.sealed);
  std::vector<Status> results;
  bool success = true;
  if (!operations.empty() || !notes.empty()) success = commit_isolating(std::move(operations), notes, results);
  if (with_notes) {
    coalesced_.written(success);
    notes_written(success, notes.size() >= kNotesPerCommit);
  }
  std::vector<Completion> completions;
  completions.reserve(batch.size());
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (results[i]) entries_.fetch_add(count_entries(batch[i].sealed.operation), std::memory_order_relaxed);
    completions.push_back({batch[i].lane, std::move(batch[i].done), std::move(results[i])});
  }
  operations_.fetch_add(batch.size(), std::memory_order_relaxed);
  // What a completion leads to may use the keys; those of refused operations go now.
  batch.clear();
  if (!completions.empty()) options_.deliver(std::move(completions));
}

bool SqliteStore::commit_isolating(std::vector<const SealedOperation*> operations, const Notes& notes,
                                   std::vector<Status>& results) {
  const std::lock_guard gate(gate_);
  results.assign(operations.size(), Status{});
  std::vector<std::size_t> places(operations.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  std::vector<Status> some;
  for (int isolated = 0;; ++isolated) {
    const bool success = writer_.commit(operations, notes, some);
    (success ? commits_ : failed_commits_).fetch_add(1, std::memory_order_relaxed);
    const auto culprit = writer_.culprit();
    if (success || !culprit || operations.size() == 1 || isolated == kMaxIsolated) {
      for (std::size_t i = 0; i < places.size(); ++i) results[places[i]] = std::move(some[i]);
      return success;
    }
    results[places[*culprit]] = std::move(some[*culprit]);
    places.erase(places.begin() + static_cast<std::ptrdiff_t>(*culprit));
    operations.erase(operations.begin() + static_cast<std::ptrdiff_t>(*culprit));
  }
}

Store::Figures SqliteStore::figures() const {
  Figures out;
  out.commits = commits_.load(std::memory_order_relaxed);
  out.failed_commits = failed_commits_.load(std::memory_order_relaxed);
  out.operations = operations_.load(std::memory_order_relaxed);
  out.entries = entries_.load(std::memory_order_relaxed);
  out.checkpoints = checkpointer_->count();
  out.log_bytes = checkpointer_->log_bytes();
  const std::lock_guard lock(mutex_);
  out.queued = queue_.size();
  return out;
}

}  // namespace sqlite

Result<std::unique_ptr<Store>> open_sqlite_store(SqliteOptions options, const crypto::MasterKeys& master_keys,
                                                 RandomSource& random) {
  return sqlite::SqliteStore::open(std::move(options), master_keys, random);
}

}  // namespace cloister::store
