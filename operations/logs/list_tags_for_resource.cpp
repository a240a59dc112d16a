// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html
#include "operations/logs/log_request.h"
#include "operations/logs/log_tags.h"
#include "operations/operation.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& list_tags_for_resource_fields() {
  static const Shape shape = Shape::structure("ListTagsForResourceRequest", {resource_arn_field()});
  return shape;
}

std::string list_tags_for_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, list_tags_for_resource_fields());
  return tags_answer(tagged_group(request, context));
}

}  // namespace tombola::operations::logs
