// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html
#include <algorithm>

#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/time_text.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& list_stacks_fields() {
  static const Shape shape = Shape::structure(
      "ListStacksInput",
      {{"StackStatusFilter", Shape::list_of(Shape::string())}, {"NextToken", Shape::string()}});
  return shape;
}

std::string list_stacks(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, list_stacks_fields());
  const std::vector<std::string> wanted = texts(request, "StackStatusFilter");
  ordered_json summaries = ordered_json::array();
  for (const Stack& stack : context.stacks->store().list(context.name_space)) {
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), stack.status) == wanted.end()) {
      continue;
    }
    ordered_json summary = {{"StackId", stack.arn()}, {"StackName", stack.name}};
    add(summary, "TemplateDescription", stack.description);
    summary["CreationTime"] = services::iso_time(stack.created_ms);
    if (stack.updated_ms != 0) {
      summary["LastUpdatedTime"] = services::iso_time(stack.updated_ms);
    }
    if (stack.deleted_ms != 0) {
      summary["DeletionTime"] = services::iso_time(stack.deleted_ms);
    }
    add(summary, "ParentId", stack.parent_arn);
    add(summary, "RootId", stack.root_arn);
    summary["StackStatus"] = stack.status;
    add(summary, "StackStatusReason", stack.status_reason);
    summary["DriftInformation"] = {{"StackDriftStatus", "NOT_CHECKED"}};
    summaries.push_back(std::move(summary));
  }
  return ordered_json{{"StackSummaries", std::move(summaries)}}.dump();
}

}  // namespace tombola::operations::cloudformation
