// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html
#include "operations/lambda/event_invoke_config.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {

std::string delete_function_event_invoke_config(OperationContext& context,
                                                dynamodb::JsonValue json) {
  static const dynamodb::Shape fields =
      event_invoke_config_shape("DeleteFunctionEventInvokeConfigRequest");
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  configured_function(reference, context);
  change_event_invoke_config(context, reference, [](auto& config) { config.reset(); });
  return {};
}

}  // namespace tombola::operations::lambda
