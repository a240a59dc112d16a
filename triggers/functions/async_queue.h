// The queue behind AsyncInvocations: which invocation is due, what follows from how it ended, what
// its destinations are told.
//
// A state machine without threads of its own: AsyncInvocations calls it under its lock and tells it
// what happened. "Now" is the service clock's. It keeps what it decides (AsyncEventStore); what
// storage refuses is told, and a restart knows less then, never of fewer.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/limits.h"
#include "storage/clock.h"
#include "triggers/failure_destination.h"
#include "triggers/function_registry.h"
#include "triggers/functions/async_event.h"
#include "triggers/functions/async_record.h"
#include "triggers/functions/limits.h"
#include "triggers/idle_report.h"
#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

// A function's EventInvokeConfig and DeadLetterConfig, with AWS's defaults.
struct AsyncSettings {
  int retry_attempts_max = limits::async_retry_attempts_max;
  std::int64_t age_ms_max = limits::async_invocation_age_ms_max;
  std::string on_success;          // an ARN; empty: none
  std::string on_failure;          // the same
  std::string dead_letter_target;  // the same; gets the event, not a record
  bool reserves_nothing = false;   // ReservedConcurrentExecutions is 0: nothing may run
};

class AsyncQueue {
 public:
  struct Parts {
    AsyncEventStore& store;
    storage::ServiceClock& service_clock;
    FunctionRegistry& functions;
    // As they are by now.
    std::function<AsyncSettings(const AsyncTarget&)> settings;
    // Of what is no function; null: nothing here is one.
    FailureDestination* destinations = nullptr;
    // One line for the developer.
    std::function<void(std::string)> report;
    // The results come back through ended() and delivered(), after these returned.
    std::function<void(LambdaRuntime&, Invocation, std::uint64_t id)> invoke;
    std::function<void(FailureReport, std::uint64_t id)> send;
  };
  explicit AsyncQueue(Parts parts) : parts_(std::move(parts)) {}

  // What was kept. Throws what AsyncEventStore::load throws.
  void load();
  std::uint64_t next_id() { return ++last_id_; }
  std::uint64_t last_id() const { return last_id_; }
  // An event that is kept already.
  void add(AsyncEvent event);
  std::size_t size() const { return queue_.size(); }
  void clear() { queue_.clear(); }

  // Whether records can be sent there.
  bool receives(const dynamodb::Namespace& name_space, std::string_view arn) const;

  // Starts all that is due.
  void run();
  void ended(std::uint64_t id, const InvokeResult& result);
  // No problem: it has arrived.
  void delivered(std::uint64_t id, const std::optional<std::string>& problem);
  void clock_changed();

  // When something waits for the service clock: the earliest.
  std::optional<std::int64_t> next_due_ms() const;
  IdleReport report() const;

 private:
  struct Queued {
    AsyncEvent event;
    bool under_way = false;
  };

  void go_on(Queued& queued);
  void invoke(Queued& queued);
  void settle(Queued& queued, const InvokeResult& result);
  void postpone(Queued& queued, const std::exception& error);
  void try_again(Queued& queued, std::int64_t delay_ms, const AsyncSettings& settings);
  void give_up(Queued& queued, AsyncCondition condition, const InvokeResult* result);
  void finish(Queued& queued, std::vector<AsyncDelivery> deliveries);
  void deliver(Queued& queued);
  std::optional<std::string> hand_to_function(const Queued& queued, const AsyncTarget& target);
  void forget(std::uint64_t id);
  void wait(Queued& queued, std::int64_t delay_ms);
  void save(const AsyncEvent& event);
  bool waits(const Queued& queued, std::int64_t now_ms) const;
  std::string describe(const Queued& queued, std::int64_t now_ms) const;
  std::shared_ptr<const FunctionRegistry::Entry> find(const AsyncTarget& target) const;

  const Parts parts_;
  std::map<std::uint64_t, Queued> queue_;
  std::uint64_t last_id_ = 0;
};

}  // namespace tombola::triggers
