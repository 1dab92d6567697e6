// The real server as a process of its own: it can be killed, come back on the same data, and run out of room.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "client/server_address.h"
#include "protocol/gen/wire.h"

namespace cloister::testing {

/// Not thread safe. Errors in starting are `unavailable` with what the server printed.
class ServerProcess {
 public:
  /// `binary` is build/…/cloister. `data` is made when it is not there.
  ServerProcess(std::string binary, std::filesystem::path data);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  /// Starts it and waits until it listens, always on the same port.
  Status start();
  /// SIGKILL; returns when it is gone.
  void kill();
  /// Starts it and does not wait; for killing it in the middle of that.
  Status launch();
  /// SIGTERM; its exit status.
  int stop();
  bool running() const;

  /// No file may grow beyond this: the writes behind it fail (EFBIG) as those on a full disk do. nullopt: no limit.
  /// Needs no privileges and holds for the running process.
  Status limit_files(std::optional<std::uint64_t> bytes);

  pid_t pid() const { return pid_; }
  const std::filesystem::path& data() const { return data_; }
  /// After the first start.
  const client::ServerAddress& address() const { return address_; }
  const SiteId& site() const { return site_; }
  const SessionId& first_link() const { return first_link_; }

 private:
  Status wait_until_it_listens();
  void forget();

  std::string binary_;
  std::filesystem::path data_;
  client::ServerAddress address_;
  SiteId site_;
  SessionId first_link_;
  pid_t pid_ = 0;
  int output_ = -1;
};

/// A directory that is gone with this object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace cloister::testing
