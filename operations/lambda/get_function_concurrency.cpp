// https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html
#include <nlohmann/json.hpp>

#include "operations/lambda/known_function.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("GetFunctionConcurrencyRequest",
                       {{"FunctionName", function_name_shape(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string get_function_concurrency(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const KnownFunction function = function_of(reference_of(request, context), context);
  nlohmann::ordered_json answer = nlohmann::ordered_json::object();
  if (const auto reserved = function.definition.reserved_concurrency) {
    answer["ReservedConcurrentExecutions"] = *reserved;
  }
  return answer.dump();
}

}  // namespace tombola::operations::lambda
