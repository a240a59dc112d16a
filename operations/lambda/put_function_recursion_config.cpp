// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionRecursionConfig.html
//
// Kept and told: Tombola does not look for functions that invoke each other without end.
#include <nlohmann/json.hpp>

#include "operations/lambda/known_function.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "PutFunctionRecursionConfigRequest",
      {{"FunctionName", function_name_shape(), Required},
       {"RecursiveLoop", Shape::string().one_of({"Allow", "Terminate"}), Required}});
  return shape;
}

}  // namespace

std::string put_function_recursion_config(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto function = change_function(
      context, reference_of(request, context), [&](triggers::FunctionDefinition& changed) {
        changed.recursive_loop = request.required("RecursiveLoop").as_string();
      });
  return nlohmann::json{{"RecursiveLoop", function.recursive_loop}}.dump();
}

}  // namespace tombola::operations::lambda
