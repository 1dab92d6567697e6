// Reading connections of one database, lent to one caller at a time.
#pragma once

#include <condition_variable>
#include <mutex>
#include <vector>

#include "store/sqlite/connection.h"

namespace cloister::store::sqlite {

/// Thread safe. Connections are opened when first needed.
class ReaderPool {
 public:
  /// `options.writes` is ignored. `limit` connections at most.
  ReaderPool(ConnectionOptions options, std::size_t limit);

  /// A connection on loan; goes back when this dies.
  class Loan {
   public:
    Loan(ReaderPool& pool, Connection connection) : pool_(&pool), connection_(std::move(connection)) {}
    Loan(Loan&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), connection_(std::move(other.connection_)) {}
    Loan& operator=(Loan&&) = delete;
    ~Loan() {
      if (pool_ != nullptr) pool_->give_back(std::move(connection_));
    }
    Connection& operator*() { return connection_; }
    Connection* operator->() { return &connection_; }

   private:
    ReaderPool* pool_;
    Connection connection_;
  };

  /// Waits for a connection if all are out. `storage_failed` when none can be opened.
  Result<Loan> borrow();

 private:
  void give_back(Connection connection);

  const ConnectionOptions options_;
  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<Connection> idle_;
  std::size_t opened_ = 0;
};

}  // namespace cloister::store::sqlite
