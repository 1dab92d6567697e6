// Virtual time: what is to happen, and when. The same seed gives the same order.
#pragma once

#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace cloister::simulation {

class EventQueue {
 public:
  TimeMs now() const { return now_; }
  void after(DurationMs delay, std::function<void()> what) { queue_.push({now_ + delay, next_++, std::move(what)}); }
  bool empty() const { return queue_.empty(); }
  std::uint64_t steps() const { return steps_; }
  void step() {
    // The queue is const at its top; the event is taken out before it can put new ones in.
    Event event = std::move(const_cast<Event&>(queue_.top()));
    queue_.pop();
    now_ = event.at;
    ++steps_;
    event.what();
  }

 private:
  struct Event {
    TimeMs at;
    std::uint64_t order;
    std::function<void()> what;
    bool operator<(const Event& other) const { return std::pair(at, order) > std::pair(other.at, other.order); }
  };
  std::priority_queue<Event> queue_;
  TimeMs now_ = 1'800'000'000'000;
  std::uint64_t next_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace cloister::simulation
