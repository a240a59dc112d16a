// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& create_stack_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = [] {
    std::vector<dynamodb::Field> all = stack_fields();
    for (dynamodb::Field field : std::vector<dynamodb::Field>{
             {"TimeoutInMinutes", Shape::integer().range(1, 1'000'000)},
             {"OnFailure", Shape::string().one_of({"DO_NOTHING", "ROLLBACK", "DELETE"})},
             {"EnableTerminationProtection", Shape::boolean()},
             {"RetainExceptOnCreate", Shape::boolean(), Unsupported}}) {
      all.push_back(std::move(field));
    }
    return Shape::structure("CreateStackInput", std::move(all));
  }();
  return shape;
}

std::string create_stack(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, create_stack_fields());
  StackRequest asked = stack_request(request, context);
  asked.timeout_minutes = request.integer("TimeoutInMinutes").value_or(0);
  asked.on_failure = request.string("OnFailure").value_or("");
  asked.termination_protection = request.boolean("EnableTerminationProtection").value_or(false);
  return ordered_json{{"StackId", context.stacks->create_stack(context, asked)}}.dump();
}

}  // namespace tombola::operations::cloudformation
