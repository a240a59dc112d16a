// Lets commits wait while one thread, the leader, writes a group of them at once. Whoever comes to
// an idle queue leads; the leader takes along all who wait by then, may write a few groups of those
// who come meanwhile, and hands the lead to the first of the others. So there is one leader at a time,
// on a thread of its callers, and what only leaders touch needs no lock of its own. Thread-safe.
#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

namespace tombola::storage {

class QueuedCommit {
 public:
  QueuedCommit(std::size_t size_bytes, bool alone) : size_bytes_(size_bytes), alone_(alone) {}
  QueuedCommit(const QueuedCommit&) = delete;
  QueuedCommit& operator=(const QueuedCommit&) = delete;
  virtual ~QueuedCommit() = default;

  enum class State : int { Waits, Leads, Handled };

 private:
  friend class CommitQueue;
  const std::size_t size_bytes_;
  const bool alone_;  // shares its group with nobody
  std::atomic<State> state_ = State::Waits;
};

class CommitQueue {
 public:
  using Group = std::vector<QueuedCommit*>;
  // `handle` gets a group on a leader's thread. It must not throw.
  explicit CommitQueue(std::function<void(const Group&)> handle) : handle_(std::move(handle)) {}

  // Returns once `commit` was part of a group that is handled.
  void submit(QueuedCommit& commit);

  // How many wait for the group after the present one.
  std::size_t waiting();

 private:
  void lead(QueuedCommit& own, std::unique_lock<std::mutex>& lock) noexcept;
  static QueuedCommit::State wait_for_turn(QueuedCommit& commit);
  static void tell(QueuedCommit& commit, QueuedCommit::State state);
  Group take_group();

  const std::function<void(const Group&)> handle_;
  std::mutex mutex_;
  bool led_ = false;
  std::deque<QueuedCommit*> waiting_;
};

}  // namespace tombola::storage
