// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;

const Shape& continue_update_rollback_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure("ContinueUpdateRollbackInput",
                                              {{"ClientRequestToken", Shape::string()},
                                               {"ResourcesToSkip", Shape::list_of(Shape::string())},
                                               {"RoleARN", Shape::string().length(20, 2048)},
                                               {"StackName", stack_reference_shape(), Required}});
  return shape;
}

std::string continue_update_rollback(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, continue_update_rollback_fields());
  context.stacks->continue_rollback(context, std::string(request.required("StackName").as_string()),
                                    texts(request, "ResourcesToSkip"));
  return "{}";
}

}  // namespace tombola::operations::cloudformation
