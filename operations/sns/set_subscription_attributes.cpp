// https://docs.aws.amazon.com/sns/latest/api/API_SetSubscriptionAttributes.html
#include "operations/operation.h"
#include "operations/sns/topic_request.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& set_subscription_attributes_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure("SetSubscriptionAttributesInput",
                                              {{"SubscriptionArn", Shape::string(), Required},
                                               {"AttributeName", Shape::string(), Required},
                                               {"AttributeValue", Shape::string()}});
  return shape;
}

std::string set_subscription_attributes(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, set_subscription_attributes_fields(), dynamodb::Wording::Old);
  const std::string name(request.required("AttributeName").as_string());
  const std::string value(request.string("AttributeValue").value_or(""));
  check_subscription_attribute(name, value);
  const bool found = context.services->topics().change_subscription(
      request.required("SubscriptionArn").as_string(),
      [&](services::sns::Subscription& subscription) { subscription.attributes[name] = value; });
  if (!found) {
    throw services::sns::subscription_does_not_exist();
  }
  return {};
}

}  // namespace tombola::operations::sns
