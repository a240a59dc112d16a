// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html
#include "operations/logs/log_request.h"
#include "operations/logs/log_tags.h"
#include "operations/operation.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& list_tags_log_group_fields() {
  static const Shape shape = Shape::structure("ListTagsLogGroupRequest", {group_name_field()});
  return shape;
}

std::string list_tags_log_group(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, list_tags_log_group_fields());
  return tags_answer(group_of(request, context));
}

}  // namespace tombola::operations::logs
