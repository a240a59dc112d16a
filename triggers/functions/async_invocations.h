// Lambda's queue for asynchronous invocations (InvocationType Event): accepted now, run at once,
// twice more when the function fails, a minute and two minutes later by the service clock. What
// cannot run at all is tried again with a growing delay for six hours.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
//
// The queue is in memory: what waits when the server stops is lost.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "http/event_loop.h"
#include "storage/clock.h"
#include "triggers/function_registry.h"
#include "triggers/idle_report.h"
#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

// Thread-safe.
class AsyncInvocations {
 public:
  // All of them outlive it. `loop` has one thread.
  struct Parts {
    http::EventLoop& loop;
    storage::ServiceClock& service_clock;
    FunctionRegistry& functions;
    // Tells the developer what became of an invocation that was given up, in one line. Any thread.
    std::function<void(std::string)> report;
  };
  explicit AsyncInvocations(Parts parts);
  ~AsyncInvocations();  // as stop()

  // `function`: its name in the registry. False when limits::async_invocations_max wait already.
  bool accept(std::string function, Invocation invocation);

  // How many were ever accepted: whether somebody was idle all the time.
  std::uint64_t accepted() const;
  // As Dispatcher::when_idle.
  void when_idle(std::chrono::milliseconds timeout, std::function<void(IdleReport)> done);
  // Starts nothing any more, and forgets what it has. Not from the loop's own thread.
  void stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tombola::triggers
