// A thin, typed layer over the SQLite C interface: connections with our settings, cached prepared statements, and
// errors as `Error`.
//
// A connection and everything got from it is used by one thread at a time.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"

namespace cloister::store::sqlite {

/// Bytes of a database page. Larger than SQLite's default 4096: entries of some 800 bytes waste less of the page, and a
/// batch of them writes fewer pages; smaller than 16384 because a lone entry writes at least one whole page.
inline constexpr std::int64_t kPageBytes = 8192;
/// What SQLite adds to a page in the write-ahead log (sqlite.org/fileformat2.html section 4.1).
inline constexpr std::int64_t kFrameHeaderBytes = 24;

struct ConnectionOptions {
  std::string path;
  /// SQLite VFS by name; empty is the system's.
  std::string vfs;
  bool writes = false;
  /// Tests only: synchronous=OFF.
  bool no_sync = false;
  /// Overwrite deleted content with zeros at any cost (else only where it costs no extra write).
  bool wipe_deleted = false;
  /// Page cache. Little for readers: each commit of the writer makes theirs worthless, and the system caches as well.
  std::int64_t cache_bytes = std::int64_t{256} << 10;
  /// The log file is cut to this when it starts anew.
  std::int64_t log_limit_bytes = std::int64_t{16} << 20;
};

class Query;

class Connection {
 public:
  /// A connection that reads or writes; a writing one creates the file (mode 0600) if it is missing.
  static Result<Connection> open(const ConnectionOptions& options);

  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// Runs a script that returns nothing of interest.
  Status exec(const char* sql);
  /// The prepared statement of a string constant, kept for the next time by the address of the constant.
  Query query(const char* sql);
  /// The first column of the first row; `storage_failed` if there is none.
  Result<std::int64_t> number(const char* sql);

  /// Whether a transaction is open.
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  std::int64_t changes() const { return sqlite3_changes64(db_); }
  /// What the last failure means to us. `storage_full` when there is no room, else `storage_failed`.
  Error error(int code) const;
  sqlite3* handle() const { return db_; }

 private:
  Connection() = default;
  void close();

  sqlite3* db_ = nullptr;
  std::unordered_map<const char*, sqlite3_stmt*> statements_;
};

/// One execution of a statement. Values are bound in order of `?`; views must live until the last `next`. Resets the
/// statement when it dies.
class Query {
 public:
  Query(Connection& connection, sqlite3_stmt* statement, int code)
      : connection_(&connection), statement_(statement), code_(code) {}
  Query(Query&& other) noexcept
      : connection_(other.connection_),
        statement_(std::exchange(other.statement_, nullptr)),
        code_(other.code_),
        bound_(other.bound_),
        damaged_(other.damaged_) {}
  Query& operator=(Query&&) = delete;
  ~Query();

  Query& bind(std::int64_t value);
  Query& bind(std::uint64_t value) { return bind(static_cast<std::int64_t>(value)); }
  Query& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
  Query& bind(ByteView value);
  Query& bind_text(std::string_view value);
  Query& bind_null();

  /// The next row, if there is one. `storage_failed` too if a column of the row before was not what it must be.
  Result<bool> next();
  /// For statements without rows.
  Status run();
  /// Says so if a column read since the last `next` was not what it must be.
  Status intact() const;

  std::int64_t number(int column) { return sqlite3_column_int64(statement_, column); }
  bool is_null(int column) { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  /// Valid until the next `next`.
  ByteView blob(int column);
  std::string_view text(int column);
  /// A `Fixed`; of another size is damage.
  template <class T>
  T fixed(int column) {
    const auto value = T::from(blob(column));
    if (!value) damaged_ = true;
    return value.value_or(T{});
  }

 private:
  Connection* connection_;
  sqlite3_stmt* statement_;
  int code_;
  int bound_ = 0;
  bool damaged_ = false;
};

/// A transaction that is rolled back unless it was committed.
class Transaction {
 public:
  enum class Kind : std::uint8_t { read, write };
  static Result<Transaction> begin(Connection& connection, Kind kind);
  Transaction(Transaction&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  Status commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;
};

}  // namespace cloister::store::sqlite
