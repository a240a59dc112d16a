// https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html
//
// A topic that is not there is deleted already.
#include "operations/operation.h"
#include "operations/sns/topic_request.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& delete_topic_fields() {
  static const Shape shape = Shape::structure("DeleteTopicInput", {topic_arn_field()});
  return shape;
}

std::string delete_topic(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, delete_topic_fields(), dynamodb::Wording::Old);
  context.services->topics().erase(request.required("TopicArn").as_string());
  return {};
}

}  // namespace tombola::operations::sns
