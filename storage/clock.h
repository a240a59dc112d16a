// Two clocks, on purpose. ServiceClock is DynamoDB's and Lambda's time as the user sees it: record
// times, retention, iterators, back-off. It can be frozen, set and advanced. ProcessClock is real:
// deadlines of invocations, sockets, the Date header.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace tombola::storage {

// Milliseconds since the epoch, UTC. Thread-safe.
class ProcessClock {
 public:
  std::int64_t now_ms() const;
};

class ServiceClock {
 public:
  struct State {
    bool frozen = false;
    // frozen: the time itself; running: what is added to real time.
    std::int64_t value_ms = 0;
  };

  ServiceClock() = default;
  explicit ServiceClock(State state) : state_(state) {}

  std::int64_t now_ms() const;
  // max(now, last + 1): for labels and ids that must never be alike, frozen or turned back.
  std::int64_t unique_ms();

  void freeze();
  void unfreeze();                // runs on from where it stands
  void set(std::int64_t now_ms);  // keeps frozen or running as it was
  void advance(std::int64_t delta_ms);
  void make_real();  // real time, running

  State state() const;

  // Called after every change, from the calling thread, outside the
  // lock. Listeners live as long as the clock.
  void on_change(std::function<void()> listener);

 private:
  std::int64_t now_locked() const;
  void changed();

  mutable std::mutex mutex_;
  State state_;
  std::int64_t last_unique_ms_ = 0;
  std::vector<std::function<void()>> listeners_;
};

}  // namespace tombola::storage
