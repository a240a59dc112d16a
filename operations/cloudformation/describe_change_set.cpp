// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html
//
// All changes come on one page.
#include <nlohmann/json.hpp>

#include "operations/cloudformation/stack_request.h"
#include "operations/operation.h"
#include "services/time_text.h"

namespace tombola::operations::cloudformation {

using dynamodb::Shape;
using nlohmann::ordered_json;

const Shape& describe_change_set_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("DescribeChangeSetInput", {{"ChangeSetName", Shape::string(), Required},
                                                  {"StackName", Shape::string()},
                                                  {"NextToken", Shape::string()},
                                                  {"IncludePropertyValues", Shape::boolean()}});
  return shape;
}

namespace {

// What each property was and will be is only for those who ask.
ordered_json without_values(ordered_json changes) {
  for (ordered_json& change : changes) {
    ordered_json& resource = change["ResourceChange"];
    resource.erase("BeforeContext");
    resource.erase("AfterContext");
    for (ordered_json& detail : resource["Details"]) {
      for (const char* name : {"Path", "BeforeValue", "AfterValue", "AttributeChangeType"}) {
        detail["Target"].erase(name);
      }
    }
  }
  return changes;
}

}  // namespace

std::string describe_change_set(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, describe_change_set_fields());
  const ChangeSet change_set = change_set_named(request, context).change_set;
  ordered_json answer = {{"ChangeSetName", change_set.name},
                         {"ChangeSetId", change_set.arn()},
                         {"StackId", change_set.stack_arn},
                         {"StackName", change_set.stack_name}};
  add(answer, "Description", change_set.description);
  answer["Parameters"] = parameter_list(change_set.parameters);
  answer["CreationTime"] = services::iso_time(change_set.created_ms);
  answer["ExecutionStatus"] = change_set.execution_status;
  answer["Status"] = change_set.status;
  add(answer, "StatusReason", change_set.status_reason);
  answer["NotificationARNs"] = change_set.notification_arns;
  answer["RollbackConfiguration"] = ordered_json::object();
  answer["Capabilities"] = change_set.capabilities;
  answer["Tags"] = tag_list(change_set.tags);
  answer["Changes"] = request.boolean("IncludePropertyValues").value_or(false)
                          ? change_set.changes
                          : without_values(change_set.changes);
  answer["IncludeNestedStacks"] = false;
  add(answer, "OnStackFailure", change_set.on_stack_failure);
  return answer.dump();
}

}  // namespace tombola::operations::cloudformation
