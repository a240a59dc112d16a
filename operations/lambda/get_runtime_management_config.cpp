// https://docs.aws.amazon.com/lambda/latest/api/API_GetRuntimeManagementConfig.html
#include "operations/lambda/runtime_management_config.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetRuntimeManagementConfigRequest",
      {{"FunctionName", namespaced_function_name_shape(), dynamodb::Presence::Required},
       {"Qualifier", qualifier_shape()}});
  return shape;
}

}  // namespace

std::string get_runtime_management_config(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  const KnownFunction function = function_of(reference, context);
  return runtime_management_configuration(function.definition,
                                          version_of(function, reference, context), reference)
      .dump();
}

}  // namespace tombola::operations::lambda
