// Between whoever answers for an integration and the clock: the first of them is heard. Thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "http/event_loop.h"

namespace tombola::server {

template <typename Outcome>
class PendingOutcome {
 public:
  using Done = std::function<void(Outcome)>;

  explicit PendingOutcome(Done done) : done_(std::move(done)) {}

  void take(Outcome outcome) {
    std::optional<Done> done;
    {
      const std::lock_guard lock(mutex_);
      done.swap(done_);
    }
    if (done) {
      (*done)(std::move(outcome));
    }
  }

  // The timer lives as long as somebody may still answer.
  void keep(http::EventLoop::Timer timer) {
    const std::lock_guard lock(mutex_);
    timer_ = std::move(timer);
  }

 private:
  std::mutex mutex_;
  std::optional<Done> done_;
  http::EventLoop::Timer timer_;
};

// `otherwise` is the outcome when `timeout` passes first.
template <typename Outcome>
std::shared_ptr<PendingOutcome<Outcome>> wait_for_outcome(
    http::EventLoop& timers, std::chrono::milliseconds timeout, Outcome otherwise,
    typename PendingOutcome<Outcome>::Done done) {
  auto pending = std::make_shared<PendingOutcome<Outcome>>(std::move(done));
  pending->keep(timers.schedule(
      timeout, [weak = std::weak_ptr(pending), otherwise = std::move(otherwise)]() mutable {
        if (const auto waiting = weak.lock()) {
          waiting->take(std::move(otherwise));
        }
      }));
  return pending;
}

}  // namespace tombola::server
