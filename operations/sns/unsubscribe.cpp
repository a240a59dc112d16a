// https://docs.aws.amazon.com/sns/latest/api/API_Unsubscribe.html
//
// A subscription that is not there is gone already.
#include "operations/operation.h"
#include "operations/sns/topic_request.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& unsubscribe_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("UnsubscribeInput", {{"SubscriptionArn", Shape::string(), Required}});
  return shape;
}

std::string unsubscribe(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, unsubscribe_fields(), dynamodb::Wording::Old);
  const std::string_view arn = request.required("SubscriptionArn").as_string();
  if (!services::sns::parse_topic_arn(arn)) {
    throw services::sns::invalid_parameter("SubscriptionArn");
  }
  context.services->topics().unsubscribe(arn);
  return {};
}

}  // namespace tombola::operations::sns
