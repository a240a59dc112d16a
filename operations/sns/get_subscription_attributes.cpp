// https://docs.aws.amazon.com/sns/latest/api/API_GetSubscriptionAttributes.html
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "operations/sns/topic_request.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& get_subscription_attributes_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure("GetSubscriptionAttributesInput",
                                              {{"SubscriptionArn", Shape::string(), Required}});
  return shape;
}

std::string get_subscription_attributes(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, get_subscription_attributes_fields(), dynamodb::Wording::Old);
  const auto subscription =
      context.services->topics().find_subscription(request.required("SubscriptionArn").as_string());
  if (!subscription) {
    throw services::sns::subscription_does_not_exist();
  }
  nlohmann::ordered_json attributes = subscription_json(*subscription);
  attributes["RawMessageDelivery"] = subscription->is_raw() ? "true" : "false";
  attributes["ConfirmationWasAuthenticated"] = "true";
  attributes["PendingConfirmation"] = "false";
  return nlohmann::ordered_json{{"Attributes", std::move(attributes)}}.dump();
}

}  // namespace tombola::operations::sns
