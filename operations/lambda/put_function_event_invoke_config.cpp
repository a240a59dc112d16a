// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
//
// What the request does not name is the default again.
#include "operations/lambda/event_invoke_config.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {

std::string put_function_event_invoke_config(OperationContext& context, dynamodb::JsonValue json) {
  static const dynamodb::Shape fields =
      event_invoke_config_shape("PutFunctionEventInvokeConfigRequest", event_invoke_fields());
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  event_invoke_function(reference, context);
  triggers::EventInvokeConfig wanted;
  apply_event_invoke_config(request, reference, context, wanted);
  const auto function = change_event_invoke_config(
      context, reference, [&](auto& config) { config = std::move(wanted); });
  return event_invoke_configuration(function, event_invoke_qualifier(reference)).dump();
}

}  // namespace tombola::operations::lambda
