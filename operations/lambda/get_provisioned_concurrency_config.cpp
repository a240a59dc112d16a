// https://docs.aws.amazon.com/lambda/latest/api/API_GetProvisionedConcurrencyConfig.html
//
// No function has any: PutProvisionedConcurrencyConfig is not served.
#include "operations/lambda/known_function.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure("GetProvisionedConcurrencyConfigRequest",
                                              {{"FunctionName", function_name_shape(), Required},
                                               {"Qualifier", qualifier_shape(), Required}});
  return shape;
}

}  // namespace

std::string get_provisioned_concurrency_config(OperationContext& context,
                                               dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  version_of(function_of(reference, context), reference, context);
  throw LambdaError::no_provisioned_concurrency();
}

}  // namespace tombola::operations::lambda
