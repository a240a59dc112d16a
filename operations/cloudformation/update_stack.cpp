// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_UpdateStack.html
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& update_stack_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = [] {
    std::vector<dynamodb::Field> all = stack_fields();
    for (dynamodb::Field field :
         std::vector<dynamodb::Field>{{"StackPolicyDuringUpdateBody", Shape::string(), Unsupported},
                                      {"StackPolicyDuringUpdateURL", Shape::string(), Unsupported},
                                      {"RetainExceptOnCreate", Shape::boolean(), Unsupported}}) {
      all.push_back(std::move(field));
    }
    return Shape::structure("UpdateStackInput", std::move(all));
  }();
  return shape;
}

std::string update_stack(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, update_stack_fields());
  return ordered_json{
      {"StackId", context.stacks->update_stack(context, stack_request(request, context))}}
      .dump();
}

}  // namespace tombola::operations::cloudformation
