// Many timers, cheap: a hashed timing wheel (Varghese and Lauck, "Hashed and hierarchical timing wheels",
// 1987, scheme 6) with intrusive nodes. Setting and cancelling are O(1) and allocate nothing; accuracy is one
// tick.
//
// Pure: time is handed in, nothing is called from inside but what `advance` is given. A wheel and its timers
// belong to one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace cloister::net {

/// A node of the wheel: in it, or not. Not copied or moved while in it; leaving scope takes it out.
class Timer {
 public:
  Timer() = default;
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  bool armed() const { return next_ != nullptr; }

 protected:
  ~Timer() { unlink(); }
  /// Called by the event loop when the time has come; the timer is out of the wheel by then and may be set
  /// again.
  virtual void on_timer() = 0;

 private:
  friend class TimerWheel;
  friend class EventLoop;
  void unlink();

  Timer* next_ = nullptr;
  Timer* prev_ = nullptr;
  std::uint32_t due_tick_ = 0;
};

class TimerWheel {
 public:
  /// Fine enough that timers set at different times do not fire in one lump.
  static constexpr DurationMs kTickMs = 10;
  /// One turn of the wheel is 20.5 s; later timers wait for further turns in their slot.
  static constexpr std::size_t kSlots = 2048;
  /// How far `wait_ms` looks for the next timer.
  static constexpr std::uint32_t kLookAhead = 64;

  explicit TimerWheel(TimeMs now_ms);
  ~TimerWheel();
  TimerWheel(const TimerWheel&) = delete;
  TimerWheel& operator=(const TimerWheel&) = delete;

  /// Fires not before `now_ms + delay_ms` and at most one tick later (given that `advance` is called). A
  /// timer already in the wheel is moved. Delays below zero count as zero.
  void set(Timer& timer, TimeMs now_ms, DurationMs delay_ms);
  static void cancel(Timer& timer) { timer.unlink(); }

  /// Until the wheel next wants `advance`; -1 when it is empty. May be earlier than the first timer, never
  /// later.
  DurationMs wait_ms(TimeMs now_ms) const;

  /// Takes out every timer due at `now_ms` and calls `fire(Timer&)` for each. `fire` may set, cancel and
  /// destroy any timer; one set inside `fire` is due in a later call.
  template <class Fire>
  void advance(TimeMs now_ms, Fire&& fire) {
    if (!collect(now_ms)) return;
    while (Timer* timer = take_due()) fire(*timer);
  }

 private:
  struct Head final : Timer {
    void on_timer() override {}
  };

  /// Moves what is due into `due_`; false if nothing is.
  bool collect(TimeMs now_ms);
  Timer* take_due();
  static void link_before(Timer& place, Timer& timer);

  TimeMs start_ms_;
  /// Ticks are counted from `start_ms_`; 32 bits last 13 years.
  std::uint32_t done_tick_ = 0;
  std::uint32_t last_due_tick_ = 0;
  std::array<Head, kSlots> slots_;
  Head due_;
};

}  // namespace cloister::net
