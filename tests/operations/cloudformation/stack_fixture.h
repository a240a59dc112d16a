// A server's parts as far as stacks need them, and a function "provider" that is a piece of the test.
#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "deploy/stack/stacks.h"
#include "operations/operation.h"
#include "services/services.h"
#include "tests/operations/lambda/lambda_parts.h"

namespace tombola::tests {

using nlohmann::json;

class StackFixture {
 public:
  // What the provider answers to an event; null: nothing. Throws std::string: the function fails.
  using Provider = std::function<json(const json& event)>;
  // `patience`: how long a call waits for what it began.
  explicit StackFixture(Provider provider = {},
                        std::chrono::milliseconds patience = std::chrono::minutes(1));

  // An operation of CloudFormation; the error as {"error":name,"message":text}. Any thread.
  json run(const std::string& operation, const json& request);
  json run(operations::Service service, const std::string& operation, const json& request);
  // An object in S3, for TemplateURL.
  void put_template(const std::string& bucket, const std::string& key, const std::string& text);

  // The status of a stack's resource (its newest event) and the reason, "CREATE_FAILED: no".
  std::string event(const std::string& stack, const std::string& logical_id,
                    const std::string& status);
  std::string status(const std::string& stack);
  // What the provider was asked, in order.
  std::vector<json> events();
  void forget_events();

  storage::ServiceClock& clock() { return clock_; }
  deploy::Stacks& stacks() { return *stacks_; }
  // As the server does when it stops.
  void stop_stacks() { stacks_.reset(); }
  void start_stacks();

 private:
  class ProviderRuntime;
  operations::OperationContext context();

  storage::ServiceClock clock_{storage::ServiceClock::State{true, 1'767'323'045'678}};
  std::unique_ptr<storage::Engine> engine_ =
      storage::open_memory_engine({[this] { return clock_.now_ms(); }});
  storage::TransactionRunner transactions_{*engine_};
  storage::Catalog catalog_;
  services::Services services_{
      {transactions_, clock_,
       [](std::chrono::milliseconds, const std::function<void()>&) { return nullptr; }}};
  LambdaParts lambda_{transactions_, clock_};
  const Provider provider_;
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::vector<json> events_;
  std::optional<deploy::Stacks> stacks_;
};

// The ARN of the function "provider".
inline constexpr const char* provider_arn =
    "arn:aws:lambda:us-east-1:000000000000:function:provider";

}  // namespace tombola::tests
