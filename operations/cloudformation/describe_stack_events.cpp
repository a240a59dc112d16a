// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
//
// The newest first, all on one page.
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/time_text.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& describe_stack_events_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "DescribeStackEventsInput",
      {{"StackName", stack_reference_shape(), Required}, {"NextToken", Shape::string()}});
  return shape;
}

std::string describe_stack_events(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, describe_stack_events_fields());
  const Stack stack = stack_named(request.required("StackName").as_string(), context);
  ordered_json events = ordered_json::array();
  for (const auto& event : context.stacks->store().events(stack)) {
    ordered_json one = {{"StackId", stack.arn()},
                        {"EventId", event.id},
                        {"StackName", stack.name},
                        {"LogicalResourceId", event.logical_id},
                        {"PhysicalResourceId", event.physical_id},
                        {"ResourceType", event.type},
                        {"Timestamp", services::iso_time(event.time_ms)},
                        {"ResourceStatus", event.status}};
    add(one, "ResourceStatusReason", event.reason);
    add(one, "ResourceProperties", event.properties);
    events.push_back(std::move(one));
  }
  return ordered_json{{"StackEvents", std::move(events)}}.dump();
}

}  // namespace tombola::operations::cloudformation
