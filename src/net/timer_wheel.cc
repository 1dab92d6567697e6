#include "net/timer_wheel.h"

#include <algorithm>

namespace cloister::net {

void Timer::unlink() {
  if (!next_) return;
  next_->prev_ = prev_;
  prev_->next_ = next_;
  next_ = prev_ = nullptr;
}

TimerWheel::TimerWheel(TimeMs now_ms) : start_ms_(now_ms) {
  for (Head& slot : slots_) slot.next_ = slot.prev_ = &slot;
  due_.next_ = due_.prev_ = &due_;
}

TimerWheel::~TimerWheel() {
  const auto empty = [](Head& head) {
    while (head.next_ != &head) head.next_->unlink();
  };
  for (Head& slot : slots_) empty(slot);
  empty(due_);
}

void TimerWheel::link_before(Timer& place, Timer& timer) {
  timer.next_ = &place;
  timer.prev_ = place.prev_;
  place.prev_->next_ = &timer;
  place.prev_ = &timer;
}

void TimerWheel::set(Timer& timer, TimeMs now_ms, DurationMs delay_ms) {
  timer.unlink();
  const TimeMs due_ms = now_ms + std::max<DurationMs>(delay_ms, 0) - start_ms_;
  const auto tick = static_cast<std::uint32_t>((due_ms + kTickMs - 1) / kTickMs);
  timer.due_tick_ = std::max(tick, done_tick_ + 1);
  last_due_tick_ = std::max(last_due_tick_, timer.due_tick_);
  link_before(slots_[timer.due_tick_ % kSlots], timer);
}

DurationMs TimerWheel::wait_ms(TimeMs now_ms) const {
  if (last_due_tick_ <= done_tick_) return -1;
  std::uint32_t tick = done_tick_ + 1;
  const auto empty = [](const Head& slot) { return slot.next_ == &slot; };
  while (tick < done_tick_ + kLookAhead && empty(slots_[tick % kSlots])) ++tick;
  const TimeMs next_ms = start_ms_ + static_cast<TimeMs>(tick) * kTickMs;
  return std::max<DurationMs>(next_ms - now_ms, 0);
}

bool TimerWheel::collect(TimeMs now_ms) {
  const auto now_tick = static_cast<std::uint32_t>(std::max<TimeMs>(now_ms - start_ms_, 0) / kTickMs);
  if (now_tick <= done_tick_) return false;
  // After a long sleep one visit to each slot is enough.
  const std::uint32_t steps = std::min<std::uint32_t>(now_tick - done_tick_, kSlots);
  for (std::uint32_t i = 0; i < steps; ++i) {
    Head& slot = slots_[(now_tick - i) % kSlots];
    for (Timer* timer = slot.next_; timer != &slot;) {
      Timer* next = timer->next_;
      if (timer->due_tick_ <= now_tick) {
        timer->unlink();
        link_before(due_, *timer);
      }
      timer = next;
    }
  }
  done_tick_ = now_tick;
  return due_.next_ != &due_;
}

Timer* TimerWheel::take_due() {
  Timer* timer = due_.next_;
  if (timer == &due_) return nullptr;
  timer->unlink();
  return timer;
}

}  // namespace cloister::net
