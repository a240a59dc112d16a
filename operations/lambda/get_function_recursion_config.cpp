// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionRecursionConfig.html
#include <nlohmann/json.hpp>

#include "operations/lambda/known_function.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("GetFunctionRecursionConfigRequest",
                       {{"FunctionName", function_name_shape(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string get_function_recursion_config(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const KnownFunction function = function_of(reference_of(request, context), context);
  return nlohmann::json{{"RecursiveLoop", function.definition.recursive_loop}}.dump();
}

}  // namespace tombola::operations::lambda
