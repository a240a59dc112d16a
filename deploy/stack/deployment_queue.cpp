#include "deploy/stack/deployment_queue.h"

#include <memory>
#include <utility>

namespace tombola::deploy {

DeploymentQueue::~DeploymentQueue() {
  {
    const std::lock_guard lock(mutex_);
    stops_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) {
    thread_.join();
  }
}

void DeploymentQueue::run(std::function<void()> work, std::chrono::milliseconds patience) {
  add(std::move(work)).wait_for(patience);
}

void DeploymentQueue::wait() {
  // One after the other: what comes last is done when all are.
  add([] {}).wait();
}

std::future<void> DeploymentQueue::add(std::function<void()> work) {
  const auto done = std::make_shared<std::promise<void>>();
  const std::lock_guard lock(mutex_);
  waiting_.emplace_back([work = std::move(work), done] {
    work();
    done->set_value();
  });
  if (!thread_.joinable()) {
    thread_ = std::thread([this] { loop(); });
  }
  changed_.notify_all();
  return done->get_future();
}

void DeploymentQueue::loop() {
  for (;;) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stops_ || !waiting_.empty(); });
      if (stops_) {
        return;
      }
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace tombola::deploy
