// Calls of ReceiveMessage that wait for a message: they hold no thread and no lock while they do.
// Who came first is served first. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "services/scheduling.h"

namespace tombola::services::sqs {

class ReceiveWaits {
 public:
  // `next_due`: in how much real time something in that queue can be received that cannot be now;
  // none: nothing, or not before the clock is moved.
  using NextDue = std::function<std::optional<std::chrono::milliseconds>(std::uint64_t queue)>;
  ReceiveWaits(Schedule schedule, NextDue next_due)
      : schedule_(std::move(schedule)), next_due_(std::move(next_due)) {}

  // Tries to receive; true: the call has been answered. With `last` it must be. Never two at a
  // time. Must not throw.
  using Attempt = std::function<bool(bool last)>;
  // Tries at once, whenever something may have come, and for the last time when the time is up.
  void wait(std::uint64_t queue, std::chrono::milliseconds timeout, Attempt attempt);

  // Something can be received, or the queue has gone.
  void arrived(std::uint64_t queue);
  // The service clock was moved.
  void clock_moved();
  // Every wait ends now; later ones do at once.
  void shut_down();

 private:
  struct Wait;
  void attempt(const std::shared_ptr<Wait>& wait, bool last);
  void set_due_timer(const std::shared_ptr<Wait>& wait);
  std::vector<std::shared_ptr<Wait>> waits(std::optional<std::uint64_t> queue);

  const Schedule schedule_;
  const NextDue next_due_;
  std::mutex mutex_;
  std::list<std::shared_ptr<Wait>> waits_;
  bool shut_down_ = false;
};

}  // namespace tombola::services::sqs
