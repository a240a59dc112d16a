// https://docs.aws.amazon.com/lambda/latest/api/API_InvokeAsync.html
//
// Deprecated long ago, and still called by old code: Invoke with the type Event, of $LATEST.
#include <utility>

#include "operations/lambda/invocation_request.h"
#include "operations/lambda/lambda_context.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations::lambda {
namespace {

const dynamodb::Shape& fields() {
  static const dynamodb::Shape shape = dynamodb::Shape::structure(
      "InvokeAsyncRequest",
      {{"FunctionName", namespaced_function_name_shape(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

void invoke_async(OperationContext& context, dynamodb::JsonValue json, std::string payload,
                  PayloadDone done) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  RequestedInvocation requested = requested_invocation(request, std::move(payload), true, context);
  PayloadAnswer accepted{202, {{"x-amzn-RequestId", requested.invocation.request_id}}, {}};
  if (!context.lambda->async_invocations.accept(
          {context.name_space, requested.reference.name, requested.reference.qualifier},
          std::move(requested.invocation))) {
    throw LambdaError::too_many_requests("CallerRateLimitExceeded");
  }
  done(std::move(accepted));
}

}  // namespace tombola::operations::lambda
