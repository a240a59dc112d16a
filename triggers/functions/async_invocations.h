// Lambda's queue for asynchronous invocations (InvocationType Event): accepted now, run at once,
// tried again when the function fails, a minute and two minutes later by the service clock. What
// cannot run at all is tried again with a growing delay. How often, for how long, and where the
// records of it go, the function's settings say (async_queue.h).
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
//
// What is accepted is kept until it is done: a restart goes on, with the attempts and the age of
// before. An invocation that was under way when the server stopped runs again.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/event_loop.h"
#include "storage/clock.h"
#include "storage/transaction_runner.h"
#include "triggers/failure_destination.h"
#include "triggers/function_registry.h"
#include "triggers/functions/async_event.h"
#include "triggers/functions/async_queue.h"
#include "triggers/idle_report.h"
#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

// Thread-safe.
class AsyncInvocations {
 public:
  // All of them outlive it. `loop` has one thread.
  struct Parts {
    http::EventLoop& loop;
    storage::TransactionRunner& transactions;
    storage::ServiceClock& service_clock;
    FunctionRegistry& functions;
    // As they are by now. Any thread.
    std::function<AsyncSettings(const AsyncTarget&)> settings;
    // Of what is no function; null: nothing here is one.
    FailureDestination* destinations = nullptr;
    // Tells the developer what became of an invocation that was given up, in one line. Any thread.
    std::function<void(std::string)> report;
  };
  explicit AsyncInvocations(Parts parts);
  ~AsyncInvocations();  // as stop()

  // Goes on with what was accepted before the last stop. Before the first accept(), and once the
  // functions are there. Throws what AsyncEventStore::load throws.
  void start();

  // Kept when it returns. False when limits::async_invocations_max wait already. Throws
  // storage::EngineError.
  bool accept(AsyncTarget target, Invocation invocation);

  // Whether records can be sent there: a function that is there, or what `destinations` receives.
  bool receives(const dynamodb::Namespace& name_space, std::string_view destination_arn) const;

  // How many were ever accepted: whether somebody was idle all the time.
  std::uint64_t accepted() const;
  // As Dispatcher::when_idle.
  void when_idle(std::chrono::milliseconds timeout, std::function<void(IdleReport)> done,
                 WaitUntil until = WaitUntil::Stuck);
  // Starts nothing any more. Not from the loop's own thread.
  void stop();

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace tombola::triggers
