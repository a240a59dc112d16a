// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
#include "operations/logs/log_request.h"
#include "operations/logs/log_tags.h"
#include "operations/operation.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& tag_resource_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "TagResourceRequest", {resource_arn_field(), {"tags", tag_map_shape(), Required}});
  return shape;
}

std::string tag_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, tag_resource_fields());
  add_tags(tagged_group(request, context), tags_of(request, "tags"), context);
  return {};
}

}  // namespace tombola::operations::logs
