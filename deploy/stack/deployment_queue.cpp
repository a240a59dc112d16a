#include "deploy/stack/deployment_queue.h"

#include <algorithm>
#include <future>
#include <memory>

namespace tombola::deploy {
namespace {

// A stack within a stack that waited for a free thread could wait for its own parent.
thread_local bool is_deployment_thread = false;

}  // namespace

DeploymentQueue::~DeploymentQueue() {
  end();
}

void DeploymentQueue::end() {
  stop();
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    threads.swap(threads_);
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

void DeploymentQueue::run(const std::string& stack, std::function<void()> work,
                          std::chrono::milliseconds patience) {
  if (is_deployment_thread) {
    return work();
  }
  const auto done = std::make_shared<std::promise<void>>();
  std::future<void> end = done->get_future();
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({stack, [work = std::move(work), done] {
                          work();
                          done->set_value();
                        }});
    if (!stops_ && idle_threads_ < waiting_.size() && threads_.size() < threads_max) {
      threads_.emplace_back([this] { loop(); });
    }
  }
  changed_.notify_all();
  end.wait_for(patience);
}

bool DeploymentQueue::wait(const std::string& stack) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stops_ || !has_work_locked(stack); });
  return !stops_;
}

bool DeploymentQueue::has_work_locked(const std::string& stack) const {
  return under_way_.contains(stack) ||
         std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const Job& job) { return job.stack == stack; });
}

void DeploymentQueue::stop() {
  {
    const std::lock_guard lock(mutex_);
    stops_ = true;
  }
  changed_.notify_all();
}

// The first whose stack nobody is at work on.
std::deque<DeploymentQueue::Job>::iterator DeploymentQueue::next_locked() {
  return std::find_if(waiting_.begin(), waiting_.end(),
                      [this](const Job& job) { return !under_way_.contains(job.stack); });
}

void DeploymentQueue::loop() {
  is_deployment_thread = true;
  std::unique_lock lock(mutex_);
  for (;;) {
    ++idle_threads_;
    changed_.wait(lock, [this] { return stops_ || next_locked() != waiting_.end(); });
    --idle_threads_;
    if (stops_) {
      return;
    }
    const auto next = next_locked();
    const Job job = std::move(*next);
    waiting_.erase(next);
    under_way_.insert(job.stack);
    lock.unlock();
    job.work();
    lock.lock();
    under_way_.erase(job.stack);
    changed_.notify_all();
  }
}

}  // namespace tombola::deploy
