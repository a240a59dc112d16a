#include "operations/lambda/invocation_request.h"

#include <utility>

#include <fmt/format.h>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/lambda/lambda_context.h"
#include "operations/lambda/lambda_error.h"
#include "storage/clock.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::operations::lambda {
namespace {

void check_size(std::size_t size, bool is_event) {
  if (is_event && size > limits::async_invocation_payload_bytes_max) {
    throw LambdaError::too_large(
        fmt::format("{} byte payload is too large for the Event invocation type (limit {} bytes)",
                    size, limits::async_invocation_payload_bytes_max));
  }
  if (size > limits::invocation_payload_bytes_max) {
    throw LambdaError::too_large(
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

}  // namespace

std::string RequestedInvocation::trace_id() const {
  return invocation.trace_id.substr(0, invocation.trace_id.find(';')) + ";Sampled=0";
}

RequestedInvocation requested_invocation(const Request& request, std::string payload, bool is_event,
                                         OperationContext& context) {
  const triggers::FunctionRegistry& registry = context.lambda->registry;
  RequestedInvocation requested;
  requested.reference = resolve_function(request.required("FunctionName").as_string(),
                                         request.string("Qualifier"), context.name_space);
  const FunctionReference& reference = requested.reference;
  requested.function =
      registry.find(registry.name_of(context.name_space, reference.name, reference.qualifier));
  if (!requested.function || requested.function->function.name_space != context.name_space) {
    throw_function_not_found(reference, context.name_space);
  }
  check_size(payload.size(), is_event);
  triggers::Invocation& invocation = requested.invocation;
  invocation.request_id = triggers::new_request_id();
  invocation.event_json = event_of(std::move(payload));
  invocation.trace_id = triggers::new_trace_id(storage::ProcessClock().now_ms());
  invocation.client_context = client_context_of(request);
  invocation.function_arn = requested.function->function.arn();
  if (!reference.qualifier.empty()) {
    invocation.function_arn += ":" + reference.qualifier;
  }
  return requested;
}

std::optional<PayloadAnswer> unreachable_answer(triggers::InvokeResult& result) {
  if (result.status != triggers::InvokeStatus::Unreachable) {
    return std::nullopt;
  }
  if (result.reason == triggers::concurrency_exceeded) {
    return error_answer(LambdaError::too_many_requests(std::move(result.reason)));
  }
  return error_answer(
      LambdaError::bad_gateway("InvalidRuntimeException", std::move(result.reason)));
}

}  // namespace tombola::operations::lambda
