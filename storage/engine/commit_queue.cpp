#include "storage/engine/commit_queue.h"

#include "storage/engine/engine_limits.h"
#include "storage/engine/watch.h"

namespace tombola::storage {

using State = QueuedCommit::State;

void CommitQueue::submit(QueuedCommit& commit) {
  std::unique_lock lock(mutex_);
  waiting_.push_back(&commit);
  if (led_) {
    lock.unlock();
    watch_for([&] { return commit.state_ != State::Waits; });
    lock.lock();
    commit.changed_.wait(lock, [&] { return commit.state_ != State::Waits; });
    if (commit.state_ == State::Handled) return;
  }
  // `commit` is the first in the queue: it was idle, or the lead goes to the first.
  led_ = true;
  const Group group = take_group();
  lock.unlock();
  handle_(group);
  lock.lock();

  // Under the mutex, since a commit may be gone as soon as its thread sees `handled_`.
  for (QueuedCommit* follower : group) {
    if (follower == &commit) continue;
    follower->state_ = State::Handled;
    follower->changed_.notify_one();
  }
  led_ = !waiting_.empty();
  if (led_) {
    waiting_.front()->state_ = State::Leads;
    waiting_.front()->changed_.notify_one();
  }
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
