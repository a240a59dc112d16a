// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteChangeSet.html
//
// One that is not there is deleted, too; a stack that is not there is an error.
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& delete_change_set_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "DeleteChangeSetInput",
      {{"ChangeSetName", Shape::string(), Required}, {"StackName", Shape::string()}});
  return shape;
}

std::string delete_change_set(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, delete_change_set_fields());
  auto& store = context.stacks->store();
  const std::string_view name = request.required("ChangeSetName").as_string();
  if (const auto stack_name = request.string("StackName")) {
    const Stack stack = stack_named(*stack_name, context);
    if (const auto found = store.find_change_set(stack, name)) {
      store.erase(stack, *found);
    }
  } else if (const auto found = store.find_change_set(context.name_space, name)) {
    store.erase(stack_named(found->stack_arn, context), *found);
  }
  return "{}";
}

}  // namespace tombola::operations::cloudformation
