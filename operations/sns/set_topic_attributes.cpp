// https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
#include "operations/operation.h"
#include "operations/sns/topic_attributes.h"
#include "operations/sns/topic_request.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& set_topic_attributes_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("SetTopicAttributesInput", {topic_arn_field(),
                                                   {"AttributeName", Shape::string(), Required},
                                                   {"AttributeValue", Shape::string()}});
  return shape;
}

std::string set_topic_attributes(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, set_topic_attributes_fields(), dynamodb::Wording::Old);
  const std::string name(request.required("AttributeName").as_string());
  check_topic_attribute(name);
  const std::string value(request.string("AttributeValue").value_or(""));
  const bool found = context.services->topics().change(request.required("TopicArn").as_string(),
                                                       [&](services::sns::Topic& topic) {
                                                         if (value.empty()) {
                                                           topic.attributes.erase(name);
                                                         } else {
                                                           topic.attributes[name] = value;
                                                         }
                                                       });
  if (!found) {
    throw services::sns::topic_does_not_exist();
  }
  return {};
}

}  // namespace tombola::operations::sns
