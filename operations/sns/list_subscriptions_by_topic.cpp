// https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html
#include "operations/operation.h"
#include "operations/sns/topic_request.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& list_subscriptions_by_topic_fields() {
  static const Shape shape = Shape::structure("ListSubscriptionsByTopicInput",
                                              {topic_arn_field(), {"NextToken", Shape::string()}});
  return shape;
}

std::string list_subscriptions_by_topic(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, list_subscriptions_by_topic_fields(), dynamodb::Wording::Old);
  std::vector<nlohmann::ordered_json> rows;
  for (const services::sns::Subscription& subscription :
       context.services->topics().subscriptions_of(topic_of(request, context))) {
    rows.push_back(subscription_json(subscription));
  }
  return page_of(request, "Subscriptions", std::move(rows));
}

}  // namespace tombola::operations::sns
