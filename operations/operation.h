// What an operation is: a row of operations.def. The router, --help, metrics and "unknown
// operation" all read that one table.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dynamodb/json/json_document.h"
#include "operations/operation_context.h"

namespace tombola::operations {

// Where an operation may run.
enum class ExecutionClass {
  Inline,  // bounded, never waits: on the socket thread, since a hand-over costs more than the work
  Worker,  // may wait for the disk or burn CPU
  Async,   // waits for a handler or for idleness; holds no thread while it waits
};

enum class Service { DynamoDB, DynamoDBStreams };

// Request JSON in, answer JSON out. Throws dynamodb::ApiError.
using OperationFunction = std::string (*)(OperationContext& context, dynamodb::JsonValue request);

struct Operation {
  Service service;
  std::string_view name;  // "PutItem"
  ExecutionClass execution_class;
  OperationFunction run;  // null: AWS has it, we do not (yet)
};

std::span<const Operation> all_operations();
// Null for a name that AWS does not know either.
const Operation* find_operation(Service service, std::string_view name);

}  // namespace tombola::operations
