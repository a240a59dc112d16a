// The invocations that were last, each with who made it, its event, its answer and the end of its
// log: a ring, bounded in number and bytes. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

struct RecordedInvocation {
  std::uint64_t serial = 0;  // in the order of their beginnings
  std::string request_id;
  std::string function;      // its name in the FunctionRegistry
  std::string function_arn;  // as the invoker named it
  InvocationCause cause;
  std::int64_t began_ms = 0;  // real time
  std::int64_t ended_ms = 0;
  std::shared_ptr<const std::string> event_json;
  std::shared_ptr<const InvokeResult> result;  // null: it is under way
};

class InvocationHistory {
 public:
  explicit InvocationHistory(std::function<std::int64_t()> real_now_ms)
      : real_now_ms_(std::move(real_now_ms)) {}

  // Whoever wants to hear of each as it ends, on the thread of the runtime; one, before the first
  // invocation.
  void on_end(std::function<void(const RecordedInvocation&)> tell) { tell_ = std::move(tell); }

  // What they return names the invocation for ended().
  std::uint64_t began(std::string function, std::string function_arn, const Invocation& invocation);
  void ended(std::uint64_t serial, const InvokeResult& result);

  // The newest `count` of those that `wanted` takes, the newest first. `wanted` is called under the
  // lock.
  std::vector<RecordedInvocation> newest(
      std::size_t count, const std::function<bool(const RecordedInvocation&)>& wanted) const;
  // The last attempt under that id.
  std::optional<RecordedInvocation> find(std::string_view request_id) const;

 private:
  void forget_oldest();

  const std::function<std::int64_t()> real_now_ms_;
  std::function<void(const RecordedInvocation&)> tell_;
  mutable std::mutex mutex_;
  std::deque<RecordedInvocation> ring_;
  std::uint64_t last_serial_ = 0;
  std::size_t bytes_ = 0;
};

// Runs as `runtime` does, and tells the history.
std::shared_ptr<LambdaRuntime> observed(std::shared_ptr<LambdaRuntime> runtime,
                                        std::shared_ptr<InvocationHistory> history,
                                        std::string function, std::string function_arn);

}  // namespace tombola::triggers
