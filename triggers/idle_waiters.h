// Those who wait until everything is delivered. Not thread-safe: the dispatcher calls it under its
// lock.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>

#include "http/event_loop.h"
#include "triggers/idle_report.h"

namespace tombola::triggers {

class IdleWaiters {
 public:
  using Done = std::function<void(IdleReport)>;

  explicit IdleWaiters(http::EventLoop& loop) : loop_(loop) {}

  bool empty() const { return waiters_.empty(); }
  // After `timeout` of real time it calls `on_timeout` with the waiter's id, on the loop; zero
  // means that time is up already.
  void add(std::chrono::milliseconds timeout, WaitUntil until, Done done,
           std::function<void(std::uint64_t id)> on_timeout);
  void time_is_up(std::uint64_t id);

  // Tells those for whom it is time: all when idle; those who wait until then when it is stuck, or
  // waits for the clock; else those whose time is up.
  void answer(const IdleReport& report);
  void answer_all(const IdleReport& report);

 private:
  struct Waiter {
    WaitUntil until = WaitUntil::Stuck;
    Done done;
    bool time_is_up = false;
    http::EventLoop::Timer timer;
  };

  void tell(Waiter& waiter, const IdleReport& report);

  http::EventLoop& loop_;
  std::map<std::uint64_t, Waiter> waiters_;
  std::uint64_t last_id_ = 0;
};

}  // namespace tombola::triggers
