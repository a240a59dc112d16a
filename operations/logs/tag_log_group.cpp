// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html
#include "operations/logs/log_request.h"
#include "operations/logs/log_tags.h"
#include "operations/operation.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& tag_log_group_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "TagLogGroupRequest", {group_name_field(), {"tags", tag_map_shape(), Required}});
  return shape;
}

std::string tag_log_group(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, tag_log_group_fields());
  add_tags(group_of(request, context), tags_of(request, "tags"), context);
  return {};
}

}  // namespace tombola::operations::logs
