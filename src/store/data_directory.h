// The directory with everything a server keeps: created with mode 0700, its files with 0600, used by one
// process at a time.
//
//   lock           held (flock) by the process that uses the directory
//   master.key     32 bytes, made on the first start
//   cloister.db    the data (docs/storage.md), with -wal and -shm beside it
//   keys.db        the wrapped keys, likewise
#pragma once

#include <filesystem>
#include <memory>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/envelope.h"

namespace cloister::store {

class DataDirectory {
 public:
  /// Creates what is missing and takes the lock. `storage_failed`, with a detail for the operator, when the
  /// directory is in use by another process, is not ours or is open to others, or cannot be written; when the
  /// master key is missing although there are data, or is not 32 bytes.
  static Result<DataDirectory> open(const std::filesystem::path& path, RandomSource& random);

  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&& other) noexcept;
  DataDirectory(const DataDirectory&) = delete;
  DataDirectory& operator=(const DataDirectory&) = delete;
  /// Releases the lock.
  ~DataDirectory();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path database() const { return path_ / "cloister.db"; }
  std::filesystem::path keys() const { return path_ / "keys.db"; }
  /// Thread safe, valid as long as this.
  const crypto::MasterKeys& master_keys() const { return *master_keys_; }

 private:
  DataDirectory() = default;

  std::filesystem::path path_;
  int lock_fd_ = -1;
  std::unique_ptr<crypto::MasterKeys> master_keys_;
};

}  // namespace cloister::store
