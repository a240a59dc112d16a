// Runs a function in processes of its own: environments that stay warm, up to
// Function::concurrency_max at once, one invocation at a time each. Invocations wait in one queue
// for an environment that gets free or starts; no environment is started while as many others are
// about to be free as there are invocations waiting. Code that has changed on disk is taken up by
// the next invocation. A function with an inspect port has one environment, which is there before the
// first invocation, so that one can attach; another one starts once the port is free again.
#pragma once

#include <memory>

#include "triggers/function.h"
#include "triggers/lambda_runtime.h"
#include "triggers/runtimes/runtime_context.h"

namespace tombola::triggers {

class ProcessRuntime : public LambdaRuntime {
 public:
  // Starts nothing yet, nor looks for the interpreter. `context` must outlive it, and its loop must
  // run until then.
  ProcessRuntime(Function function, RuntimeContext& context);
  ~ProcessRuntime() override;

  void invoke(Invocation invocation, Done done) override;
  void shut_down() override;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tombola::triggers
