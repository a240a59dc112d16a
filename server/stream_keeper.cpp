// The bound on the logs: their size is looked at whenever a sixteenth of what they may take has
// been added. Above fifteen sixteenths the oldest records go, until seven eighths are left.
#include "server/stream_keeper.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "storage/backups.h"
#include "storage/item_history.h"
#include "streams/retention.h"
#include "streams/rollover.h"

namespace tombola::server {

void StreamKeeper::start() {
  parts_.service_clock.on_change([this] {
    const std::lock_guard lock(mutex_);
    catch_up_and_plan();
  });
  const std::lock_guard lock(mutex_);
  catch_up_and_plan();
  bound_logs();
}

void StreamKeeper::stop() {
  stopping_ = true;
  const std::lock_guard lock(mutex_);
  timer_.cancel();
}

void StreamKeeper::post(std::atomic<bool>& posted, void (StreamKeeper::*work)()) {
  if (!stopping_ && !posted.exchange(true)) {
    parts_.workers.post([this, &posted, work] {
      const std::lock_guard lock(mutex_);
      posted = false;
      (this->*work)();
    });
  }
}

void StreamKeeper::catalog_changed() {
  post(plan_posted_, &StreamKeeper::plan);
}

void StreamKeeper::logs_grew(std::uint64_t bytes) {
  if (parts_.log_bytes_max && grown_bytes_.fetch_add(bytes) + bytes >= *parts_.log_bytes_max / 16) {
    post(bound_posted_, &StreamKeeper::bound_logs);
  }
}

// A failure (a full disk, say) is told and tried again when the timer ends.
void StreamKeeper::catch_up_and_plan() {
  try {
    catch_up();
  } catch (const std::exception& error) {
    parts_.complain(fmt::format("streams were not rolled over and trimmed: {}", error.what()));
  }
  plan();
}

void StreamKeeper::catch_up() {
  if (!stopping_) {
    const std::int64_t now_ms = parts_.service_clock.now_ms();
    streams::roll_all_due_shards(parts_.transactions, parts_.catalog, now_ms);
    streams::trim_by_age(parts_.transactions, parts_.catalog, now_ms);
    storage::item_history::trim(parts_.transactions, now_ms);
    storage::erase_expired_backups(parts_.transactions, now_ms);
  }
}

void StreamKeeper::bound_logs() {
  grown_bytes_ = 0;
  if (stopping_ || !parts_.log_bytes_max) {
    return;
  }
  const std::uint64_t bytes_max = *parts_.log_bytes_max;
  try {
    if (streams::logs_size_bytes(parts_.transactions, parts_.catalog) >
        bytes_max - bytes_max / 16) {
      streams::trim_by_size(parts_.transactions, parts_.catalog, bytes_max - bytes_max / 8);
    }
  } catch (const std::exception& error) {
    parts_.complain(
        fmt::format("streams were not kept within {} bytes: {}", bytes_max, error.what()));
  }
}

// One timer for what is due next. While the clock is frozen only its change can make something due,
// and that comes here.
void StreamKeeper::plan() {
  timer_.cancel();
  if (stopping_) {
    return;
  }
  // A machine that sleeps stops its timers, so none is trusted for long.
  std::int64_t delay_ms = limits::sweeper_sleep_ms_max;
  try {
    const std::int64_t now_ms = parts_.service_clock.now_ms();
    streams::NextDue due = streams::next_due(parts_.transactions, parts_.catalog, now_ms);
    due.trims_ms =
        std::min(due.trims_ms, storage::item_history::next_trim_ms(parts_.transactions, now_ms));
    const bool never = due.rolls_ms == INT64_MAX && due.trims_ms == INT64_MAX;
    if (never || parts_.service_clock.state().frozen) {
      return;
    }
    delay_ms = std::min({delay_ms, due.rolls_ms - now_ms,
                         std::max(due.trims_ms - now_ms, limits::log_trim_delay_ms)});
  } catch (const std::exception& error) {
    parts_.complain(fmt::format("streams were not looked at: {}", error.what()));
  }
  timer_ = parts_.workers.schedule(std::chrono::milliseconds(std::max<std::int64_t>(delay_ms, 1)),
                                   [this] {
                                     const std::lock_guard lock(mutex_);
                                     catch_up_and_plan();
                                   });
}

}  // namespace tombola::server
