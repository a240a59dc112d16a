// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/cloudformation/stack_error.h"
#include "services/time_text.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& describe_stack_resource_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure("DescribeStackResourceInput",
                                              {{"StackName", stack_reference_shape(), Required},
                                               {"LogicalResourceId", Shape::string(), Required}});
  return shape;
}

std::string describe_stack_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, describe_stack_resource_fields());
  const Stack stack = stack_named(request.required("StackName").as_string(), context);
  const std::string_view id = request.required("LogicalResourceId").as_string();
  const auto* resource = stack.find_resource(id);
  if (resource == nullptr) {
    throw services::cloudformation::validation_error(
        fmt::format("Resource {} does not exist for stack {}", id, stack.name));
  }
  ordered_json detail = {{"StackName", stack.name},
                         {"StackId", stack.arn()},
                         {"LogicalResourceId", resource->logical_id}};
  add(detail, "PhysicalResourceId", resource->physical_id);
  detail["ResourceType"] = resource->type;
  detail["LastUpdatedTimestamp"] = services::iso_time(resource->time_ms);
  detail["ResourceStatus"] = resource->status;
  add(detail, "ResourceStatusReason", resource->status_reason);
  detail["Metadata"] = resource->metadata.is_null() ? "{}" : resource->metadata.dump();
  detail["DriftInformation"] = {{"StackResourceDriftStatus", "NOT_CHECKED"}};
  return ordered_json{{"StackResourceDetail", std::move(detail)}}.dump();
}

}  // namespace tombola::operations::cloudformation
