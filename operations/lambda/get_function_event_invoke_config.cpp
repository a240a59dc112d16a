// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html
#include "operations/lambda/event_invoke_config.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {

std::string get_function_event_invoke_config(OperationContext& context, dynamodb::JsonValue json) {
  static const dynamodb::Shape fields =
      event_invoke_config_shape("GetFunctionEventInvokeConfigRequest");
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  return event_invoke_configuration(configured_function(reference, context).definition,
                                    event_invoke_qualifier(reference))
      .dump();
}

}  // namespace tombola::operations::lambda
