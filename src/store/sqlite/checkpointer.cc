#include "store/sqlite/checkpointer.h"

namespace cloister::store::sqlite {

Checkpointer::Checkpointer(Connection connection, std::mutex& gate, std::uint64_t threshold_bytes)
    : connection_(std::move(connection)),
      copier_(connection_),
      gate_(gate),
      threshold_bytes_(threshold_bytes),
      next_bytes_(threshold_bytes),
      thread_([this] { work(); }) {}

Checkpointer::~Checkpointer() { stop(); }

void Checkpointer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Checkpointer::log_grew_to(std::uint64_t bytes) {
  log_bytes_.store(bytes, std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  if (bytes < threshold_bytes_) next_bytes_ = threshold_bytes_;
  if (bytes < next_bytes_ || due_) return;
  due_ = true;
  next_bytes_ = bytes + threshold_bytes_ / 4;
  wake_.notify_one();
}

void Checkpointer::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return due_ || stopping_; });
    if (stopping_) return;
    lock.unlock();
    if (copier_.copy(SQLITE_CHECKPOINT_PASSIVE, false)) {
      const std::lock_guard gate(gate_);
      const auto rest = copier_.copy(SQLITE_CHECKPOINT_PASSIVE, true);
      if (rest && rest->all()) count_.fetch_add(1, std::memory_order_relaxed);
    }
    lock.lock();
    due_ = false;
  }
}

}  // namespace cloister::store::sqlite
