// https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html
//
// A hundred executions of the account's thousand are left to those that reserve none.
#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "operations/lambda/known_function.h"
#include "operations/lambda/lambda_error.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

constexpr std::int64_t reservable_executions = 900;

const Shape& fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "PutFunctionConcurrencyRequest",
      {{"FunctionName", function_name_shape(), Required},
       {"ReservedConcurrentExecutions", Shape::integer().range(0, INT32_MAX), Required}});
  return shape;
}

std::int64_t reserved_by_others(const OperationContext& context, const std::string& name) {
  std::int64_t reserved = 0;
  for (const KnownFunction& function : all_functions(context)) {
    if (function.definition.name != name) {
      reserved += function.definition.reserved_concurrency.value_or(0);
    }
  }
  return reserved;
}

}  // namespace

std::string put_function_concurrency(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const FunctionReference reference = reference_of(request, context);
  const std::int64_t executions = *request.integer("ReservedConcurrentExecutions");
  change_function(context, reference, [&](triggers::FunctionDefinition& function) {
    if (executions + reserved_by_others(context, function.name) > reservable_executions) {
      throw LambdaError::invalid_parameter(
          "Specified ReservedConcurrentExecutions for function decreases account's "
          "UnreservedConcurrentExecution below its minimum value of [100].");
    }
    function.reserved_concurrency = static_cast<int>(executions);
  });
  return nlohmann::ordered_json{{"ReservedConcurrentExecutions", executions}}.dump();
}

}  // namespace tombola::operations::lambda
