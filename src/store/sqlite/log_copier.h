// Copies the write-ahead log into the database (a checkpoint) so that a failed sync costs nothing.
//
// SQLite syncs the database only after a checkpoint that has copied the whole log, but counts what any has copied as
// done. When the sync after a later one fails, the system may have dropped pages of an earlier one as well (Linux
// counts them as clean from then on); nobody copies those again, and the log that still holds them is overwritten. So
// every part is synced here. If that fails, the log is counted as not copied at all: readers find its pages in the log
// again, and the next copy begins at the front.
#pragma once

#include "store/sqlite/connection.h"

namespace cloister::store::sqlite {

class LogCopier {
 public:
  struct Copied {
    /// Frames in the log, and those of them that are in the database, durably; both 0 when the log was cut off.
    int frames = 0;
    int copied = 0;
    bool all() const { return frames == copied; }
  };

  /// `connection` outlives this and is used by the same thread.
  explicit LogCopier(Connection& connection) : connection_(connection) {}

  /// `mode`: SQLITE_CHECKPOINT_PASSIVE and so on. What readers still need stays in the log; that is no error.
  /// `alone`: nobody can write meanwhile. `storage_full`, `storage_failed`: try again later.
  Result<Copied> copy(int mode, bool alone);

 private:
  Status sync();
  Status forget();

  Connection& connection_;
  /// A sync failed, and the log could not be counted as not copied yet.
  bool doubtful_ = false;
};

}  // namespace cloister::store::sqlite
