// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteRetentionPolicy.html
#include "operations/logs/log_request.h"
#include "operations/operation.h"
#include "services/logs/logs_error.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& delete_retention_policy_fields() {
  static const Shape shape = Shape::structure("DeleteRetentionPolicyRequest", {group_name_field()});
  return shape;
}

std::string delete_retention_policy(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, delete_retention_policy_fields());
  if (!logs_of(context).catalog().change(
          context.name_space, request.required("logGroupName").as_string(),
          [](services::logs::LogGroup& group) { group.retention_days = 0; })) {
    throw services::logs::group_not_found();
  }
  return {};
}

}  // namespace tombola::operations::logs
