// https://docs.aws.amazon.com/sns/latest/api/API_UntagResource.html
#include "operations/operation.h"
#include "operations/sns/topic_request.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& untag_resource_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "UntagResourceInput", {{"ResourceArn", Shape::string(), Required},
                             {"TagKeys", Shape::list_of(Shape::string()), Required}});
  return shape;
}

std::string untag_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, untag_resource_fields(), dynamodb::Wording::Old);
  const bool found = context.services->topics().change(
      request.required("ResourceArn").as_string(), [&](services::sns::Topic& topic) {
        for (const dynamodb::JsonValue key : request.required("TagKeys").elements()) {
          topic.tags.erase(std::string(key.as_string()));
        }
      });
  if (!found) {
    throw services::sns::resource_does_not_exist();
  }
  return "{}";
}

}  // namespace tombola::operations::sns
