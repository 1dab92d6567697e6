// One thread's loop: readiness of descriptors, timers, work handed over from other threads.
//
// epoll directly: the loop is the cost of every message, and what it needs is little. A turn is: wait, call
// ready handlers, run due timers, run posted tasks, flush everybody who asked for the end of the turn, delete
// the retired.
//
// Thread rules: everything belongs to the thread that calls `run()`, but `post`, `stop` and `in_loop_thread`,
// which any thread may call. Before `run()` the thread that made the loop may use it. A loop must outlive
// everything that refers to it (`Responder`, `SocketRef`); the program keeps its loops until it ends.
#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "net/timer_wheel.h"

namespace cloister::net {

using Task = std::move_only_function<void()>;

/// Something with a descriptor in a loop.
class LoopHandler {
 public:
  LoopHandler() = default;
  LoopHandler(const LoopHandler&) = delete;
  LoopHandler& operator=(const LoopHandler&) = delete;
  virtual ~LoopHandler() = default;

  /// `events` as epoll gives them (EPOLLIN, EPOLLOUT, EPOLLHUP, EPOLLERR, EPOLLRDHUP).
  virtual void on_ready(std::uint32_t events) = 0;
  /// Once, at the end of a turn in which `EventLoop::at_turn_end` was called for it.
  virtual void on_turn_end() {}
};

/// Names a handler of a loop without keeping it alive; ids are never used twice for different handlers.
struct HandlerRef {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  ///< 0 names nothing
  friend bool operator==(const HandlerRef&, const HandlerRef&) = default;
};

/// A function called once after a time; cancelled when it goes out of scope.
class CallbackTimer final : public Timer {
 public:
  explicit CallbackTimer(Task fn) : fn_(std::move(fn)) {}
  ~CallbackTimer() = default;

 private:
  void on_timer() override { fn_(); }
  Task fn_;
};

class EventLoop {
 public:
  static Result<std::unique_ptr<EventLoop>> create();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Runs until `stop()`.
  void run();
  /// One turn, waiting at most `max_wait_ms` (-1: as long as it takes). For tests and programs with a loop of
  /// their own.
  void run_once(DurationMs max_wait_ms);
  /// From any thread. Tasks posted before are still run.
  void stop();

  /// From any thread: `task` runs in this loop's thread, in order of posting. A task that the loop never gets
  /// to run is destroyed with the loop.
  void post(Task task);
  bool in_loop_thread() const { return thread_.load(std::memory_order_relaxed) == std::this_thread::get_id(); }
  /// The loop whose `run()` this thread is in, or nullptr.
  static EventLoop* current();

  /// Steady time as of the start of this turn.
  TimeMs now_ms() const { return now_ms_; }
  void set_timer(Timer& timer, DurationMs delay_ms) { wheel_.set(timer, now_ms_, delay_ms); }
  static void cancel_timer(Timer& timer) { TimerWheel::cancel(timer); }

  /// Watches `fd` (level-triggered) for `handler`, which must call `remove` before it dies or the descriptor
  /// is closed.
  Status add(int fd, std::uint32_t events, LoopHandler& handler);
  void change(int fd, std::uint32_t events, LoopHandler& handler);
  /// Also forgets events of this turn that were not yet delivered.
  void remove(int fd, LoopHandler& handler);

  /// Asks for `on_turn_end`. The caller sees to it that it asks once a turn.
  void at_turn_end(LoopHandler& handler) { turn_end_.push_back(&handler); }
  void forget_turn_end(LoopHandler& handler);

  /// Keeps `handler` alive in this loop and gives it a name.
  HandlerRef adopt(std::unique_ptr<LoopHandler> handler);
  /// Gives it up to the caller.
  std::unique_ptr<LoopHandler> release(HandlerRef ref);
  /// Deletes it at the end of the turn, when nobody is inside it any more. The name is free at once.
  void retire(HandlerRef ref);
  LoopHandler* find(HandlerRef ref) const;
  std::size_t adopted() const { return slots_.size() - free_slots_.size(); }
  /// Calls `visit` for every adopted handler; `visit` may retire.
  void for_each(const std::function<void(LoopHandler&)>& visit);

  /// Deletes all handlers and tasks. Only when the loop does not run (any more).
  void clear();

  /// Calls `on_signal(number)` in this loop for each of `signals`, which are blocked in the calling thread
  /// and thus in every thread it starts later: call it first thing in main().
  Status watch_signals(const std::vector<int>& signals, std::function<void(int)> on_signal);

 private:
  friend class LoopPool;
  struct Slot {
    std::unique_ptr<LoopHandler> handler;
    std::uint32_t generation = 1;
  };
  class Waker;
  class SignalWatcher;
  static constexpr int kBatch = 128;

  EventLoop();
  void deliver_events(DurationMs max_wait_ms);
  void run_posted();
  void finish_turn();
  int wait_time(DurationMs max_wait_ms) const;

  int epoll_fd_ = -1;
  std::unique_ptr<Waker> waker_;
  std::unique_ptr<SignalWatcher> signals_;
  TimeMs now_ms_;
  TimerWheel wheel_;
  std::atomic<bool> stopping_ = false;
  std::atomic<std::thread::id> thread_;

  epoll_event batch_[kBatch];
  int batch_at_ = 0;
  int batch_size_ = 0;
  std::vector<LoopHandler*> turn_end_;
  std::vector<std::unique_ptr<LoopHandler>> retired_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;

  std::mutex posted_mutex_;
  std::vector<Task> posted_;
  std::vector<Task> running_;
  /// Tasks were posted by the loop's own thread, which needs no waking but must not sleep.
  bool posted_here_ = false;
};

/// Loops with a thread each. The first may also be run by the caller.
class LoopPool {
 public:
  static Result<std::unique_ptr<LoopPool>> create(std::size_t count);
  ~LoopPool();
  /// Starts a thread for every loop.
  void start();
  /// Stops, joins, and clears the loops: nothing refers to handlers of requests after it. The loops themselves live on
  /// until the pool dies, so that a late `post` does no harm.
  void stop();
  std::size_t size() const { return loops_.size(); }
  EventLoop& loop(std::size_t i) { return *loops_[i]; }
  std::vector<EventLoop*> all() const;

 private:
  LoopPool() = default;
  std::vector<std::unique_ptr<EventLoop>> loops_;
  std::vector<std::thread> threads_;
};

}  // namespace cloister::net
