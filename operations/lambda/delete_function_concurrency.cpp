// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html
#include "operations/lambda/known_function.h"
#include "operations/operation.h"

namespace tombola::operations::lambda {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("DeleteFunctionConcurrencyRequest",
                       {{"FunctionName", function_name_shape(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string delete_function_concurrency(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  change_function(
      context, reference_of(request, context),
      [](triggers::FunctionDefinition& function) { function.reserved_concurrency.reset(); });
  return {};
}

}  // namespace tombola::operations::lambda
