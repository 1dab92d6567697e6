// The plain HTTP port: answers every request with 308 to the same path over https, and does nothing else.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/event_loop.h"

namespace cloister::net {

struct RedirectOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  /// The port that `Location` names; 443 is left out.
  std::uint16_t https_port = 443;
  /// Host names that are redirected; any other Host is answered 421, so that nobody is sent where they did
  /// not ask.
  std::vector<std::string> hosts{};
};

/// Belongs to its loop, which must not have started or be the caller's, and which it must not outlive. At most
/// kMaxRedirectConnections at a time, each for one request and kRedirectMs.
class RedirectListener {
 public:
  static Result<std::unique_ptr<RedirectListener>> start(RedirectOptions options, EventLoop& loop);
  ~RedirectListener();
  std::uint16_t port() const;

 private:
  class Impl;
  explicit RedirectListener(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cloister::net
