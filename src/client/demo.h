// The customers of the demo shop: real clients of the real protocol that write like people, so that one can try the
// console alone. Everything is bounded: so many customers, so many lines each, so many conversations each.
#pragma once

#include <cstddef>
#include <memory>

#include "client/server_address.h"
#include "client/visitor.h"
#include "net/event_loop.h"

namespace cloister::client {

/// Customers at a time: as many as there are scripts.
inline constexpr std::size_t kMaxDemoCustomers = 8;
/// Conversations that one customer opens before staying away.
inline constexpr int kMaxDemoConversations = 3;

struct DemoOptions {
  ServerAddress server;
  SiteId site;
  Hash root;
  std::size_t customers = kMaxDemoCustomers;
  /// Of all pauses: 1 is how people write, 0.1 for tests.
  double pace = 1.0;
};

struct DemoFigures {
  std::size_t conversations = 0;
  std::size_t sent = 0;
  std::size_t answers = 0;
  std::size_t violations = 0;
};

/// Stops when it is destroyed. Only in the thread of its loop.
class Demo {
 public:
  ~Demo();
  Demo(const Demo&) = delete;
  Demo& operator=(const Demo&) = delete;
  void stop();
  DemoFigures figures() const;

 private:
  friend std::unique_ptr<Demo> start_demo(net::EventLoop& loop, DemoOptions options, RandomSource& random);
  struct Customers;
  explicit Demo(std::unique_ptr<Customers> customers);
  std::unique_ptr<Customers> customers_;
};

/// The site must have its team keys (`not_ready` is tried again after a while). `random` outlives the demo.
std::unique_ptr<Demo> start_demo(net::EventLoop& loop, DemoOptions options, RandomSource& random);

}  // namespace cloister::client
