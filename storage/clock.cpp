#include "storage/clock.h"

#include <algorithm>
#include <chrono>

namespace tombola::storage {

std::int64_t ProcessClock::now_ms() const {
  using std::chrono::system_clock;
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             system_clock::now().time_since_epoch())
      .count();
}

std::int64_t ServiceClock::now_locked() const {
  return state_.frozen ? state_.value_ms : ProcessClock().now_ms() + state_.value_ms;
}

std::int64_t ServiceClock::now_ms() const {
  const std::lock_guard lock(mutex_);
  return now_locked();
}

std::int64_t ServiceClock::unique_ms() {
  const std::lock_guard lock(mutex_);
  last_unique_ms_ = std::max(now_locked(), last_unique_ms_ + 1);
  return last_unique_ms_;
}

void ServiceClock::freeze() {
  {
    const std::lock_guard lock(mutex_);
    state_ = State{true, now_locked()};
  }
  changed();
}

void ServiceClock::unfreeze() {
  {
    const std::lock_guard lock(mutex_);
    state_ = State{false, now_locked() - ProcessClock().now_ms()};
  }
  changed();
}

void ServiceClock::set(std::int64_t now_ms) {
  {
    const std::lock_guard lock(mutex_);
    state_.value_ms = state_.frozen ? now_ms : now_ms - ProcessClock().now_ms();
  }
  changed();
}

void ServiceClock::advance(std::int64_t delta_ms) {
  {
    const std::lock_guard lock(mutex_);
    state_.value_ms += delta_ms;
  }
  changed();
}

void ServiceClock::make_real() {
  {
    const std::lock_guard lock(mutex_);
    state_ = State{};
  }
  changed();
}

ServiceClock::State ServiceClock::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void ServiceClock::on_change(std::function<void()> listener) {
  const std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(listener));
}

void ServiceClock::changed() {
  std::vector<std::function<void()>> listeners;
  {
    const std::lock_guard lock(mutex_);
    listeners = listeners_;
  }
  for (const auto& listener : listeners) {
    listener();
  }
}

}  // namespace tombola::storage
