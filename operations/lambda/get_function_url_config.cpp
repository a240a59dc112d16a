// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionUrlConfig.html
#include "operations/lambda/function_url_config.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {

std::string get_function_url_config(OperationContext& context, dynamodb::JsonValue json) {
  static const dynamodb::Shape fields = function_url_shape("GetFunctionUrlConfigRequest");
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  return function_url_configuration(function_with_url(reference, context).definition,
                                    reference.qualifier, context)
      .dump();
}

}  // namespace tombola::operations::lambda
