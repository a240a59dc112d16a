// A thread on which deployments run, one after the other: what waits for a handler or deletes much
// holds nobody else. Started with the first of them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>

namespace tombola::deploy {

class DeploymentQueue {
 public:
  DeploymentQueue() = default;
  DeploymentQueue(const DeploymentQueue&) = delete;
  DeploymentQueue& operator=(const DeploymentQueue&) = delete;
  // Waits for the one under way; those that wait are not run.
  ~DeploymentQueue();

  // Runs `work` and returns when it is done, or after `patience`. `work` throws nothing.
  void run(std::function<void()> work, std::chrono::milliseconds patience);
  // Returns when everything is done that was there to run.
  void wait();

 private:
  std::future<void> add(std::function<void()> work);
  void loop();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool stops_ = false;
  std::thread thread_;
};

}  // namespace tombola::deploy
