// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CancelUpdateStack.html
#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;

const Shape& cancel_update_stack_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CancelUpdateStackInput",
      {{"ClientRequestToken", Shape::string()}, {"StackName", stack_reference_shape(), Required}});
  return shape;
}

std::string cancel_update_stack(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, cancel_update_stack_fields());
  context.stacks->cancel_update(context, std::string(request.required("StackName").as_string()));
  return "";
}

}  // namespace tombola::operations::cloudformation
