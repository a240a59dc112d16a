#include "triggers/back_off.h"

#include <algorithm>
#include <utility>

#include "dynamodb/limits.h"

namespace tombola::triggers {

std::int64_t back_off_ms(int failures) {
  std::int64_t delay_ms = limits::back_off_ms_min;
  for (int doubled = 1; doubled < failures && delay_ms < limits::back_off_ms_max; ++doubled) {
    delay_ms *= 2;
  }
  return std::min(delay_ms, limits::back_off_ms_max);
}

void BackOff::fail(std::int64_t now_ms, std::string reason) {
  wait(now_ms, back_off_ms(failures_ + 1), std::move(reason));
}

void BackOff::wait(std::int64_t now_ms, std::int64_t delay_ms, std::string reason) {
  ++failures_;
  waiting_ = true;
  delay_ms_ = delay_ms;
  due_ms_ = now_ms + delay_ms;
  reason_ = std::move(reason);
}

bool BackOff::endless() const {
  return waiting_ && failures_ >= limits::failures_until_endless;
}

void BackOff::clock_changed(std::int64_t now_ms) {
  due_ms_ = std::min(due_ms_, now_ms + delay_ms_);
}

}  // namespace tombola::triggers
