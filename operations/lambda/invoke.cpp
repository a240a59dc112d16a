// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
//
// 200 also when the function failed; X-Amz-Function-Error says so. What could not run at all is a
// 502, as AWS has it for a runtime that is not to be had.
#include <utility>

#include "dynamodb/json/json_text.h"
#include "operations/lambda/invocation_request.h"
#include "operations/lambda/lambda_context.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;
using triggers::InvokeResult;

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

// What the caller is told besides the payload.
struct Told {
  std::string version;
  std::string trace_id;
  bool log = false;
};

PayloadAnswer answer_of(InvokeResult result, const Told& told) {
  if (auto instead = unreachable_answer(result)) {
    return std::move(*instead);
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
  RequestedInvocation requested =
      requested_invocation(request, std::move(payload), type == "Event", context);
  if (type == "DryRun") {
    return done({204, {}, {}});
  }
  if (type == "Event") {
    PayloadAnswer accepted{202, {{"x-amzn-RequestId", requested.invocation.request_id}}, {}};
    if (!lambda.async_invocations.accept(
            {context.name_space, requested.reference.name, requested.reference.qualifier},
            std::move(requested.invocation))) {
      throw LambdaError::too_many_requests("CallerRateLimitExceeded");
    }
    return done(std::move(accepted));
  }
  const Told told{requested.function->function.version, requested.trace_id(),
                  request.string("LogType").value_or("None") == "Tail"};
  requested.function->runtime->invoke(std::move(requested.invocation),
                                      [done = std::move(done), told](InvokeResult result) {
                                        done(answer_of(std::move(result), told));
                                      });
}

}  // namespace tombola::operations::lambda
