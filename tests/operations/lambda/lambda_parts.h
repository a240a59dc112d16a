// What the operations of the Lambda API need in a test: functions whose code is kept in a folder of
// the test's own, and whose runtime answers with the event it was given.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "http/event_loop.h"
#include "operations/lambda/lambda_context.h"
#include "storage/catalog.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"
#include "triggers/dispatcher.h"
#include "triggers/function_registry.h"
#include "triggers/functions/async_invocations.h"
#include "triggers/functions/function_catalog.h"

namespace tombola::tests {

// An event {"fail": ...} is answered with a function error that holds it.
class EchoRuntime : public triggers::LambdaRuntime {
 public:
  void invoke(triggers::Invocation invocation, Done done) override;
  void shut_down() override {}
};

class LambdaParts {
 public:
  LambdaParts(storage::TransactionRunner& transactions, storage::ServiceClock& clock,
              triggers::FailureDestination* failures = nullptr);
  ~LambdaParts();

  operations::LambdaContext& context() { return context_; }
  triggers::FunctionCatalog& functions() { return functions_; }
  triggers::FunctionRegistry& registry() { return registry_; }

 private:
  std::filesystem::path folder_;
  triggers::FunctionRegistry registry_;
  triggers::CodeStore code_;
  triggers::FunctionCatalog functions_;
  http::EventLoop loop_{"async", 1};
  triggers::AsyncInvocations async_invocations_;
  storage::Catalog catalog_;
  triggers::Dispatcher mappings_;
  operations::LambdaContext context_;
};

}  // namespace tombola::tests
