// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html
#include "operations/lambda/event_invoke_config.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {

std::string update_function_event_invoke_config(OperationContext& context,
                                                dynamodb::JsonValue json) {
  static const dynamodb::Shape fields =
      event_invoke_config_shape("UpdateFunctionEventInvokeConfigRequest", event_invoke_fields());
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  configured_function(reference, context);
  const auto function = change_event_invoke_config(context, reference, [&](auto& config) {
    apply_event_invoke_config(request, reference, context, config ? *config : config.emplace());
  });
  return event_invoke_configuration(function, event_invoke_qualifier(reference)).dump();
}

}  // namespace tombola::operations::lambda
