#include "store/sqlite/connection.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>

#include "store/no_room.h"

namespace cloister::store::sqlite {
namespace {

/// A writer waits this long for the few locks that another connection of ours can hold.
constexpr int kBusyTimeoutMs = 5000;

/// SQLite would create the file readable by others; the -wal and -shm files take over its mode.
Status create_private(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) {
    const bool full = is_no_room(errno);
    return fail(full ? ErrorCode::storage_full : ErrorCode::storage_failed,
                fmt::format("{}: cannot be opened (error {})", path, errno));
  }
  struct stat info{};
  const bool ours = ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && (info.st_mode & 077) == 0;
  ::close(fd);
  if (!ours) return fail(ErrorCode::storage_failed, path + ": is not a file that only we can read");
  return {};
}

/// SQLite counts its memory under a lock shared by all threads unless told otherwise before its first use.
void configure_once() {
  static std::once_flag once;
  std::call_once(once, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
}

/// Why a file failed. SQLite does not say it of the commit itself (sqlite3_system_errno), so the files are asked: the
/// log first, which commits write.
int last_errno(sqlite3* db) {
  if (const int known = sqlite3_system_errno(db); known != 0) return known;
  for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(db, "main", which, &file) != SQLITE_OK || file == nullptr || file->pMethods == nullptr)
      continue;
    int found = 0;
    if (file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &found) == SQLITE_OK && found != 0) return found;
  }
  return 0;
}

}  // namespace

Result<Connection> Connection::open(const ConnectionOptions& options) {
  configure_once();
  if (options.writes) CLOISTER_CHECK(create_private(options.path));
  Connection out;
  // Readers open for writing as well, since they too may have to repair the index of the log; `query_only` keeps
  // them from more.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE;
  const int code =
      sqlite3_open_v2(options.path.c_str(), &out.db_, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
  if (out.db_ == nullptr) return fail(ErrorCode::storage_failed, options.path + ": no memory");
  if (code != SQLITE_OK) return std::unexpected(out.error(code));

  sqlite3_db_config(out.db_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(out.db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(out.db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(out.db_, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  sqlite3_db_config(out.db_, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
  sqlite3_busy_timeout(out.db_, kBusyTimeoutMs);

  CLOISTER_CHECK(out.exec(
      fmt::format("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON;"
                  "PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0; PRAGMA cache_size = -{};"
                  "PRAGMA secure_delete = {}; PRAGMA synchronous = {}; PRAGMA wal_autocheckpoint = 0;",
                  options.cache_bytes / 1024, options.wipe_deleted ? "ON" : "FAST", options.no_sync ? "OFF" : "FULL")
          .c_str()));
  if (!options.writes) {
    CLOISTER_CHECK(out.exec("PRAGMA query_only = ON"));
    return out;
  }
  CLOISTER_CHECK(
      out.exec(fmt::format("PRAGMA page_size = {}; PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = {};",
                           kPageBytes, options.log_limit_bytes)
                   .c_str()));
  return out;
}

Connection::Connection(Connection&& other) noexcept
    : db_(std::exchange(other.db_, nullptr)), statements_(std::exchange(other.statements_, {})) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  if (this != &other) {
    close();
    db_ = std::exchange(other.db_, nullptr);
    statements_ = std::exchange(other.statements_, {});
  }
  return *this;
}

Connection::~Connection() { close(); }

void Connection::close() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  statements_.clear();
  if (db_ != nullptr) sqlite3_close_v2(std::exchange(db_, nullptr));
}

Error Connection::error(int code) const {
  const int primary = code & 0xff;
  const int cause = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN ? last_errno(db_) : 0;
  const bool full = primary == SQLITE_FULL || is_no_room(cause);
  return {full ? ErrorCode::storage_full : ErrorCode::storage_failed,
          fmt::format("SQLite {}: {} (system error {})", code, sqlite3_errmsg(db_), cause)};
}

Status Connection::exec(const char* sql) {
  const int code = sqlite3_exec(db_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return std::unexpected(error(code));
  return {};
}

Query Connection::query(const char* sql) {
  sqlite3_stmt*& statement = statements_[sql];
  int code = SQLITE_OK;
  if (statement == nullptr) code = sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  return {*this, statement, code};
}

Result<std::int64_t> Connection::number(const char* sql) {
  auto found = query(sql);
  CLOISTER_TRY(const bool row, found.next());
  if (!row) return fail(ErrorCode::storage_failed, "a row that must be there is missing");
  return found.number(0);
}

Query::~Query() {
  if (statement_ != nullptr) sqlite3_reset(statement_);
}

Query& Query::bind(std::int64_t value) {
  if (code_ == SQLITE_OK) code_ = sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

Query& Query::bind(ByteView value) {
  // A null pointer would bind NULL, not an empty value.
  static constexpr std::uint8_t kEmpty = 0;
  if (code_ == SQLITE_OK)
    code_ =
        sqlite3_bind_blob64(statement_, ++bound_, value.empty() ? &kEmpty : value.data(), value.size(), SQLITE_STATIC);
  return *this;
}

Query& Query::bind_text(std::string_view value) {
  if (code_ == SQLITE_OK)
    code_ = sqlite3_bind_text64(statement_, ++bound_, value.empty() ? "" : value.data(), value.size(), SQLITE_STATIC,
                                SQLITE_UTF8);
  return *this;
}

Query& Query::bind_null() {
  if (code_ == SQLITE_OK) code_ = sqlite3_bind_null(statement_, ++bound_);
  return *this;
}

Status Query::intact() const {
  if (damaged_) return fail(ErrorCode::storage_failed, "a row of the database is damaged");
  return {};
}

Result<bool> Query::next() {
  CLOISTER_CHECK(intact());
  if (code_ == SQLITE_OK) code_ = sqlite3_step(statement_);
  if (code_ == SQLITE_ROW) {
    code_ = SQLITE_OK;
    return true;
  }
  if (code_ == SQLITE_DONE) return false;
  return std::unexpected(connection_->error(code_));
}

Status Query::run() {
  CLOISTER_TRY(const bool row, next());
  if (row) return fail(ErrorCode::internal, "a row where none was expected");
  return {};
}

ByteView Query::blob(int column) {
  const void* data = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return {static_cast<const std::uint8_t*>(data), static_cast<std::size_t>(size)};
}

std::string_view Query::text(int column) { return as_text(blob(column)); }

Result<Transaction> Transaction::begin(Connection& connection, Kind kind) {
  CLOISTER_CHECK(connection.query(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN").run());
  return Transaction(connection);
}

Transaction::~Transaction() {
  // After some errors (a full disk) SQLite has rolled back by itself.
  if (connection_ != nullptr && connection_->in_transaction()) (void)connection_->query("ROLLBACK").run();
}

Status Transaction::commit() {
  CLOISTER_CHECK(connection_->query("COMMIT").run());
  connection_ = nullptr;
  return {};
}

}  // namespace cloister::store::sqlite
