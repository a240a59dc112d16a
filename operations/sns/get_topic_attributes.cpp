// https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "operations/sns/topic_attributes.h"
#include "operations/sns/topic_request.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& get_topic_attributes_fields() {
  static const Shape shape = Shape::structure("GetTopicAttributesInput", {topic_arn_field()});
  return shape;
}

std::string get_topic_attributes(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, get_topic_attributes_fields(), dynamodb::Wording::Old);
  const services::sns::Topic topic = topic_of(request, context);
  return nlohmann::ordered_json{{"Attributes", topic_attributes(topic, context)}}.dump();
}

}  // namespace tombola::operations::sns
