// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html
//
// What a creation made goes whatever its policies say, so RetainExceptOnCreate changes nothing.
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;

const Shape& rollback_stack_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("RollbackStackInput", {{"ClientRequestToken", Shape::string()},
                                              {"RetainExceptOnCreate", Shape::boolean()},
                                              {"RoleARN", Shape::string().length(20, 2048)},
                                              {"StackName", stack_reference_shape(), Required}});
  return shape;
}

std::string rollback_stack(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, rollback_stack_fields());
  const std::string arn =
      context.stacks->roll_back(context, std::string(request.required("StackName").as_string()));
  return nlohmann::ordered_json{{"StackId", arn}}.dump();
}

}  // namespace tombola::operations::cloudformation
