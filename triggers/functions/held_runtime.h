// The runtime of a function that the API can change: it stays until its invocations have ended,
// also when the function is changed or deleted meanwhile, and lets no more run at once than are
// reserved. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

// The reason of an invocation that is Unreachable because of it, as AWS names it.
inline constexpr std::string_view concurrency_exceeded =
    "ReservedFunctionConcurrentInvocationLimitExceeded";

// The reserved concurrency of a function, which all of its versions share.
class Concurrency {
 public:
  void reserve(std::optional<int> executions) {
    const std::lock_guard lock(mutex_);
    reserved_ = executions;
  }
  // False: as many run as may.
  bool enter() {
    const std::lock_guard lock(mutex_);
    if (reserved_ && running_ >= *reserved_) {
      return false;
    }
    ++running_;
    return true;
  }
  void leave() {
    const std::lock_guard lock(mutex_);
    --running_;
  }

 private:
  std::mutex mutex_;
  std::optional<int> reserved_;
  int running_ = 0;
};

class HeldRuntime : public LambdaRuntime, public std::enable_shared_from_this<HeldRuntime> {
 public:
  HeldRuntime(std::shared_ptr<LambdaRuntime> runtime, std::string version,
              std::shared_ptr<Concurrency> concurrency)
      : runtime_(std::move(runtime)),
        version_(std::move(version)),
        concurrency_(std::move(concurrency)) {}

  // Who is one too many is told so within the call.
  void invoke(Invocation invocation, Done done) override {
    if (!concurrency_->enter()) {
      InvokeResult result;
      result.status = InvokeStatus::Unreachable;
      result.reason = concurrency_exceeded;
      result.payload = concurrency_exceeded;
      result.request_id = std::move(invocation.request_id);
      return done(std::move(result));
    }
    runtime_->invoke(std::move(invocation),
                     [self = shared_from_this(), done = std::move(done)](InvokeResult result) {
                       self->concurrency_->leave();
                       result.executed_version = self->version_;
                       done(std::move(result));
                     });
  }
  void shut_down() override { runtime_->shut_down(); }

 private:
  const std::shared_ptr<LambdaRuntime> runtime_;
  const std::string version_;
  const std::shared_ptr<Concurrency> concurrency_;
};

}  // namespace tombola::triggers
