#include "store/sqlite/reader_pool.h"

namespace cloister::store::sqlite {
namespace {

ConnectionOptions for_reading(ConnectionOptions options) {
  options.writes = false;
  return options;
}

}  // namespace

ReaderPool::ReaderPool(ConnectionOptions options, std::size_t limit)
    : options_(for_reading(std::move(options))), limit_(limit) {}

Result<ReaderPool::Loan> ReaderPool::borrow() {
  {
    std::unique_lock lock(mutex_);
    returned_.wait(lock, [this] { return !idle_.empty() || opened_ < limit_; });
    if (!idle_.empty()) {
      Connection connection = std::move(idle_.back());
      idle_.pop_back();
      return Loan(*this, std::move(connection));
    }
    ++opened_;
  }
  auto connection = Connection::open(options_);
  if (!connection) {
    const std::lock_guard lock(mutex_);
    --opened_;
    returned_.notify_one();
    return std::unexpected(std::move(connection).error());
  }
  return Loan(*this, std::move(*connection));
}

void ReaderPool::give_back(Connection connection) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
  returned_.notify_one();
}

}  // namespace cloister::store::sqlite
