// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/cloudformation/stack_error.h"
#include "services/time_text.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& describe_stack_resources_fields() {
  static const Shape shape =
      Shape::structure("DescribeStackResourcesInput", {{"StackName", stack_reference_shape()},
                                                       {"LogicalResourceId", Shape::string()},
                                                       {"PhysicalResourceId", Shape::string()}});
  return shape;
}

namespace {

Stack stack_of(const Request& request, OperationContext& context) {
  const auto name = request.string("StackName");
  const auto physical_id = request.string("PhysicalResourceId");
  if (name.has_value() == physical_id.has_value()) {
    throw services::cloudformation::validation_error(
        name ? "Stack name and physical resource id cannot be specified at the same time"
             : "Either stack name or physical resource id must be specified");
  }
  if (name) {
    return stack_named(*name, context);
  }
  for (Stack& stack : context.stacks->store().list(context.name_space)) {
    const bool has =
        std::any_of(stack.resources.begin(), stack.resources.end(),
                    [&](const auto& resource) { return resource.physical_id == *physical_id; });
    if (has && !stack.is_deleted()) {
      return std::move(stack);
    }
  }
  throw services::cloudformation::validation_error(
      fmt::format("Stack for {} does not exist", *physical_id));
}

}  // namespace

std::string describe_stack_resources(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, describe_stack_resources_fields());
  const Stack stack = stack_of(request, context);
  const auto wanted = request.string("LogicalResourceId");
  ordered_json resources = ordered_json::array();
  for (const auto& resource : stack.resources) {
    if (wanted && resource.logical_id != *wanted) {
      continue;
    }
    ordered_json one = {{"StackName", stack.name},
                        {"StackId", stack.arn()},
                        {"LogicalResourceId", resource.logical_id}};
    add(one, "PhysicalResourceId", resource.physical_id);
    one["ResourceType"] = resource.type;
    one["Timestamp"] = services::iso_time(resource.time_ms);
    one["ResourceStatus"] = resource.status;
    add(one, "ResourceStatusReason", resource.status_reason);
    one["DriftInformation"] = {{"StackResourceDriftStatus", "NOT_CHECKED"}};
    resources.push_back(std::move(one));
  }
  return ordered_json{{"StackResources", std::move(resources)}}.dump();
}

}  // namespace tombola::operations::cloudformation
