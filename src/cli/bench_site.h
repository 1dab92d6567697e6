// A site full of people for the benchmarks: an agent with a session or more, and customers with conversations.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "cli/bench_server.h"
#include "client/agent.h"
#include "client/visitor.h"
#include "net/event_loop.h"

namespace cloister::cli {

/// Conversations of one agent session: the server remembers the request proofs of one session up to a limit.
inline constexpr std::size_t kConversationsPerSession = 500;
/// Set-ups under way at a time.
inline constexpr std::size_t kAtATime = 32;
/// Connections that all customers share for their requests.
inline constexpr std::size_t kApiConnections = 8;
/// Nothing may take longer without any progress.
inline constexpr DurationMs kPatienceMs = 60 * kSecondMs;

/// For load: every message is matched with what was sent by its hash; of the signatures one in so many is verified.
inline constexpr std::uint32_t kVerifyEvery = 64;

/// One side of one conversation.
class BenchParty : public client::ChatListener {
 public:
  std::shared_ptr<client::Chat> chat;
  std::size_t violations = 0;
  std::size_t offline = 0;
  std::string last_problem;

  bool online() const { return chat && chat->online(); }
  void on_offline(client::Chat&, const Error& why) override;
  void on_violation(client::Chat&, const Error& why) override;
  void on_ended(client::Chat&, ErrorCode code) override;
};

class BenchSite {
 public:
  BenchSite(net::EventLoop& loop, const BenchServer& server, bool marks = true)
      : loop_(loop), server_(server), marks_(marks) {}
  ~BenchSite();

  /// Enrols or signs in, with as many sessions as `conversations` need.
  Status open_staff(const BenchServerOptions& options, std::size_t conversations);
  /// One more customer with a session and a conversation, connected; `party` outlives the site. Asynchronous: up to
  /// kAtATime at once.
  void start_customer(BenchParty& party, std::function<void(Status)> done);
  void accept(std::size_t number, const ConversationId& conversation, BenchParty& party,
              std::function<void(Status)> done);

  /// Runs the loop until `ready` says so; `too_slow` when `progress` stands still for kPatienceMs.
  Status run_until(const std::function<bool()>& ready, const std::function<std::size_t()>& progress);
  void run_for(DurationMs ms);
  /// Closes the connections of requests.
  void close_idle();

 private:
  net::EventLoop& loop_;
  const BenchServer& server_;
  bool marks_;
  std::shared_ptr<client::ApiClient> api_;
  std::shared_ptr<client::KeyLog> key_log_;
  std::vector<std::shared_ptr<client::Agent>> agents_;
  std::vector<std::shared_ptr<client::Visitor>> visitors_;
  client::DeskListener desk_;
};

}  // namespace cloister::cli
