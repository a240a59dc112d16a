// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html
#include "operations/logs/log_request.h"
#include "operations/operation.h"
#include "services/logs/logs_error.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& delete_log_group_fields() {
  static const Shape shape = Shape::structure("DeleteLogGroupRequest", {group_name_field()});
  return shape;
}

std::string delete_log_group(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, delete_log_group_fields());
  if (!logs_of(context).catalog().erase(context.name_space,
                                        request.required("logGroupName").as_string())) {
    throw services::logs::group_not_found();
  }
  return {};
}

}  // namespace tombola::operations::logs
