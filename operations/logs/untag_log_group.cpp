// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html
#include "operations/logs/log_request.h"
#include "operations/logs/log_tags.h"
#include "operations/operation.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& untag_log_group_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "UntagLogGroupRequest", {group_name_field(), {"tags", tag_keys_shape(1), Required}});
  return shape;
}

std::string untag_log_group(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, untag_log_group_fields());
  remove_tags(group_of(request, context), request.required("tags"), context);
  return {};
}

}  // namespace tombola::operations::logs
