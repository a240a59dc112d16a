#include "server/subscribed_function.h"

#include <utility>

#include "storage/clock.h"
#include "triggers/functions/async_event.h"
#include "triggers/runtimes/identifiers.h"

namespace tombola::server {

std::optional<std::string> invoke_subscribed_function(operations::LambdaContext& lambda,
                                                      const std::string& function_arn,
                                                      std::string event) {
  const auto target = triggers::parse_function_arn(function_arn);
  if (!target) {
    return function_arn + " is no function's ARN";
  }
  const std::string name =
      lambda.registry.name_of(target->name_space, target->function, target->qualifier);
  if (!lambda.registry.find(name)) {
    return "there is no function " + function_arn;
  }
  triggers::Invocation invocation;
  invocation.request_id = triggers::new_request_id();
  invocation.event_json = std::move(event);
  invocation.trace_id = triggers::new_trace_id(storage::ProcessClock().now_ms());
  invocation.function_arn = function_arn;
  if (!lambda.async_invocations.accept(*target, std::move(invocation))) {
    return "too many invocations wait";
  }
  return std::nullopt;
}

}  // namespace tombola::server
