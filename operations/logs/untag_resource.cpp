// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html
#include "operations/logs/log_request.h"
#include "operations/logs/log_tags.h"
#include "operations/operation.h"

namespace tombola::operations::logs {

using dynamodb::Shape;

const Shape& untag_resource_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "UntagResourceRequest", {resource_arn_field(), {"tagKeys", tag_keys_shape(0), Required}});
  return shape;
}

std::string untag_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, untag_resource_fields());
  remove_tags(tagged_group(request, context), request.required("tagKeys"), context);
  return {};
}

}  // namespace tombola::operations::logs
