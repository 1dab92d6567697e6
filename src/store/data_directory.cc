#include "store/data_directory.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "store/no_room.h"

namespace cloister::store {
namespace {

/// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

std::unexpected<Error> failed(const std::filesystem::path& path, const char* what, int error = 0) {
  const bool full = is_no_room(error);
  std::string why = error == 0 ? "" : ": " + std::generic_category().message(error);
  return fail(full ? ErrorCode::storage_full : ErrorCode::storage_failed,
              fmt::format("{}: {}{}", path.string(), what, why));
}

Status sync(int fd, const std::filesystem::path& path) {
  if (::fsync(fd) != 0) return failed(path, "cannot be synced", errno);
  return {};
}

/// The directory exists afterwards, is ours and closed to everybody else.
Status prepare(const std::filesystem::path& path) {
  std::error_code error;
  if (const auto parent = path.parent_path(); !parent.empty()) std::filesystem::create_directories(parent, error);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return failed(path, "cannot be created", errno);
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return failed(path, "cannot be used", errno);
  if (!S_ISDIR(info.st_mode)) return failed(path, "is not a directory");
  if (info.st_uid != ::geteuid()) return failed(path, "belongs to another user");
  if ((info.st_mode & 077) != 0) return failed(path, "is open to other users: chmod 700 it");
  return {};
}

Result<int> take_lock(const std::filesystem::path& path) {
  Descriptor lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (lock.get() < 0) return failed(path, "cannot be opened", errno);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return failed(path.parent_path(), "is in use by another process");
    return failed(path, "cannot be locked", errno);
  }
  return lock.release();
}

Result<Secret> read_master_key(const std::filesystem::path& path) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.get() < 0) return failed(path, "cannot be opened", errno);
  struct stat info{};
  if (::fstat(file.get(), &info) != 0) return failed(path, "cannot be used", errno);
  if ((info.st_mode & 077) != 0) return failed(path, "is open to other users: chmod 600 it");
  // One more than there must be, to see a longer file.
  Secret key(crypto::kMasterKeySize + 1);
  const ssize_t got = ::read(file.get(), key.writable().data(), key.size());
  if (got != static_cast<ssize_t>(crypto::kMasterKeySize)) return failed(path, "is no master key: it has not 32 bytes");
  return Secret::copy_of(key.view().first(crypto::kMasterKeySize));
}

/// Written under another name and renamed, so that a crash leaves a whole key or none.
Result<Secret> make_master_key(const std::filesystem::path& directory, const std::filesystem::path& path,
                               RandomSource& random) {
  Secret key(crypto::kMasterKeySize);
  random.fill(key.writable());
  const auto draft = directory / "master.key.new";
  ::unlink(draft.c_str());
  Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (file.get() < 0) return failed(draft, "cannot be created", errno);
  if (::write(file.get(), key.view().data(), key.size()) != static_cast<ssize_t>(key.size()))
    return failed(draft, "cannot be written", errno == 0 ? ENOSPC : errno);
  CLOISTER_CHECK(sync(file.get(), draft));
  if (::rename(draft.c_str(), path.c_str()) != 0) return failed(path, "cannot be created", errno);
  const Descriptor opened(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.get() < 0) return failed(directory, "cannot be opened", errno);
  CLOISTER_CHECK(sync(opened.get(), directory));
  return key;
}

}  // namespace

Result<DataDirectory> DataDirectory::open(const std::filesystem::path& path, RandomSource& random) {
  CLOISTER_CHECK(prepare(path));
  DataDirectory out;
  out.path_ = path;
  CLOISTER_TRY(out.lock_fd_, take_lock(path / "lock"));
  const auto key_path = path / "master.key";
  std::error_code error;
  const bool has_key = std::filesystem::exists(std::filesystem::symlink_status(key_path, error));
  // A new key would open nothing of what is there.
  if (!has_key && (std::filesystem::exists(out.keys(), error) || std::filesystem::exists(out.database(), error)))
    return failed(key_path, "is missing, and what is stored cannot be opened without it");
  CLOISTER_TRY(Secret key, has_key ? read_master_key(key_path) : make_master_key(path, key_path, random));
  CLOISTER_TRY(auto master_keys, crypto::MasterKeys::create(std::move(key)));
  out.master_keys_ = std::make_unique<crypto::MasterKeys>(std::move(master_keys));
  return out;
}

DataDirectory::DataDirectory(DataDirectory&& other) noexcept
    : path_(std::move(other.path_)),
      lock_fd_(std::exchange(other.lock_fd_, -1)),
      master_keys_(std::move(other.master_keys_)) {}

DataDirectory& DataDirectory::operator=(DataDirectory&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(lock_fd_, other.lock_fd_);
  std::swap(master_keys_, other.master_keys_);
  return *this;
}

DataDirectory::~DataDirectory() {
  if (lock_fd_ >= 0) ::close(lock_fd_);
}

}  // namespace cloister::store
