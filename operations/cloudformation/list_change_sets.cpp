// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListChangeSets.html
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/time_text.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& list_change_sets_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "ListChangeSetsInput",
      {{"StackName", stack_reference_shape(), Required}, {"NextToken", Shape::string()}});
  return shape;
}

std::string list_change_sets(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, list_change_sets_fields());
  const Stack stack = stack_named(request.required("StackName").as_string(), context);
  ordered_json summaries = ordered_json::array();
  for (const ChangeSet& change_set : context.stacks->store().change_sets(stack)) {
    ordered_json summary = {{"StackId", change_set.stack_arn},
                            {"StackName", change_set.stack_name},
                            {"ChangeSetId", change_set.arn()},
                            {"ChangeSetName", change_set.name},
                            {"ExecutionStatus", change_set.execution_status},
                            {"Status", change_set.status}};
    add(summary, "StatusReason", change_set.status_reason);
    add(summary, "Description", change_set.description);
    summary["CreationTime"] = services::iso_time(change_set.created_ms);
    summary["IncludeNestedStacks"] = false;
    summaries.push_back(std::move(summary));
  }
  return ordered_json{{"Summaries", std::move(summaries)}}.dump();
}

}  // namespace tombola::operations::cloudformation
