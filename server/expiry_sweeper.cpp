#include "server/expiry_sweeper.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "storage/time_to_live.h"

namespace tombola::server {

void ExpirySweeper::start() {
  parts_.service_clock.on_change([this] { sweep_and_plan(); });
  plan_soon();
}

void ExpirySweeper::stop() {
  stopping_ = true;
  const std::lock_guard lock(mutex_);
  timer_.cancel();
}

std::size_t ExpirySweeper::sweep() {
  const std::lock_guard lock(mutex_);
  return sweep_locked();
}

std::size_t ExpirySweeper::sweep_locked() {
  return stopping_ ? 0
                   : storage::delete_expired_items(parts_.transactions, parts_.catalog,
                                                   parts_.service_clock.now_ms(), stopping_);
}

void ExpirySweeper::expiry_committed(std::int64_t expires_ms) {
  if (expires_ms < planned_for_ms_) {
    plan_soon();
  }
}

void ExpirySweeper::plan_soon() {
  if (!plan_posted_.exchange(true)) {
    parts_.workers.post([this] {
      const std::lock_guard lock(mutex_);
      plan();
    });
  }
}

// A failure (a full disk, say) is told and tried again when the timer ends.
void ExpirySweeper::sweep_and_plan() {
  const std::lock_guard lock(mutex_);
  try {
    sweep_locked();
  } catch (const std::exception& error) {
    parts_.complain(fmt::format("expired items were not deleted: {}", error.what()));
  }
  plan();
}

// One timer for the item that expires next. While the clock is frozen only its change can make one
// expire, and that comes here.
void ExpirySweeper::plan() {
  plan_posted_ = false;
  timer_.cancel();
  if (stopping_) {
    return;
  }
  // From here on each write that adds an expiry asks for another plan: the reading below may have
  // begun before it.
  planned_for_ms_ = INT64_MAX;
  const std::int64_t now_ms = parts_.service_clock.now_ms();
  std::int64_t delay_ms = limits::sweeper_sleep_ms_max;
  try {
    const auto next_ms = storage::next_expiry_ms(parts_.transactions, parts_.catalog, now_ms);
    if (!next_ms || parts_.service_clock.state().frozen) {
      planned_for_ms_ = next_ms.value_or(INT64_MAX);
      return;
    }
    planned_for_ms_ = *next_ms;
    // A machine that sleeps stops its timers, so none is trusted for long.
    delay_ms = std::min(
        delay_ms, std::max<std::int64_t>(*next_ms - now_ms, 0) + limits::expired_items_stay_ms);
  } catch (const std::exception& error) {
    parts_.complain(fmt::format("expired items were not looked for: {}", error.what()));
  }
  timer_ =
      parts_.workers.schedule(std::chrono::milliseconds(delay_ms), [this] { sweep_and_plan(); });
}

}  // namespace tombola::server
