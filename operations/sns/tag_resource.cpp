// https://docs.aws.amazon.com/sns/latest/api/API_TagResource.html
#include "operations/operation.h"
#include "operations/sns/topic_request.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& tag_resource_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "TagResourceInput",
      {{"ResourceArn", Shape::string(), Required}, {"Tags", tag_list_shape(), Required}});
  return shape;
}

std::string tag_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, tag_resource_fields(), dynamodb::Wording::Old);
  const bool found = context.services->topics().change(
      request.required("ResourceArn").as_string(), [&](services::sns::Topic& topic) {
        for (const auto& [key, value] : tags_of(request)) {
          topic.tags[key] = value;
        }
      });
  if (!found) {
    throw services::sns::resource_does_not_exist();
  }
  return "{}";
}

}  // namespace tombola::operations::sns
