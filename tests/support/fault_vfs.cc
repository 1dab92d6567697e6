#include "support/fault_vfs.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>

// Links SQLite.
#include "store/sqlite/sqlite_store.h"

namespace cloister::test {
namespace {

/// What a disk writes whole or not at all.
constexpr std::size_t kSectorBytes = 512;

void apply(Bytes& image, const FaultVfs::Change& change) {
  const auto offset = static_cast<std::size_t>(change.offset);
  if (change.truncates) {
    image.resize(std::min(image.size(), offset));
    return;
  }
  if (image.size() < offset + change.bytes.size()) image.resize(offset + change.bytes.size());
  std::ranges::copy(change.bytes, image.begin() + change.offset);
}

Bytes read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

/// What SQLite holds for an open file. The real one lies behind it in the same memory.
struct FaultVfs::File : sqlite3_file {
  FaultVfs* vfs;
  /// Null for temporary files, which nobody misses.
  Disk* disk;
  sqlite3_file* real;
};

/// The functions of the VFS.
struct FaultVfs::Methods {
  static FaultVfs& vfs_of(sqlite3_vfs* vfs) { return *static_cast<FaultVfs*>(vfs->pAppData); }
  static File& file_of(sqlite3_file* file) { return *static_cast<File*>(file); }
  static const sqlite3_io_methods& real(sqlite3_file* file) { return *file_of(file).real->pMethods; }

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* out, int flags, int* out_flags) {
    FaultVfs& self = vfs_of(vfs);
    File& file = file_of(out);
    file.pMethods = nullptr;
    const std::lock_guard lock(self.mutex_);
    if (self.cut_) return SQLITE_CANTOPEN;
    file.vfs = &self;
    file.disk = nullptr;
    file.real = reinterpret_cast<sqlite3_file*>(&file + 1);
    if (path != nullptr && (flags & SQLITE_OPEN_DELETEONCLOSE) == 0) {
      const auto found = self.disks_.find(path);
      if (found != self.disks_.end()) {
        file.disk = &found->second;
      } else {
        Disk& disk = self.disks_[path];
        if (std::filesystem::exists(path)) disk.durable = read_file(path);
        disk.size = disk.durable ? static_cast<std::int64_t>(disk.durable->size()) : 0;
        file.disk = &disk;
        disk.database = (flags & SQLITE_OPEN_MAIN_DB) != 0;
      }
    }
    const int code = self.real_->xOpen(self.real_, path, file.real, flags, out_flags);
    if (code == SQLITE_OK) file.pMethods = &kIo;
    return code;
  }

  static int remove(sqlite3_vfs* vfs, const char* path, int sync_directory) {
    FaultVfs& self = vfs_of(vfs);
    const std::lock_guard lock(self.mutex_);
    if (self.change_without_power()) return SQLITE_IOERR_DELETE;
    // Kept, as an open file may point at it.
    if (const auto found = self.disks_.find(path); found != self.disks_.end()) found->second = {};
    return self.real_->xDelete(self.real_, path, sync_directory);
  }

  static int access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
    FaultVfs& self = vfs_of(vfs);
    return self.real_->xAccess(self.real_, path, flags, out);
  }
  static int full_path(sqlite3_vfs* vfs, const char* path, int size, char* out) {
    FaultVfs& self = vfs_of(vfs);
    return self.real_->xFullPathname(self.real_, path, size, out);
  }
  static int randomness(sqlite3_vfs* vfs, int size, char* out) {
    FaultVfs& self = vfs_of(vfs);
    return self.real_->xRandomness(self.real_, size, out);
  }
  static int sleep(sqlite3_vfs* vfs, int us) {
    FaultVfs& self = vfs_of(vfs);
    return self.real_->xSleep(self.real_, us);
  }
  static int current_time(sqlite3_vfs* vfs, sqlite3_int64* out) {
    FaultVfs& self = vfs_of(vfs);
    return self.real_->xCurrentTimeInt64(self.real_, out);
  }
  static int last_error(sqlite3_vfs*, int, char*) { return 0; }

  static int close(sqlite3_file* file) { return real(file).xClose(file_of(file).real); }

  static int read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
    if (file_of(file).vfs->power_is_cut()) return SQLITE_IOERR_READ;
    return real(file).xRead(file_of(file).real, out, size, offset);
  }

  static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    File& self = file_of(file);
    FaultVfs& vfs = *self.vfs;
    const std::lock_guard lock(vfs.mutex_);
    const bool was_cut = vfs.cut_;
    const bool without = vfs.change_without_power();
    if (was_cut || vfs.fail_writes_) return SQLITE_IOERR_WRITE;
    if (self.disk != nullptr) {
      const std::int64_t end = offset + size;
      if (end > self.disk->size) {
        const auto growth = static_cast<std::uint64_t>(end - self.disk->size);
        if (vfs.room_ && growth > *vfs.room_) return SQLITE_FULL;
        if (vfs.room_) *vfs.room_ -= growth;
        self.disk->size = end;
      }
      const auto* begin = static_cast<const std::uint8_t*>(data);
      self.disk->pending.push_back({offset, Bytes(begin, begin + size), false});
    }
    if (without) return SQLITE_IOERR_WRITE;  // the write that the power was cut in may be torn, but was begun
    return real(file).xWrite(self.real, data, size, offset);
  }

  static int truncate(sqlite3_file* file, sqlite3_int64 size) {
    File& self = file_of(file);
    FaultVfs& vfs = *self.vfs;
    const std::lock_guard lock(vfs.mutex_);
    if (vfs.change_without_power() || vfs.fail_writes_) return SQLITE_IOERR_TRUNCATE;
    if (self.disk != nullptr) {
      if (vfs.room_ && size < self.disk->size) *vfs.room_ += static_cast<std::uint64_t>(self.disk->size - size);
      self.disk->size = size;
      self.disk->pending.push_back({size, {}, true});
    }
    return real(file).xTruncate(self.real, size);
  }

  /// The real file is not synced: nothing here depends on it, and tests are quicker without.
  static int sync(sqlite3_file* file, int) {
    File& self = file_of(file);
    FaultVfs& vfs = *self.vfs;
    const std::lock_guard lock(vfs.mutex_);
    if (vfs.change_without_power()) return SQLITE_IOERR_FSYNC;
    if (self.disk == nullptr) return SQLITE_OK;
    ++vfs.syncs_;
    if (!self.disk->durable) self.disk->durable.emplace();
    const bool fails = vfs.fail_syncs_ || (vfs.fail_database_syncs_ && self.disk->database);
    for (const Change& change : self.disk->pending) {
      if (!fails || vfs.coin()) apply(*self.disk->durable, change);
    }
    self.disk->pending.clear();
    return fails ? SQLITE_IOERR_FSYNC : SQLITE_OK;
  }

  static int file_size(sqlite3_file* file, sqlite3_int64* out) { return real(file).xFileSize(file_of(file).real, out); }
  static int lock(sqlite3_file* file, int level) { return real(file).xLock(file_of(file).real, level); }
  static int unlock(sqlite3_file* file, int level) { return real(file).xUnlock(file_of(file).real, level); }
  static int check_lock(sqlite3_file* file, int* out) { return real(file).xCheckReservedLock(file_of(file).real, out); }
  static int control(sqlite3_file* file, int what, void* argument) {
    return real(file).xFileControl(file_of(file).real, what, argument);
  }
  static int sector_size(sqlite3_file* file) { return real(file).xSectorSize(file_of(file).real); }
  static int characteristics(sqlite3_file* file) { return real(file).xDeviceCharacteristics(file_of(file).real); }
  static int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    return real(file).xShmMap(file_of(file).real, page, size, extend, out);
  }
  static int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real(file).xShmLock(file_of(file).real, offset, count, flags);
  }
  static void shm_barrier(sqlite3_file* file) { real(file).xShmBarrier(file_of(file).real); }
  static int shm_unmap(sqlite3_file* file, int erase) { return real(file).xShmUnmap(file_of(file).real, erase); }

  static const sqlite3_io_methods kIo;
};

// Version 2: no memory mapping, which would go past `write`.
const sqlite3_io_methods FaultVfs::Methods::kIo = {
    2,         close,      read,    write,       truncate,        sync,    file_size, lock,
    unlock,    check_lock, control, sector_size, characteristics, shm_map, shm_lock,  shm_barrier,
    shm_unmap, nullptr,    nullptr};

FaultVfs::FaultVfs(std::uint64_t seed) : real_(sqlite3_vfs_find(nullptr)), random_(seed) {
  static std::atomic<int> count = 0;
  name_ = "cloister-fault-" + std::to_string(count.fetch_add(1));
  vfs_.iVersion = 2;
  vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
  vfs_.mxPathname = real_->mxPathname;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = Methods::open;
  vfs_.xDelete = Methods::remove;
  vfs_.xAccess = Methods::access;
  vfs_.xFullPathname = Methods::full_path;
  vfs_.xRandomness = Methods::randomness;
  vfs_.xSleep = Methods::sleep;
  vfs_.xGetLastError = Methods::last_error;
  vfs_.xCurrentTimeInt64 = Methods::current_time;
  if (sqlite3_vfs_register(&vfs_, 0) != SQLITE_OK) std::abort();
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(&vfs_); }

bool FaultVfs::change_without_power() {
  ++changes_;
  if (cut_at_ != 0 && changes_ >= cut_at_) cut_ = true;
  return cut_;
}

void FaultVfs::cut_power() {
  const std::lock_guard lock(mutex_);
  cut_ = true;
}

void FaultVfs::cut_power_at(std::uint64_t change) {
  const std::lock_guard lock(mutex_);
  cut_at_ = changes_ + change;
}

bool FaultVfs::power_is_cut() {
  const std::lock_guard lock(mutex_);
  return cut_;
}

void FaultVfs::restore_power() {
  const std::lock_guard lock(mutex_);
  for (auto& [path, disk] : disks_) restore(path, disk);
  disks_.clear();
  cut_ = false;
  cut_at_ = 0;
}

/// One of the states that the disk may be in. Each file is treated in one of four ways, so that the extremes come up
/// often enough.
void FaultVfs::restore(const std::string& path, Disk& disk) {
  std::filesystem::remove(path + "-shm");
  const auto way = random_() % 4;
  Bytes image = disk.durable.value_or(Bytes{});
  bool exists = disk.durable.has_value();
  for (const Change& change : disk.pending) {
    if (way == 0) break;                           // nothing got there
    if (way != 1 && random_() % 4 == 0) continue;  // this one did not
    exists = true;
    if (way != 3 || change.truncates) {
      apply(image, change);
      continue;
    }
    for (std::size_t at = 0; at < change.bytes.size(); at += kSectorBytes) {
      if (coin()) continue;
      const auto begin = change.bytes.begin() + static_cast<std::ptrdiff_t>(at);
      const auto size = static_cast<std::ptrdiff_t>(std::min(kSectorBytes, change.bytes.size() - at));
      apply(image, {change.offset + static_cast<std::int64_t>(at), Bytes(begin, begin + size), false});
    }
  }
  if (!exists) {
    std::filesystem::remove(path);
    return;
  }
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(image.data()), static_cast<std::streamsize>(image.size()));
  out.close();
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

void FaultVfs::set_room(std::optional<std::uint64_t> bytes) {
  const std::lock_guard lock(mutex_);
  room_ = bytes;
}

void FaultVfs::fail_syncs(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_syncs_ = fail;
}

void FaultVfs::fail_database_syncs(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_database_syncs_ = fail;
}

void FaultVfs::fail_writes(bool fail) {
  const std::lock_guard lock(mutex_);
  fail_writes_ = fail;
}

std::uint64_t FaultVfs::changes() {
  const std::lock_guard lock(mutex_);
  return changes_;
}

std::uint64_t FaultVfs::syncs() {
  const std::lock_guard lock(mutex_);
  return syncs_;
}

}  // namespace cloister::test
