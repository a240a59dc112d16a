// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ExecuteChangeSet.html
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& execute_change_set_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("ExecuteChangeSetInput", {{"ChangeSetName", Shape::string(), Required},
                                                 {"StackName", Shape::string()},
                                                 {"ClientRequestToken", Shape::string()},
                                                 {"DisableRollback", Shape::boolean()},
                                                 {"RetainExceptOnCreate", Shape::boolean()}});
  return shape;
}

std::string execute_change_set(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, execute_change_set_fields());
  const FoundChangeSet found = change_set_named(request, context);
  context.stacks->execute_change_set(context, found.stack, found.change_set,
                                     request.boolean("DisableRollback"));
  return "{}";
}

}  // namespace tombola::operations::cloudformation
