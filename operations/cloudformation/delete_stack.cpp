// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
//
// A stack that is not there is deleted, too.
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& delete_stack_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "DeleteStackInput",
      {{"StackName", Shape::string(), Required},
       {"RetainResources", Shape::list_of(Shape::string())},
       {"RoleARN", Shape::string()},
       {"ClientRequestToken", Shape::string()},
       {"DeletionMode", Shape::string().one_of({"STANDARD", "FORCE_DELETE_STACK"})}});
  return shape;
}

std::string delete_stack(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, delete_stack_fields());
  context.stacks->delete_stack(context, std::string(request.required("StackName").as_string()),
                               texts(request, "RetainResources"));
  return {};
}

}  // namespace tombola::operations::cloudformation
