#include "triggers/idle_waiters.h"

#include <utility>

namespace tombola::triggers {

void IdleWaiters::add(std::chrono::milliseconds timeout, WaitUntil until, Done done,
                      std::function<void(std::uint64_t id)> on_timeout) {
  const std::uint64_t id = ++last_id_;
  Waiter& waiter = waiters_[id];
  waiter.until = until;
  waiter.done = std::move(done);
  waiter.time_is_up = timeout <= std::chrono::milliseconds::zero();
  if (!waiter.time_is_up) {
    waiter.timer =
        loop_.schedule(timeout, [id, on_timeout = std::move(on_timeout)] { on_timeout(id); });
  }
}

void IdleWaiters::time_is_up(std::uint64_t id) {
  if (const auto found = waiters_.find(id); found != waiters_.end()) {
    found->second.time_is_up = true;
  }
}

void IdleWaiters::answer(const IdleReport& report) {
  for (auto at = waiters_.begin(); at != waiters_.end();) {
    Waiter& waiter = at->second;
    const bool no_use = waiter.until == WaitUntil::Stuck ? report.stuck : report.waits_for_clock;
    if (report.idle || no_use || waiter.time_is_up) {
      tell(waiter, report);
      at = waiters_.erase(at);
    } else {
      ++at;
    }
  }
}

void IdleWaiters::answer_all(const IdleReport& report) {
  for (auto& [id, waiter] : waiters_) {
    tell(waiter, report);
  }
  waiters_.clear();
}

// Posted, because who is told may call the dispatcher, which holds its lock now.
void IdleWaiters::tell(Waiter& waiter, const IdleReport& report) {
  loop_.post([done = std::move(waiter.done), report] { done(report); });
}

}  // namespace tombola::triggers
