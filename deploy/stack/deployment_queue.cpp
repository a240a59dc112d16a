#include "deploy/stack/deployment_queue.h"

#include <future>
#include <memory>

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
  const auto done = std::make_shared<std::promise<void>>();
  std::future<void> end = done->get_future();
  {
    const std::lock_guard lock(mutex_);
    waiting_.emplace_back([work = std::move(work), done] {
      work();
      done->set_value();
    });
    if (!thread_.joinable()) {
      thread_ = std::thread([this] { loop(); });
    }
  }
  changed_.notify_all();
  end.wait_for(patience);
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
