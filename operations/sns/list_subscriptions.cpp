// https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptions.html
#include "operations/operation.h"
#include "operations/sns/topic_request.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& list_subscriptions_fields() {
  static const Shape shape =
      Shape::structure("ListSubscriptionsInput", {{"NextToken", Shape::string()}});
  return shape;
}

std::string list_subscriptions(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, list_subscriptions_fields(), dynamodb::Wording::Old);
  std::vector<nlohmann::ordered_json> rows;
  for (const services::sns::Subscription& subscription :
       context.services->topics().subscriptions(context.name_space)) {
    rows.push_back(subscription_json(subscription));
  }
  return page_of(request, "Subscriptions", std::move(rows));
}

}  // namespace tombola::operations::sns
