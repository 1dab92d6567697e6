// The store on SQLite: the default. How it lies on disk, and why an acknowledged entry survives a power cut,
// is in docs/storage.md.
#pragma once

#include <memory>
#include <string>

#include "base/random.h"
#include "crypto/envelope.h"
#include "store/limits.h"
#include "store/store.h"

namespace cloister::store {

struct SqliteOptions {
  /// Paths of the two database files; created (mode 0600) if missing. Their directory exists.
  std::string database;
  std::string keys;
  StoreLimits limits;
  /// Where completions go.
  Deliver deliver = deliver_inline;

  /// For tests only: another SQLite VFS by name (empty is the system's), and no syncing, to show that the
  /// durability tests see the difference.
  std::string test_vfs;
  bool test_no_sync = false;
};

/// Opens, creates or migrates the databases and starts the writer. `master_keys` and `random` (thread safe)
/// outlive the store. `storage_failed` with a detail for the operator: cannot be opened, is no database of
/// ours, was written by a newer version, is damaged.
Result<std::unique_ptr<Store>> open_sqlite_store(SqliteOptions options, const crypto::MasterKeys& master_keys,
                                                 RandomSource& random);

}  // namespace cloister::store
