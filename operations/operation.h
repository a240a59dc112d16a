// What an operation is: a row of operations.def. The router, --help, metrics and "unknown
// operation" all read that one table.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dynamodb/json/json_document.h"
#include "dynamodb/validation/shape.h"
#include "operations/operation_context.h"

namespace tombola::operations {

// Where an operation may run.
enum class ExecutionClass {
  Inline,  // bounded, never waits: on the socket thread, since a hand-over costs more than the work
  Worker,  // may wait for the disk or burn CPU
  Async,   // waits for a handler or for idleness; holds no thread while it waits
};

enum class Service {
  DynamoDB,
  DynamoDBStreams,
  Lambda,
  SQS,
  SNS,
  S3,
  STS,
  SSM,
  IAM,
  ApiGateway,
  ApiGatewayV2,
  Logs,
  CloudFormation,
};

// Request JSON in, answer JSON out. Throws dynamodb::ApiError; those of the Lambda API
// lambda::LambdaError, too, those of other services services::ServiceError. The answer of an
// operation that has none to give is empty.
using OperationFunction = std::string (*)(OperationContext& context, dynamodb::JsonValue request);

// What a REST operation answers whose body is the caller's own (Lambda's Invoke).
struct PayloadAnswer {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string payload;
};
using PayloadDone = std::function<void(PayloadAnswer)>;
// `request`: the members that are not the payload, for the time of the call. Throws as an
// OperationFunction, or calls `done` once, from any thread.
using PayloadFunction = void (*)(OperationContext& context, dynamodb::JsonValue request,
                                 std::string payload, PayloadDone done);

// Answers later, without a thread meanwhile: calls `done` once, from any thread, with what makes
// the answer or throws the error. Throws itself, before that, as an OperationFunction.
using AnswerDone = std::function<void(const std::function<std::string()>& answer)>;
using WaitingFunction = void (*)(OperationContext& context, dynamodb::JsonValue request,
                                 AnswerDone done);

// The table of fields of a request, for protocols whose requests are not JSON.
using FieldsFunction = const dynamodb::Shape& (*)();

namespace s3 {
struct S3Request;
struct S3Answer;
}  // namespace s3
// An operation of S3, whose requests and answers are HTTP's (operations/s3/s3_request.h).
using S3Function = s3::S3Answer (*)(OperationContext& context, const s3::S3Request& request);

struct Operation {
  Service service;
  std::string_view name;  // "PutItem"
  ExecutionClass execution_class;
  OperationFunction run;  // null: AWS has it, we do not (yet); or see run_with_payload
  // Of REST services: method, path and what else of the request is a member (rest_request.h); the
  // status of success.
  std::string_view rest_request = {};
  int rest_status = 200;
  PayloadFunction run_with_payload = nullptr;
  WaitingFunction run_waiting = nullptr;
  FieldsFunction fields = nullptr;
  S3Function run_s3 = nullptr;

  bool is_served() const {
    return run != nullptr || run_with_payload != nullptr || run_waiting != nullptr ||
           run_s3 != nullptr;
  }
};

std::span<const Operation> all_operations();
// Null for a name that AWS does not know either.
const Operation* find_operation(Service service, std::string_view name);

}  // namespace tombola::operations
