// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateTerminationProtection.html
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& update_termination_protection_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("UpdateTerminationProtectionInput",
                       {{"EnableTerminationProtection", Shape::boolean(), Required},
                        {"StackName", stack_reference_shape(), Required}});
  return shape;
}

std::string update_termination_protection(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, update_termination_protection_fields());
  const std::string arn =
      context.stacks->protect_stack(context, std::string(request.required("StackName").as_string()),
                                    request.required("EnableTerminationProtection").as_bool());
  return ordered_json{{"StackId", arn}}.dump();
}

}  // namespace tombola::operations::cloudformation
