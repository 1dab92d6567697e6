// A whole server: data directory, store, sites, loops, listeners.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/event_loop.h"
#include "server/config.h"

namespace cloister::server {

/// What the operator needs to know of a site that is running.
struct SiteAddresses {
  std::string site;
  /// Root fingerprint; empty before the first member of staff.
  std::string root;
  std::string shop;
  std::string console;
  std::string chat;
  /// The one-time link for the first member of staff; empty once there is one.
  std::string enrolment;
};

class Server {
 public:
  /// Opens everything and listens. `storage_failed` or `tls_failed` with a detail for the operator. `config` is copied.
  static Result<std::unique_ptr<Server>> start(const Config& config);
  ~Server();

  /// The port listened on (of use when the configuration says 0).
  std::uint16_t port() const;
  /// As of now; from any thread.
  std::vector<SiteAddresses> addresses() const;
  /// PEM file of the certificate in use: what local clients trust.
  std::string certificate_file() const;
  /// The loop of the hub, for whoever wants to run something beside it; before `run`.
  net::EventLoop& loop();

  /// Serves until SIGINT or SIGTERM, then lets connections end, writes everything out, and returns. SIGHUP reads the
  /// certificate again. Call it in the thread that called `start`.
  void run();
  /// Ends `run` as SIGTERM does. From any thread, while it runs.
  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace cloister::server
