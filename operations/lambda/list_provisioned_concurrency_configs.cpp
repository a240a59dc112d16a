// https://docs.aws.amazon.com/lambda/latest/api/API_ListProvisionedConcurrencyConfigs.html
//
// No function has any: PutProvisionedConcurrencyConfig is not served.
#include "dynamodb/limits.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/page.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("ListProvisionedConcurrencyConfigsRequest",
                       {{"FunctionName", function_name_shape(), dynamodb::Presence::Required},
                        {"Marker", Shape::string()},
                        {"MaxItems", Shape::integer().range(1, limits::lambda_page_max)}});
  return shape;
}

}  // namespace

std::string list_provisioned_concurrency_configs(OperationContext& context,
                                                 dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  function_of(reference_of(request, context), context);
  return page_of(request, "ProvisionedConcurrencyConfigs", {});
}

}  // namespace tombola::operations::lambda
