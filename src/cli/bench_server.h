// The server that is measured: a child process of our own on a data directory that is thrown away, or one that runs
// already.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "client/server_address.h"

namespace cloister::cli {

/// How long a server may take to start.
inline constexpr int kServerStartSeconds = 30;

struct BenchServerOptions {
  /// Of a server that runs already, on this machine: "https://console.localhost:8443". Empty: start one.
  std::string url;
  pid_t pid = 0;
  /// PEM file with its certificate.
  std::string ca_file;
  /// Its one-time link, or the credentials of an agent who came in before.
  std::string enrolment;
  std::string agent_file;
  /// Where the data directory of our own is made; it decides what disk is measured.
  std::string directory;
  /// Event loops of our own.
  unsigned threads = 1;
  /// Which core the server gets, and which this process.
  bool pin = true;
};

class BenchServer {
 public:
  static Result<std::unique_ptr<BenchServer>> open(const BenchServerOptions& options);
  /// Ends our own server and throws its data away.
  ~BenchServer();
  BenchServer(const BenchServer&) = delete;
  BenchServer& operator=(const BenchServer&) = delete;

  const client::ServerAddress& address() const { return address_; }
  const std::string& ca_file() const { return ca_file_; }
  pid_t pid() const { return pid_; }
  const std::string& enrolment() const { return enrolment_; }
  bool pinned() const { return pinned_; }

 private:
  BenchServer() = default;
  Status start(const BenchServerOptions& options);
  Status attach(const BenchServerOptions& options);
  Status read_start(int output);
  Status trust();

  client::ServerAddress address_;
  std::string ca_file_;
  std::string enrolment_;
  std::filesystem::path data_;
  pid_t pid_ = 0;
  bool own_ = false;
  bool pinned_ = false;
};

}  // namespace cloister::cli
