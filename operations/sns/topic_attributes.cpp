// The policy and the delivery policy that topics have by default: "Amazon SNS API reference,
// GetTopicAttributes", and what AWS answers for a new topic.
#include "operations/sns/topic_attributes.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "services/services.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {
namespace {

using nlohmann::ordered_json;
using services::sns::Topic;

constexpr std::array<std::string_view, 6> settable = {"DeliveryPolicy",   "DisplayName",
                                                      "Policy",           "KmsMasterKeyId",
                                                      "SignatureVersion", "TracingConfig"};

constexpr std::string_view default_delivery_policy =
    R"({"http":{"defaultHealthyRetryPolicy":{"minDelayTarget":20,"maxDelayTarget":20,"numRetries":3,)"
    R"("numMaxDelayRetries":0,"numNoDelayRetries":0,"numMinDelayRetries":0,"backoffFunction":"linear"},)"
    R"("disableSubscriptionOverrides":false,)"
    R"("defaultRequestPolicy":{"headerContentType":"text/plain; charset=UTF-8"}}})";

std::string default_policy(const Topic& topic) {
  return fmt::format(
      R"({{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{{"Sid":"__default_statement_ID",)"
      R"("Effect":"Allow","Principal":{{"AWS":"*"}},"Action":["SNS:GetTopicAttributes",)"
      R"("SNS:SetTopicAttributes","SNS:AddPermission","SNS:RemovePermission","SNS:DeleteTopic",)"
      R"("SNS:Subscribe","SNS:ListSubscriptionsByTopic","SNS:Publish"],"Resource":"{}",)"
      R"("Condition":{{"StringEquals":{{"AWS:SourceOwner":"{}"}}}}}}]}})",
      topic.arn(), topic.name_space.account);
}

}  // namespace

void check_topic_attribute(std::string_view name) {
  if (std::find(settable.begin(), settable.end(), name) == settable.end()) {
    throw services::sns::invalid_parameter("AttributeName");
  }
}

ordered_json topic_attributes(const Topic& topic, OperationContext& context) {
  ordered_json attributes = {
      {"Policy", default_policy(topic)},
      {"Owner", topic.name_space.account},
      {"SubscriptionsPending", "0"},
      {"TopicArn", topic.arn()},
      {"EffectiveDeliveryPolicy", default_delivery_policy},
      {"SubscriptionsConfirmed",
       std::to_string(context.services->topics().subscriptions_of(topic).size())},
      {"DisplayName", ""},
      {"SubscriptionsDeleted", "0"}};
  for (const auto& [name, value] : topic.attributes) {
    attributes[name] = value;
  }
  return attributes;
}

}  // namespace tombola::operations::sns
