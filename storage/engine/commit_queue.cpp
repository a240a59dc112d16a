#include "storage/engine/commit_queue.h"

#include <utility>

#include "storage/engine/engine_limits.h"
#include "storage/engine/watch.h"

namespace tombola::storage {

using State = QueuedCommit::State;

void CommitQueue::submit(QueuedCommit& commit) {
  std::unique_lock lock(mutex_);
  waiting_.push_back(&commit);
  if (std::exchange(led_, true)) {
    lock.unlock();
    if (wait_for_turn(commit) == State::Handled) return;
    lock.lock();
  }
  lead(commit, lock);
}

// `own` is the first in the queue: it was idle, or the lead goes to the first. That there is no
// memory left may end the process here, but not leave the queue without a leader.
void CommitQueue::lead(QueuedCommit& own, std::unique_lock<std::mutex>& lock) noexcept {
  for (int groups = 0; groups < engine_limits::groups_led_max; ++groups) {
    // What runs alone may take long, longer than who leads should wait for its answer.
    if (groups > 0 && waiting_.front()->alone_) break;
    const Group group = take_group();
    lock.unlock();
    handle_(group);
    for (QueuedCommit* handled : group) {
      if (handled != &own) tell(*handled, State::Handled);
    }
    lock.lock();
    led_ = !waiting_.empty();
    if (!led_) return;
  }
  QueuedCommit& next_leader = *waiting_.front();
  lock.unlock();
  tell(next_leader, State::Leads);
}

State CommitQueue::wait_for_turn(QueuedCommit& commit) {
  watch_for([&] { return commit.state_ != State::Waits; });
  commit.state_.wait(State::Waits);
  return commit.state_;
}

// A handled commit may be gone as soon as its thread sees that; who notifies uses no more of it
// than its address.
void CommitQueue::tell(QueuedCommit& commit, State state) {
  commit.state_ = state;
  commit.state_.notify_one();
}

std::size_t CommitQueue::waiting() {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

CommitQueue::Group CommitQueue::take_group() {
  Group group;
  std::size_t bytes = 0;
  while (!waiting_.empty() && group.size() < engine_limits::group_commits_max) {
    const QueuedCommit& next = *waiting_.front();
    bytes += next.size_bytes_;
    const bool fits = bytes <= engine_limits::group_bytes_max && !next.alone_ &&
                      !(group.size() == 1 && group.front()->alone_);
    if (!group.empty() && !fits) break;
    group.push_back(waiting_.front());
    waiting_.pop_front();
  }
  return group;
}

}  // namespace tombola::storage
