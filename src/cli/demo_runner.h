// The demo's customers beside a running server: they come as soon as the site has its first agent.
#pragma once

#include <memory>
#include <thread>

#include "client/demo.h"
#include "server/server.h"

namespace cloister::cli {

/// Runs in a thread and a loop of its own. `server` outlives it.
class DemoRunner {
 public:
  static Result<std::unique_ptr<DemoRunner>> start(const server::Server& server, const server::Config& config);
  ~DemoRunner();
  DemoRunner(const DemoRunner&) = delete;
  DemoRunner& operator=(const DemoRunner&) = delete;

 private:
  DemoRunner(const server::Server& server, client::DemoOptions options, std::unique_ptr<net::EventLoop> loop);
  void look_for_agent();

  const server::Server& server_;
  client::DemoOptions options_;
  std::unique_ptr<net::EventLoop> loop_;
  net::CallbackTimer timer_;
  std::unique_ptr<client::Demo> demo_;
  std::thread thread_;
};

}  // namespace cloister::cli
