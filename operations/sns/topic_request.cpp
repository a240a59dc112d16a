#include "operations/sns/topic_request.h"

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;
using nlohmann::ordered_json;
using services::sns::invalid_parameter;

dynamodb::Field topic_arn_field() {
  return {"TopicArn", Shape::string(), dynamodb::Presence::Required};
}

services::sns::Topic topic_of(const Request& request, OperationContext& context) {
  const std::string_view arn = request.required("TopicArn").as_string();
  if (!services::sns::parse_topic_arn(arn)) {
    throw invalid_parameter("TopicArn");
  }
  auto topic = context.services->topics().find(arn);
  if (!topic) {
    throw services::sns::topic_does_not_exist();
  }
  return std::move(*topic);
}

std::string page_of(const Request& request, std::string_view member,
                    std::vector<ordered_json> rows) {
  const RowPage bounds =
      operations::page_of(rows.size(), request.string("NextToken"), limits::topics_page_max,
                          invalid_parameter("NextToken"));
  ordered_json page = ordered_json::array();
  for (std::size_t i = bounds.begin; i < bounds.end; ++i) {
    page.push_back(std::move(rows[i]));
  }
  ordered_json answer;
  answer[std::string(member)] = std::move(page);
  if (bounds.next_token) {
    answer["NextToken"] = *bounds.next_token;
  }
  return answer.dump();
}

ordered_json subscription_json(const services::sns::Subscription& subscription) {
  const auto topic = services::sns::parse_topic_arn(subscription.topic_arn);
  return {{"SubscriptionArn", subscription.arn()},
          {"Owner", topic->name_space.account},
          {"Protocol", subscription.protocol},
          {"Endpoint", subscription.endpoint},
          {"TopicArn", subscription.topic_arn}};
}

void check_subscription_attribute(const std::string& name, const std::string& value) {
  if (name == "RawMessageDelivery") {
    if (value != "true" && value != "false") {
      throw invalid_parameter(fmt::format(
          "Attributes Reason: RawMessageDelivery: Invalid value [{}]. Must be true or false.",
          value));
    }
    return;
  }
  for (const std::string_view known : {"DeliveryPolicy", "FilterPolicy", "FilterPolicyScope",
                                       "RedrivePolicy", "SubscriptionRoleArn", "ReplayPolicy"}) {
    if (name == known) {
      throw invalid_parameter(fmt::format("Tombola does not support the attribute {} yet", name));
    }
  }
  throw invalid_parameter("AttributeName");
}

}  // namespace tombola::operations::sns
