// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionUrlConfig.html
#include "operations/lambda/function_url_config.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {

std::string update_function_url_config(OperationContext& context, dynamodb::JsonValue json) {
  static const dynamodb::Shape fields = function_url_shape(
      "UpdateFunctionUrlConfigRequest", function_url_fields(dynamodb::Presence::Optional));
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  const auto function = change_function_url(
      context, reference,
      [&](triggers::FunctionUrlConfig& config) { apply_function_url(request, config); });
  return function_url_configuration(function, reference.qualifier, context).dump();
}

}  // namespace tombola::operations::lambda
