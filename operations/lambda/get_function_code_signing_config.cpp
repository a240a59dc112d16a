// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionCodeSigningConfig.html
//
// Tombola has no code signing, so no function has a configuration of it. Terraform asks each.
#include "operations/lambda/known_function.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetFunctionCodeSigningConfigRequest",
      {{"FunctionName", namespaced_function_name_shape(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string get_function_code_signing_config(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  function_of(reference_of(request, context), context);
  return "{}";
}

}  // namespace tombola::operations::lambda
