// An asynchronous invocation that waits in the queue (async_invocations.h), as it is kept: a
// restart goes on where the last one was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dynamodb/model/table_definition.h"
#include "storage/transaction_runner.h"
#include "triggers/lambda_runtime.h"

namespace tombola::triggers {

// Which version of which function.
struct AsyncTarget {
  dynamodb::Namespace name_space;
  std::string function;
  std::string qualifier;  // as the caller named it; may be empty

  // arn:...:function:<name>:<qualifier>, $LATEST among them.
  std::string arn() const;
  bool operator==(const AsyncTarget&) const = default;
};

// Of a function's ARN; none for what is no such thing.
std::optional<AsyncTarget> parse_function_arn(std::string_view arn);

// What is still to be told of an invocation that has ended.
struct AsyncDelivery {
  std::string destination_arn;
  std::string body;
  bool operator==(const AsyncDelivery&) const = default;
};

struct AsyncEvent {
  std::uint64_t id = 0;
  AsyncTarget target;
  Invocation invocation;
  std::int64_t accepted_ms = 0;
  int failures = 0;           // of the function
  int refusals = 0;           // it could not run
  std::int64_t due_ms = 0;    // of the next attempt
  std::int64_t delay_ms = 0;  // of the wait until then
  // It has ended: what follows is delivered, one after the other, so often refused until now.
  std::vector<AsyncDelivery> deliveries;
  std::int64_t ended_ms = 0;
  int delivery_failures = 0;

  std::string to_json() const;
  // Throws std::runtime_error on anything that to_json of this or an earlier version did not write.
  static AsyncEvent from_json(std::uint64_t id, std::string_view json);
};

// Their rows (storage/layout.h). Thread-safe.
class AsyncEventStore {
 public:
  explicit AsyncEventStore(storage::TransactionRunner& transactions)
      : transactions_(transactions) {}

  // In the order in which they were accepted. Throws std::runtime_error on rows that this build
  // cannot read.
  std::vector<AsyncEvent> load();
  void put(const AsyncEvent& event);
  void erase(std::uint64_t id);

 private:
  storage::TransactionRunner& transactions_;
};

}  // namespace tombola::triggers
