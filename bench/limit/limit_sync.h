// What remains of an fsync that many share: a thread that syncs for all who wait by then.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "bench/limit/limit_store.h"

namespace tombola::bench {

class LimitSync {
 public:
  explicit LimitSync(LimitStore& store) : store_(store), thread_([this] { run(); }) {}
  ~LimitSync() {
    {
      const std::lock_guard lock(mutex_);
      ends_ = true;
    }
    somebody_waits_.notify_one();
    thread_.join();
  }
  LimitSync(const LimitSync&) = delete;
  LimitSync& operator=(const LimitSync&) = delete;

  // Calls `done` on the thread once what was written before is on the disk.
  void when_synced(std::function<void()> done) {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(done));
    if (waiting_.size() == 1) {
      somebody_waits_.notify_one();
    }
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      somebody_waits_.wait(lock, [&] { return ends_ || !waiting_.empty(); });
      if (ends_) {
        return;
      }
      const std::vector<std::function<void()>> told = std::exchange(waiting_, {});
      lock.unlock();
      store_.sync();
      for (const auto& done : told) {
        done();
      }
      lock.lock();
    }
  }

  LimitStore& store_;
  std::mutex mutex_;
  std::condition_variable somebody_waits_;
  std::vector<std::function<void()>> waiting_;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace tombola::bench
