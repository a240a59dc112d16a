// Threads on which deployments run, so that what waits for a handler or deletes much holds nobody
// else: those of one stack one after the other, those of several side by side, a few at once. Started
// as they are needed. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace tombola::deploy {

class DeploymentQueue {
 public:
  static constexpr std::size_t threads_max = 8;

  DeploymentQueue() = default;
  DeploymentQueue(const DeploymentQueue&) = delete;
  DeploymentQueue& operator=(const DeploymentQueue&) = delete;
  // Waits for those under way; those that wait are not run.
  ~DeploymentQueue();

  // Runs `work` on the stack and returns when it is done, or after `patience`. `work` throws nothing.
  // Called by a deployment itself (a stack within a stack) it is run at once, on the same thread.
  void run(const std::string& stack, std::function<void()> work,
           std::chrono::milliseconds patience);
  // Returns when nothing of the stack is left to run. False: the queue was stopped first.
  bool wait(const std::string& stack);
  // Nothing is begun any more; who waits does so no longer.
  void stop();
  // stop(), and returns when what is under way has noticed. Nothing runs from then on.
  void end();

 private:
  struct Job {
    std::string stack;
    std::function<void()> work;
  };
  void loop();
  std::deque<Job>::iterator next_locked();
  bool has_work_locked(const std::string& stack) const;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> waiting_;
  std::set<std::string> under_way_;
  std::size_t idle_threads_ = 0;
  bool stops_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace tombola::deploy
