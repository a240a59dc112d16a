// A memory engine whose commits are visible at once and durable when the test says so.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "storage/engine/engine.h"

namespace tombola::storage {

class HeldEngine final : public Engine {
 public:
  // Nothing that is seen from now on is durable until let_go or fail.
  void hold() {
    const std::lock_guard lock(mutex_);
    holds_ = true;
  }
  void let_go() {
    for (const DurableDone& done : asked_so_far(false)) done(nullptr);
  }
  void fail(const std::string& reason) {
    const EngineError failure(reason);
    for (const DurableDone& done : asked_so_far(true)) done(&failure);
  }
  std::size_t asked() {
    const std::lock_guard lock(mutex_);
    return asked_.size();
  }

  std::unique_ptr<Transaction> begin(Mode mode) override { return below_->begin(mode); }
  bool is_durable() override {
    const std::lock_guard lock(mutex_);
    return !holds_;
  }
  void when_durable(DurableDone done) override {
    {
      const std::lock_guard lock(mutex_);
      if (holds_) return asked_.push_back(std::move(done));
    }
    done(nullptr);
  }
  void erase_range(const KeyRange& range) override { below_->erase_range(range); }
  void erase_log(LogId log) override { below_->erase_log(log); }
  void checkpoint(const std::string& path) override { below_->checkpoint(path); }
  std::unique_ptr<Engine> clone(const std::string& path) override { return below_->clone(path); }
  std::uint64_t log_size_bytes(LogId log) override { return below_->log_size_bytes(log); }

 private:
  std::vector<DurableDone> asked_so_far(bool holds_on) {
    const std::lock_guard lock(mutex_);
    holds_ = holds_on;
    return std::exchange(asked_, {});
  }

  const std::unique_ptr<Engine> below_ =
      open_memory_engine({[] { return std::int64_t{0}; }, Durability::Process});
  std::mutex mutex_;
  bool holds_ = false;
  std::vector<DurableDone> asked_;
};

}  // namespace tombola::storage
