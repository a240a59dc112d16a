// The way back to the loop for those who may come late: a runtime whose invocation ends after the
// dispatcher has stopped, a clock that outlives it. Closed, it lets nobody through, so that neither
// the loop nor the dispatcher needs to live for them. Thread-safe; shared by all who may come.
#pragma once

#include <functional>
#include <mutex>
#include <utility>

#include "http/event_loop.h"

namespace tombola::triggers {

class LoopGate {
 public:
  explicit LoopGate(http::EventLoop& loop) : loop_(&loop) {}

  void post(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    if (loop_) {
      loop_->post(std::move(work));
    }
  }

  // After this nothing is posted any more.
  void close() {
    const std::lock_guard lock(mutex_);
    loop_ = nullptr;
  }

 private:
  std::mutex mutex_;
  http::EventLoop* loop_;
};

}  // namespace tombola::triggers
