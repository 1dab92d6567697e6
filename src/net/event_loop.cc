#include "net/event_loop.h"
#include "base/errno_text.h"

#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace cloister::net {

namespace {

thread_local EventLoop* current_loop = nullptr;

std::unexpected<Error> system_failure(const char* what) {
  return fail(ErrorCode::internal, std::string(what) + ": " + errno_text(errno));
}

}  // namespace

class EventLoop::Waker final : public LoopHandler {
 public:
  explicit Waker(int fd) : fd_(fd) {}
  ~Waker() override { ::close(fd_); }
  void on_ready(std::uint32_t) override {
    std::uint64_t count;
    [[maybe_unused]] const auto got = ::read(fd_, &count, sizeof count);
  }
  void wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto put = ::write(fd_, &one, sizeof one);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

class EventLoop::SignalWatcher final : public LoopHandler {
 public:
  SignalWatcher(int fd, std::function<void(int)> on_signal) : fd_(fd), on_signal_(std::move(on_signal)) {}
  ~SignalWatcher() override { ::close(fd_); }
  void on_ready(std::uint32_t) override {
    signalfd_siginfo info;
    while (::read(fd_, &info, sizeof info) == static_cast<ssize_t>(sizeof info)) {
      on_signal_(static_cast<int>(info.ssi_signo));
    }
  }
  int fd() const { return fd_; }

 private:
  int fd_;
  std::function<void(int)> on_signal_;
};

EventLoop::EventLoop() : now_ms_(steady_clock_ms()), wheel_(now_ms_), thread_(std::this_thread::get_id()) {}

Result<std::unique_ptr<EventLoop>> EventLoop::create() {
  std::unique_ptr<EventLoop> loop(new EventLoop);
  loop->epoll_fd_ = ::epoll_create1(EPOLL_CLOEXEC);
  if (loop->epoll_fd_ < 0) return system_failure("epoll_create1");
  const int event_fd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (event_fd < 0) return system_failure("eventfd");
  loop->waker_ = std::make_unique<Waker>(event_fd);
  CLOISTER_CHECK(loop->add(event_fd, EPOLLIN, *loop->waker_));
  return loop;
}

EventLoop::~EventLoop() {
  clear();
  signals_.reset();
  waker_.reset();
  if (epoll_fd_ >= 0) ::close(epoll_fd_);
}

void EventLoop::clear() {
  thread_.store(std::this_thread::get_id(), std::memory_order_relaxed);
  // Handlers and tasks may post, retire and cancel while they die.
  for (Slot& slot : slots_) {
    if (slot.handler) retired_.push_back(std::move(slot.handler));
  }
  retired_.clear();
  slots_.clear();
  free_slots_.clear();
  turn_end_.clear();
  for (bool more = true; more;) {
    std::vector<Task> dying;
    {
      const std::lock_guard lock(posted_mutex_);
      dying.swap(posted_);
    }
    more = !dying.empty();
  }
}

EventLoop* EventLoop::current() { return current_loop; }

void EventLoop::run() {
  thread_.store(std::this_thread::get_id(), std::memory_order_relaxed);
  while (!stopping_.load(std::memory_order_acquire)) run_once(-1);
  run_once(0);  // what was posted before the stop
}

void EventLoop::run_once(DurationMs max_wait_ms) {
  EventLoop* const outer = std::exchange(current_loop, this);
  deliver_events(max_wait_ms);
  wheel_.advance(now_ms_, [](Timer& timer) { timer.on_timer(); });
  run_posted();
  finish_turn();
  current_loop = outer;
}

int EventLoop::wait_time(DurationMs max_wait_ms) const {
  if (posted_here_ || !turn_end_.empty()) return 0;
  const DurationMs timer_ms = wheel_.wait_ms(now_ms_);
  DurationMs wait_ms = max_wait_ms;
  if (timer_ms >= 0 && (wait_ms < 0 || timer_ms < wait_ms)) wait_ms = timer_ms;
  return static_cast<int>(std::min<DurationMs>(wait_ms, kMinuteMs));
}

void EventLoop::deliver_events(DurationMs max_wait_ms) {
  const int count = ::epoll_wait(epoll_fd_, batch_, kBatch, wait_time(max_wait_ms));
  now_ms_ = steady_clock_ms();
  batch_size_ = std::max(count, 0);
  for (batch_at_ = 0; batch_at_ < batch_size_;) {
    const epoll_event& event = batch_[batch_at_++];
    if (event.data.ptr) static_cast<LoopHandler*>(event.data.ptr)->on_ready(event.events);
  }
  batch_size_ = batch_at_ = 0;
}

void EventLoop::run_posted() {
  {
    const std::lock_guard lock(posted_mutex_);
    if (posted_.empty()) return;
    running_.swap(posted_);
    posted_here_ = false;
  }
  for (Task& task : running_) {
    task();
    task = nullptr;
  }
  running_.clear();
}

void EventLoop::finish_turn() {
  // Those who ask again while they are flushed wait for the next turn, so that no one keeps the loop.
  const std::size_t count = turn_end_.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (LoopHandler* handler = std::exchange(turn_end_[i], nullptr)) handler->on_turn_end();
  }
  turn_end_.erase(turn_end_.begin(), turn_end_.begin() + static_cast<std::ptrdiff_t>(count));
  while (!retired_.empty()) {
    auto dying = std::exchange(retired_, {});
    dying.clear();
  }
}

void EventLoop::stop() {
  stopping_.store(true, std::memory_order_release);
  waker_->wake();
}

void EventLoop::post(Task task) {
  const bool here = in_loop_thread();
  bool first;
  {
    const std::lock_guard lock(posted_mutex_);
    first = posted_.empty();
    posted_.push_back(std::move(task));
    if (here) posted_here_ = true;
  }
  if (first && !here) waker_->wake();
}

Status EventLoop::add(int fd, std::uint32_t events, LoopHandler& handler) {
  epoll_event event{.events = events, .data = {.ptr = &handler}};
  if (::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, fd, &event) != 0) return system_failure("epoll_ctl");
  return {};
}

void EventLoop::change(int fd, std::uint32_t events, LoopHandler& handler) {
  epoll_event event{.events = events, .data = {.ptr = &handler}};
  ::epoll_ctl(epoll_fd_, EPOLL_CTL_MOD, fd, &event);
}

void EventLoop::remove(int fd, LoopHandler& handler) {
  ::epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, fd, nullptr);
  for (int i = batch_at_; i < batch_size_; ++i) {
    if (batch_[i].data.ptr == &handler) batch_[i].data.ptr = nullptr;
  }
}

void EventLoop::forget_turn_end(LoopHandler& handler) {
  std::replace(turn_end_.begin(), turn_end_.end(), &handler, static_cast<LoopHandler*>(nullptr));
}

HandlerRef EventLoop::adopt(std::unique_ptr<LoopHandler> handler) {
  std::uint32_t index;
  if (free_slots_.empty()) {
    index = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    index = free_slots_.back();
    free_slots_.pop_back();
  }
  slots_[index].handler = std::move(handler);
  return {index, slots_[index].generation};
}

std::unique_ptr<LoopHandler> EventLoop::release(HandlerRef ref) {
  if (!find(ref)) return nullptr;
  Slot& slot = slots_[ref.slot];
  // A name whose generation has come round is not given out again.
  if (++slot.generation != 0) free_slots_.push_back(ref.slot);
  return std::move(slot.handler);
}

void EventLoop::retire(HandlerRef ref) {
  if (auto handler = release(ref)) retired_.push_back(std::move(handler));
}

LoopHandler* EventLoop::find(HandlerRef ref) const {
  if (ref.generation == 0 || ref.slot >= slots_.size()) return nullptr;
  const Slot& slot = slots_[ref.slot];
  return slot.generation == ref.generation ? slot.handler.get() : nullptr;
}

void EventLoop::for_each(const std::function<void(LoopHandler&)>& visit) {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (slots_[i].handler) visit(*slots_[i].handler);
  }
}

Status EventLoop::watch_signals(const std::vector<int>& signals, std::function<void(int)> on_signal) {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : signals) sigaddset(&set, number);
  if (const int error = pthread_sigmask(SIG_BLOCK, &set, nullptr); error != 0) {
    errno = error;
    return system_failure("pthread_sigmask");
  }
  const int fd = ::signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  if (fd < 0) return system_failure("signalfd");
  signals_ = std::make_unique<SignalWatcher>(fd, std::move(on_signal));
  return add(fd, EPOLLIN, *signals_);
}

Result<std::unique_ptr<LoopPool>> LoopPool::create(std::size_t count) {
  std::unique_ptr<LoopPool> pool(new LoopPool);
  for (std::size_t i = 0; i < count; ++i) {
    CLOISTER_TRY(auto loop, EventLoop::create());
    pool->loops_.push_back(std::move(loop));
  }
  return pool;
}

LoopPool::~LoopPool() { stop(); }

void LoopPool::start() {
  for (auto& loop : loops_) {
    // From here on this thread is a stranger to the loop, even before the new thread has reached run().
    loop->thread_.store(std::thread::id(), std::memory_order_relaxed);
    threads_.emplace_back([&loop] { loop->run(); });
  }
}

void LoopPool::stop() {
  if (threads_.empty()) return;
  for (auto& loop : loops_) loop->stop();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  for (auto& loop : loops_) loop->clear();
}

std::vector<EventLoop*> LoopPool::all() const {
  std::vector<EventLoop*> out;
  for (const auto& loop : loops_) out.push_back(loop.get());
  return out;
}

}  // namespace cloister::net
