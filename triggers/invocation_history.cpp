#include "triggers/invocation_history.h"

#include <algorithm>
#include <utility>

#include "dynamodb/limits.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::triggers {
namespace {

std::size_t bytes_of(const RecordedInvocation& invocation) {
  const std::size_t result =
      invocation.result ? invocation.result->payload.size() + invocation.result->log_tail.size()
                        : 0;
  return invocation.event_json->size() + invocation.cause.numbers.size() * sizeof(std::uint64_t) +
         result;
}

class ObservedRuntime : public LambdaRuntime {
 public:
  ObservedRuntime(std::shared_ptr<LambdaRuntime> runtime,
                  std::shared_ptr<InvocationHistory> history, std::string function,
                  std::string function_arn)
      : runtime_(std::move(runtime)),
        history_(std::move(history)),
        function_(std::move(function)),
        function_arn_(std::move(function_arn)) {}

  void invoke(Invocation invocation, Done done) override {
    if (invocation.request_id.empty()) {
      invocation.request_id = new_request_id();
    }
    const std::uint64_t serial = history_->began(
        function_, invocation.function_arn.empty() ? function_arn_ : invocation.function_arn,
        invocation);
    runtime_->invoke(std::move(invocation),
                     [history = history_, serial, done = std::move(done)](InvokeResult result) {
                       history->ended(serial, result);
                       done(std::move(result));
                     });
  }
  void shut_down() override { runtime_->shut_down(); }

 private:
  const std::shared_ptr<LambdaRuntime> runtime_;
  const std::shared_ptr<InvocationHistory> history_;
  const std::string function_;
  const std::string function_arn_;
};

}  // namespace

std::uint64_t InvocationHistory::began(std::string function, std::string function_arn,
                                       const Invocation& invocation) {
  RecordedInvocation recorded;
  recorded.request_id = invocation.request_id;
  recorded.function = std::move(function);
  recorded.function_arn = std::move(function_arn);
  recorded.cause = invocation.cause;
  recorded.event_json = std::make_shared<const std::string>(invocation.event_json);
  recorded.began_ms = real_now_ms_();
  const std::lock_guard lock(mutex_);
  recorded.serial = ++last_serial_;
  bytes_ += bytes_of(recorded);
  ring_.push_back(std::move(recorded));
  forget_oldest();
  return last_serial_;
}

void InvocationHistory::ended(std::uint64_t serial, const InvokeResult& result) {
  auto kept = std::make_shared<const InvokeResult>(result);
  const std::int64_t now_ms = real_now_ms_();
  std::optional<RecordedInvocation> told;
  {
    const std::lock_guard lock(mutex_);
    // Without gaps: the ring loses its oldest only.
    if (ring_.empty() || serial < ring_.front().serial) {
      return;
    }
    RecordedInvocation& recorded = ring_[serial - ring_.front().serial];
    recorded.ended_ms = now_ms;
    bytes_ -= bytes_of(recorded);
    recorded.result = std::move(kept);
    bytes_ += bytes_of(recorded);
    if (tell_) {
      told = recorded;
    }
    forget_oldest();
  }
  if (told) {
    tell_(*told);
  }
}

void InvocationHistory::forget_oldest() {
  while (ring_.size() > limits::remembered_invocations_max ||
         (bytes_ > limits::remembered_invocation_bytes_max && ring_.size() > 1)) {
    bytes_ -= bytes_of(ring_.front());
    ring_.pop_front();
  }
}

std::vector<RecordedInvocation> InvocationHistory::newest(
    std::size_t count, const std::function<bool(const RecordedInvocation&)>& wanted) const {
  std::vector<RecordedInvocation> found;
  const std::lock_guard lock(mutex_);
  for (auto at = ring_.rbegin(); at != ring_.rend() && found.size() < count; ++at) {
    if (wanted(*at)) {
      found.push_back(*at);
    }
  }
  return found;
}

std::optional<RecordedInvocation> InvocationHistory::find(std::string_view request_id) const {
  auto found = newest(1, [&](const auto& recorded) { return recorded.request_id == request_id; });
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::shared_ptr<LambdaRuntime> observed(std::shared_ptr<LambdaRuntime> runtime,
                                        std::shared_ptr<InvocationHistory> history,
                                        std::string function, std::string function_arn) {
  return std::make_shared<ObservedRuntime>(std::move(runtime), std::move(history),
                                           std::move(function), std::move(function_arn));
}

}  // namespace tombola::triggers
