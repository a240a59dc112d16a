// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
//
// 200 also when the function failed; X-Amz-Function-Error says so. What could not run at all is a
// 502, as AWS has it for a runtime that is not to be had.
#include <utility>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/lambda/function_name.h"
#include "operations/lambda/lambda_context.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/clock.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;
using triggers::InvokeResult;
using triggers::InvokeStatus;

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "InvocationRequest",
      {{"FunctionName", namespaced_function_name_shape(), Required},
       {"Qualifier", qualifier_shape()},
       {"InvocationType", Shape::string().one_of({"Event", "RequestResponse", "DryRun"})},
       {"LogType", Shape::string().one_of({"None", "Tail"})},
       {"ClientContext", Shape::string()},
       {"DurableExecutionName", Shape::string(), Unsupported},
       {"TenantId", Shape::string(), Unsupported}});
  return shape;
}

void check_size(std::size_t size, bool is_event) {
  if (is_event && size > limits::async_invocation_payload_bytes_max) {
    throw LambdaError::code_too_large(
        fmt::format("{} byte payload is too large for the Event invocation type (limit {} bytes)",
                    size, limits::async_invocation_payload_bytes_max));
  }
  if (size > limits::invocation_payload_bytes_max) {
    throw LambdaError::code_too_large(
        fmt::format("Request must be smaller than {} bytes for the InvokeFunction operation",
                    limits::invocation_payload_bytes_max));
  }
}

// Without a payload the event is an empty object.
std::string event_of(std::string payload) {
  if (payload.empty()) {
    return "{}";
  }
  try {
    dynamodb::JsonDocument::parse(payload);
  } catch (const dynamodb::JsonError& error) {
    throw LambdaError::invalid_content(
        fmt::format("Could not parse request body into json: Could not parse payload into json: {}",
                    error.what()));
  }
  return payload;
}

std::string client_context_of(const Request& request) {
  const auto text = request.string("ClientContext");
  if (!text) {
    return {};
  }
  auto json = dynamodb::from_base64(*text);
  try {
    if (json) {
      dynamodb::JsonDocument::parse(*json);
      return std::move(*json);
    }
  } catch (const dynamodb::JsonError&) {
    // told below
  }
  throw LambdaError::invalid_content("Client context must be a valid Base64-encoded JSON object.");
}

PayloadAnswer error_answer(const LambdaError& error) {
  return {error.status(), {{"x-amzn-ErrorType", error.name()}}, error.body()};
}

// What the caller is told besides the payload.
struct Told {
  std::string version;
  std::string trace_id;
  bool log = false;
};

PayloadAnswer answer_of(InvokeResult result, const Told& told) {
  if (result.status == InvokeStatus::Unreachable &&
      result.reason == triggers::concurrency_exceeded) {
    return error_answer(LambdaError::too_many_requests(std::move(result.reason)));
  }
  if (result.status == InvokeStatus::Unreachable) {
    return error_answer(
        LambdaError::bad_gateway("InvalidRuntimeException", std::move(result.reason)));
  }
  PayloadAnswer answer{200,
                       {{"x-amzn-RequestId", result.request_id},
                        {"X-Amz-Executed-Version", told.version},
                        {"X-Amzn-Trace-Id", told.trace_id}},
                       std::move(result.payload)};
  if (!result.function_error.empty()) {
    answer.headers.emplace_back("X-Amz-Function-Error", std::move(result.function_error));
  }
  if (told.log) {
    answer.headers.emplace_back("X-Amz-Log-Result", dynamodb::to_base64(result.log_tail));
  }
  return answer;
}

}  // namespace

void invoke(OperationContext& context, dynamodb::JsonValue json, std::string payload,
            PayloadDone done) {
  LambdaContext& lambda = *context.lambda;
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string_view type = request.string("InvocationType").value_or("RequestResponse");
  const FunctionReference reference =
      resolve_function(request.required("FunctionName").as_string(), request.string("Qualifier"),
                       context.name_space);
  const std::string name =
      lambda.registry.name_of(context.name_space, reference.name, reference.qualifier);
  const auto entry = lambda.registry.find(name);
  if (!entry || entry->function.name_space != context.name_space) {
    throw_function_not_found(reference, context.name_space);
  }
  check_size(payload.size(), type == "Event");

  triggers::Invocation invocation;
  invocation.request_id = triggers::new_request_id();
  invocation.event_json = event_of(std::move(payload));
  invocation.trace_id = triggers::new_trace_id(storage::ProcessClock().now_ms());
  invocation.client_context = client_context_of(request);
  invocation.function_arn = entry->function.arn();
  if (!reference.qualifier.empty()) {
    invocation.function_arn += ":" + reference.qualifier;
  }
  if (type == "DryRun") {
    return done({204, {}, {}});
  }
  if (type == "Event") {
    PayloadAnswer accepted{202, {{"x-amzn-RequestId", invocation.request_id}}, {}};
    if (!lambda.async_invocations.accept({context.name_space, reference.name, reference.qualifier},
                                         std::move(invocation))) {
      throw LambdaError::too_many_requests("CallerRateLimitExceeded");
    }
    return done(std::move(accepted));
  }
  const std::string trace_id = invocation.trace_id.substr(0, invocation.trace_id.find(';'));
  const Told told{entry->function.version, trace_id + ";Sampled=0",
                  request.string("LogType").value_or("None") == "Tail"};
  entry->runtime->invoke(std::move(invocation),
                         [done = std::move(done), told](InvokeResult result) {
                           done(answer_of(std::move(result), told));
                         });
}

}  // namespace tombola::operations::lambda
