// A wait is in the list before its first attempt, so that nothing that comes meanwhile is missed.
// Timers hold their wait weakly: who has been answered is gone.
#include "services/sqs/receive_waits.h"

#include <utility>

#include "dynamodb/limits.h"

namespace tombola::services::sqs {

using std::chrono::milliseconds;

struct ReceiveWaits::Wait {
  std::uint64_t queue = 0;
  std::chrono::steady_clock::time_point deadline;
  Attempt attempt;   // who is busy calls it
  std::mutex mutex;  // for what follows
  bool answered = false;
  bool busy = false;
  // Asked for while busy.
  bool again = false;
  bool again_last = false;
  std::shared_ptr<void> deadline_timer;
  std::shared_ptr<void> due_timer;
};

void ReceiveWaits::wait(std::uint64_t queue, milliseconds timeout, Attempt attempt_once) {
  auto wait = std::make_shared<Wait>();
  wait->queue = queue;
  wait->deadline = std::chrono::steady_clock::now() + timeout;
  wait->attempt = std::move(attempt_once);
  bool last = false;
  {
    const std::lock_guard lock(mutex_);
    last = shut_down_ || waits_.size() >= limits::waiting_receives_max;
    if (!last) {
      waits_.push_back(wait);
    }
  }
  if (!last) {
    const std::lock_guard lock(wait->mutex);
    wait->deadline_timer = schedule_(timeout, [this, weak = std::weak_ptr(wait)] {
      if (const auto alive = weak.lock()) {
        attempt(alive, true);
      }
    });
  }
  attempt(wait, last);
}

// Holds no lock while it tries: a message that goes to a dead-letter queue wakes others from here.
void ReceiveWaits::attempt(const std::shared_ptr<Wait>& wait, bool last) {
  {
    const std::lock_guard lock(wait->mutex);
    if (wait->answered) {
      return;
    }
    if (std::exchange(wait->busy, true)) {
      wait->again = true;
      wait->again_last = wait->again_last || last;
      return;
    }
  }
  while (!wait->attempt(last)) {
    const std::lock_guard lock(wait->mutex);
    if (!std::exchange(wait->again, false)) {
      wait->busy = false;
      return set_due_timer(wait);
    }
    last = std::exchange(wait->again_last, false);
  }
  {
    const std::lock_guard lock(wait->mutex);
    wait->answered = true;
    wait->due_timer = nullptr;
    wait->deadline_timer = nullptr;
  }
  const std::lock_guard lock(mutex_);
  waits_.remove(wait);
}

// With its lock held.
void ReceiveWaits::set_due_timer(const std::shared_ptr<Wait>& wait) {
  wait->due_timer = nullptr;
  const auto due = next_due_(wait->queue);
  if (!due || std::chrono::steady_clock::now() + *due >= wait->deadline) {
    return;
  }
  wait->due_timer = schedule_(*due, [this, weak = std::weak_ptr(wait)] {
    if (const auto alive = weak.lock()) {
      attempt(alive, false);
    }
  });
}

std::vector<std::shared_ptr<ReceiveWaits::Wait>> ReceiveWaits::waits(
    std::optional<std::uint64_t> queue) {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Wait>> found;
  for (const std::shared_ptr<Wait>& wait : waits_) {
    if (!queue || wait->queue == *queue) {
      found.push_back(wait);
    }
  }
  return found;
}

void ReceiveWaits::arrived(std::uint64_t queue) {
  for (const std::shared_ptr<Wait>& wait : waits(queue)) {
    attempt(wait, false);
  }
}

void ReceiveWaits::clock_moved() {
  for (const std::shared_ptr<Wait>& wait : waits(std::nullopt)) {
    attempt(wait, false);
  }
}

void ReceiveWaits::shut_down() {
  {
    const std::lock_guard lock(mutex_);
    shut_down_ = true;
  }
  for (const std::shared_ptr<Wait>& wait : waits(std::nullopt)) {
    attempt(wait, true);
  }
}

}  // namespace tombola::services::sqs
