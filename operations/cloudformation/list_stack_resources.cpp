// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/time_text.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& list_stack_resources_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "ListStackResourcesInput",
      {{"StackName", stack_reference_shape(), Required}, {"NextToken", Shape::string()}});
  return shape;
}

std::string list_stack_resources(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, list_stack_resources_fields());
  const Stack stack = stack_named(request.required("StackName").as_string(), context);
  ordered_json summaries = ordered_json::array();
  for (const auto& resource : stack.resources) {
    ordered_json summary = {{"LogicalResourceId", resource.logical_id}};
    add(summary, "PhysicalResourceId", resource.physical_id);
    summary["ResourceType"] = resource.type;
    summary["LastUpdatedTimestamp"] = services::iso_time(resource.time_ms);
    summary["ResourceStatus"] = resource.status;
    add(summary, "ResourceStatusReason", resource.status_reason);
    summary["DriftInformation"] = {{"StackResourceDriftStatus", "NOT_CHECKED"}};
    summaries.push_back(std::move(summary));
  }
  return ordered_json{{"StackResourceSummaries", std::move(summaries)}}.dump();
}

}  // namespace tombola::operations::cloudformation
