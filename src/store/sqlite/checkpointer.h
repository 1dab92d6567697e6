// Copies the write-ahead log into the database, off the commit path, and bounds the log.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "store/sqlite/log_copier.h"

namespace cloister::store::sqlite {

/// A thread and a connection of its own. Most of the log is copied and synced while the writer goes on; the little that
/// came meanwhile is copied with the writer held back, so that the next commit finds everything copied and starts the
/// log anew.
class Checkpointer {
 public:
  /// `gate` is held by the writer during a commit. Works when the log has `threshold_bytes`.
  Checkpointer(Connection connection, std::mutex& gate, std::uint64_t threshold_bytes);
  /// Calls `stop`.
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;
  Checkpointer& operator=(const Checkpointer&) = delete;

  /// The log has this size after a commit. Called by the writer.
  void log_grew_to(std::uint64_t bytes);
  /// Ends the thread after the checkpoint it may be at.
  void stop();

  std::uint64_t count() const { return count_.load(std::memory_order_relaxed); }
  std::uint64_t log_bytes() const { return log_bytes_.load(std::memory_order_relaxed); }

 private:
  /// A failure may be cured by the next attempt.
  void work();

  Connection connection_;
  LogCopier copier_;
  std::mutex& gate_;
  const std::uint64_t threshold_bytes_;
  std::atomic<std::uint64_t> count_ = 0;
  std::atomic<std::uint64_t> log_bytes_ = 0;

  std::mutex mutex_;
  std::condition_variable wake_;
  bool due_ = false;
  bool stopping_ = false;
  /// Size at which the next attempt is made: a reader can keep the log from being started anew for a while, and then
  /// not every commit shall be held back in vain.
  std::uint64_t next_bytes_;
  std::thread thread_;
};

}  // namespace cloister::store::sqlite
