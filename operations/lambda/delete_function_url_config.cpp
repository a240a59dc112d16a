// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionUrlConfig.html
#include "operations/lambda/function_url_config.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {

std::string delete_function_url_config(OperationContext& context, dynamodb::JsonValue json) {
  static const dynamodb::Shape fields = function_url_shape("DeleteFunctionUrlConfigRequest");
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  function_with_url(reference, context);
  change_function(context, reference, [&](triggers::FunctionDefinition& function) {
    function.urls.erase(reference.qualifier);
  });
  return {};
}

}  // namespace tombola::operations::lambda
