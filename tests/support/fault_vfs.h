// A disk for SQLite that can lose power, fill up and fail.
//
// An SQLite VFS over the system's: what is written goes to real files, so that it can be read back, and is remembered
// until it is synced. When the power is cut, everything fails from then on; when it is switched on again, the files
// hold what was synced, and of what was not, whatever a disk might have kept: all, nothing, or some of it, torn at
// sectors. The -shm file is memory, not disk, and is gone.
//
// After a sync that failed, what it was to bring to the disk is there or not by chance, and no later sync brings it:
// this is what Linux does (a page whose writing failed counts as clean).
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace cloister::test {

/// Thread safe. Register as many as needed; each has a name of its own.
class FaultVfs {
 public:
  explicit FaultVfs(std::uint64_t seed);
  /// All connections must be closed.
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  /// What to give as SqliteOptions::test_vfs.
  const std::string& name() const { return name_; }

  /// Cuts the power now, or during the n-th change (write, truncation, sync) from now, n from 1.
  void cut_power();
  void cut_power_at(std::uint64_t change);
  bool power_is_cut();
  /// Puts the files into the state after the cut. All connections must be closed.
  void restore_power();

  /// Files can grow by so many bytes; more is SQLITE_FULL. nullopt: no limit.
  void set_room(std::optional<std::uint64_t> bytes);
  /// Syncs, or writes, fail with SQLITE_IOERR.
  void fail_syncs(bool fail);
  /// Those of databases only, not of their logs.
  void fail_database_syncs(bool fail);
  void fail_writes(bool fail);

  /// Changes and syncs so far.
  std::uint64_t changes();
  std::uint64_t syncs();

  // For the C functions of the VFS only.
  struct File;
  struct Change {
    std::int64_t offset = 0;
    /// Empty for a truncation to `offset`.
    Bytes bytes;
    bool truncates = false;
  };
  /// One file of the disk.
  struct Disk {
    /// What survives for sure; nullopt: not even the name.
    std::optional<Bytes> durable;
    std::vector<Change> pending;
    std::int64_t size = 0;
    bool database = false;
  };
  struct Methods;

 private:
  friend struct Methods;

  /// Counts a change; true if the power is gone (with it or before).
  bool change_without_power();
  void restore(const std::string& path, Disk& disk);
  bool coin() { return (random_() & 1) != 0; }

  std::string name_;
  sqlite3_vfs* real_;
  sqlite3_vfs vfs_{};
  std::mutex mutex_;
  std::mt19937_64 random_;
  std::map<std::string, Disk> disks_;
  bool cut_ = false;
  std::uint64_t changes_ = 0;
  std::uint64_t syncs_ = 0;
  std::uint64_t cut_at_ = 0;
  std::optional<std::uint64_t> room_;
  bool fail_syncs_ = false;
  bool fail_database_syncs_ = false;
  bool fail_writes_ = false;
};

}  // namespace cloister::test
