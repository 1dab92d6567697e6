// A whole server in this process, with two sites, and clients of the real protocol against it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <thread>

#include "client/agent.h"
#include "client/visitor.h"
#include "server/server.h"

namespace cloister::testing {

/// Two sites: 0 is where everything happens, 1 is the foreign one.
class TestServer {
 public:
  explicit TestServer(const std::function<void(server::Config&)>& adjust = {});
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;
  /// Stops it and starts it again on the same port and data. `loop` is run meanwhile: that of the clients, who must say
  /// goodbye. Between the two, nobody has the data open but `meanwhile`.
  void restart(net::EventLoop& loop, const std::function<void()>& meanwhile = [] {});

  client::ServerAddress address(std::size_t site) const;
  SiteId site(std::size_t index) const;
  SessionId first_link(std::size_t index) const;
  const server::Config& config() const { return config_; }

 private:
  void start();
  void stop();

  server::Config config_;
  std::filesystem::path directory_;
  std::unique_ptr<server::Server> server_;
  std::thread thread_;
  std::atomic<bool> ended_ = false;
  std::vector<server::SiteAddresses> addresses_;
  std::shared_ptr<net::TlsClientContext> tls_;
};

/// Runs `loop` in this thread until `done` says so; false when `within_ms` has passed.
bool run_until(net::EventLoop& loop, const std::function<bool()>& done, DurationMs within_ms = 20'000);

/// Calls `begin` with a callback and runs the loop until that has been called.
template <class T>
Result<T> await(net::EventLoop& loop, const std::function<void(std::move_only_function<void(Result<T>)>)>& begin) {
  auto result = std::make_shared<std::optional<Result<T>>>();
  begin([result](Result<T> value) { result->emplace(std::move(value)); });
  if (!run_until(loop, [&] { return result->has_value(); })) return fail(ErrorCode::too_slow, "no answer");
  return std::move(**result);
}

/// The first member of staff of a site, enrolled by its link.
std::shared_ptr<client::Agent> enrol_first(net::EventLoop& loop, const TestServer& server, std::size_t site);
std::shared_ptr<client::Agent> enrol_first(net::EventLoop& loop, const client::ServerAddress& address,
                                           const SessionId& link);
/// A colleague without further roles than `roles`, invited by `inviter`.
/// The roster as the server has it now.
protocol::SiteRoster current_roster(net::EventLoop& loop, client::Agent& agent);
/// What the server says to an act that comes in the session of `agent`.
Result<protocol::ActTaken> submit_act(net::EventLoop& loop, const client::ServerAddress& address,
                                      const client::Agent& agent, const protocol::Act& act);
struct Invited {
  crypto::Ed25519KeyPair key;
  PersonId person;
  std::uint8_t roles = 0;
};
/// The act that lets `invited` join within an hour.
protocol::Act invite(const protocol::SiteRoster& roster, const client::Agent& inviter, const Invited& invited);
std::shared_ptr<client::Agent> enrol_colleague(net::EventLoop& loop, const TestServer& server, client::Agent& inviter,
                                               std::uint8_t roles);
/// A customer with an open session.
std::shared_ptr<client::Visitor> open_visitor(net::EventLoop& loop, const TestServer& server, std::size_t site,
                                              const Hash& root);
std::shared_ptr<client::Visitor> open_visitor(net::EventLoop& loop, const client::ServerAddress& address,
                                              const SiteId& site, const Hash& root);

}  // namespace cloister::testing
