#include "store/sqlite/log_copier.h"

namespace cloister::store::sqlite {
namespace {

/// Where the index of the log (the -shm file) says how many frames were copied, the size of its first block, and the
/// place of the lock of whoever checkpoints (sqlite.org/walformat.html sections 2.1, 2.2 and 2.3).
constexpr std::size_t kCopiedOffset = 96;
constexpr int kIndexBlockBytes = 32768;
constexpr int kCheckpointLock = 1;

sqlite3_file* file_of(const Connection& connection) {
  sqlite3_file* file = nullptr;
  const int code = sqlite3_file_control(connection.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  return code == SQLITE_OK && file != nullptr && file->pMethods != nullptr ? file : nullptr;
}

bool synchronous(Connection& connection) {
  const auto level = connection.number("PRAGMA synchronous");
  return !level || *level != 0;
}

}  // namespace

Result<LogCopier::Copied> LogCopier::copy(int mode, bool alone) {
  if (doubtful_) CLOISTER_CHECK(forget());
  Copied out;
  const int code = sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, mode, &out.frames, &out.copied);
  // A failed sync of SQLite's own: what it copied now does not count, and what was copied before was synced here.
  if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) return std::unexpected(connection_.error(code));
  // Where others write, SQLite may have found more frames at the end than it reports, and not have synced.
  if (out.copied <= 0 || (alone && out.all())) return out;
  if (const Status synced = sync(); !synced) {
    doubtful_ = true;
    CLOISTER_CHECK(forget());
    return std::unexpected(synced.error());
  }
  return out;
}

Status LogCopier::sync() {
  if (!synchronous(connection_)) return {};
  sqlite3_file* const file = file_of(connection_);
  const int code = file == nullptr ? SQLITE_IOERR_FSYNC : file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
  if (code != SQLITE_OK) return std::unexpected(connection_.error(code));
  return {};
}

/// Counting less as copied than was is always allowed: the frames are in the log until it is overwritten, which is only
/// after all of it was copied.
Status LogCopier::forget() {
  sqlite3_file* const file = file_of(connection_);
  if (file == nullptr || file->pMethods->iVersion < 2) return fail(ErrorCode::storage_failed, "no index of the log");
  const sqlite3_io_methods& io = *file->pMethods;
  constexpr int kLock = SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE;
  if (const int code = io.xShmLock(file, kCheckpointLock, 1, kLock); code != SQLITE_OK)
    return std::unexpected(connection_.error(code));
  void volatile* index = nullptr;
  const int code = io.xShmMap(file, 0, kIndexBlockBytes, 0, &index);
  if (code == SQLITE_OK && index != nullptr) {
    auto* const copied = static_cast<std::uint8_t volatile*>(index) + kCopiedOffset;
    __atomic_store_n(reinterpret_cast<std::uint32_t volatile*>(copied), 0U, __ATOMIC_SEQ_CST);
    doubtful_ = false;
  }
  io.xShmLock(file, kCheckpointLock, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE);
  if (doubtful_) return fail(ErrorCode::storage_failed, "the index of the log cannot be reached");
  return {};
}

}  // namespace cloister::store::sqlite
