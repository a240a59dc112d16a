// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
//
// A deleted stack is found by its ARN alone. All come on one page.
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/time_text.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& describe_stacks_fields() {
  static const Shape shape =
      Shape::structure("DescribeStacksInput",
                       {{"StackName", stack_reference_shape()}, {"NextToken", Shape::string()}});
  return shape;
}

namespace {

ordered_json output_list(const Stack& stack) {
  ordered_json list = ordered_json::array();
  for (const auto& output : stack.outputs) {
    ordered_json one = {{"OutputKey", output.key}, {"OutputValue", output.value}};
    add(one, "Description", output.description);
    add(one, "ExportName", output.export_name);
    list.push_back(std::move(one));
  }
  return list;
}

ordered_json description(const Stack& stack) {
  ordered_json answer = {{"StackId", stack.arn()}, {"StackName", stack.name}};
  add(answer, "ChangeSetId", stack.change_set_id);
  add(answer, "Description", stack.description);
  answer["Parameters"] = parameter_list(stack.parameters);
  answer["CreationTime"] = services::iso_time(stack.created_ms);
  if (stack.deleted_ms != 0) {
    answer["DeletionTime"] = services::iso_time(stack.deleted_ms);
  }
  if (stack.updated_ms != 0) {
    answer["LastUpdatedTime"] = services::iso_time(stack.updated_ms);
  }
  answer["RollbackConfiguration"] = ordered_json::object();
  answer["StackStatus"] = stack.status;
  add(answer, "StackStatusReason", stack.status_reason);
  answer["DisableRollback"] = stack.disable_rollback;
  answer["NotificationARNs"] = stack.notification_arns;
  if (stack.timeout_minutes != 0) {
    answer["TimeoutInMinutes"] = stack.timeout_minutes;
  }
  answer["Capabilities"] = stack.capabilities;
  if (!stack.outputs.empty()) {
    answer["Outputs"] = output_list(stack);
  }
  add(answer, "RoleARN", stack.role_arn);
  add(answer, "ParentId", stack.parent_arn);
  add(answer, "RootId", stack.root_arn);
  answer["Tags"] = tag_list(stack.tags);
  answer["EnableTerminationProtection"] = stack.termination_protection;
  answer["DriftInformation"] = {{"StackDriftStatus", "NOT_CHECKED"}};
  return answer;
}

}  // namespace

std::string describe_stacks(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, describe_stacks_fields());
  ordered_json stacks = ordered_json::array();
  if (const auto name = request.string("StackName")) {
    stacks.push_back(description(stack_named(*name, context)));
  } else {
    for (const Stack& stack : context.stacks->store().list(context.name_space)) {
      if (!stack.is_deleted()) {
        stacks.push_back(description(stack));
      }
    }
  }
  return ordered_json{{"Stacks", std::move(stacks)}}.dump();
}

}  // namespace tombola::operations::cloudformation
