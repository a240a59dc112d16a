// https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
//
// Queues and functions are subscribed at once; nobody has to confirm.
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "operations/sns/topic_request.h"
#include "services/random_id.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;
using services::sns::Subscription;

const Shape& subscribe_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("SubscribeInput", {topic_arn_field(),
                                          {"Protocol", Shape::string(), Required},
                                          {"Endpoint", Shape::string()},
                                          {"Attributes", Shape::map_of(Shape::string())},
                                          {"ReturnSubscriptionArn", Shape::boolean()}});
  return shape;
}

namespace {

constexpr std::array<std::string_view, 8> unserved_protocols = {
    "http", "https", "email", "email-json", "sms", "application", "firehose", "kinesis"};

void check_endpoint(std::string_view protocol, std::string_view endpoint) {
  const bool unserved = std::find(unserved_protocols.begin(), unserved_protocols.end(), protocol) !=
                        unserved_protocols.end();
  if (unserved) {
    throw services::sns::invalid_parameter(
        fmt::format("Tombola does not support subscriptions of protocol {} yet", protocol));
  }
  if (protocol != "sqs" && protocol != "lambda") {
    throw services::sns::invalid_parameter(
        fmt::format("Amazon SNS does not support this protocol string: {}", protocol));
  }
  if (protocol == "sqs" && !services::sqs::parse_queue_arn(endpoint)) {
    throw services::sns::invalid_parameter("SQS endpoint ARN");
  }
  if (protocol == "lambda" && !endpoint.starts_with("arn:aws:lambda:")) {
    throw services::sns::invalid_parameter("Lambda endpoint ARN");
  }
}

}  // namespace

std::string subscribe(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, subscribe_fields(), dynamodb::Wording::Old);
  const services::sns::Topic topic = topic_of(request, context);
  Subscription subscription;
  subscription.topic_arn = topic.arn();
  subscription.id = services::random_uuid();
  subscription.protocol = request.required("Protocol").as_string();
  subscription.endpoint = request.string("Endpoint").value_or("");
  subscription.attributes = texts_of(request, "Attributes");
  check_endpoint(subscription.protocol, subscription.endpoint);
  for (const auto& [name, value] : subscription.attributes) {
    check_subscription_attribute(name, value);
  }
  const Subscription subscribed = context.services->topics().subscribe(subscription);
  if (subscribed.is_raw() != subscription.is_raw()) {
    throw services::sns::invalid_parameter(
        "Attributes Reason: Subscription already exists with different attributes");
  }
  return nlohmann::json{{"SubscriptionArn", subscribed.arn()}}.dump();
}

}  // namespace tombola::operations::sns
