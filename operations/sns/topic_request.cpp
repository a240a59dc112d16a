#include "operations/sns/topic_request.h"

#include <charconv>

#include <fmt/format.h>

#include "dynamodb/limits.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {
namespace {

using dynamodb::JsonValue;
using dynamodb::Shape;
using nlohmann::ordered_json;
using services::sns::invalid_parameter;

std::size_t start_of(const Request& request, std::size_t rows) {
  const auto token = request.string("NextToken");
  if (!token || token->empty()) {
    return 0;
  }
  std::size_t start = 0;
  const auto [end, error] = std::from_chars(token->data(), token->data() + token->size(), start);
  if (error != std::errc() || end != token->data() + token->size() || start > rows) {
    throw invalid_parameter("NextToken");
  }
  return start;
}

}  // namespace

dynamodb::Field topic_arn_field() {
  return {"TopicArn", Shape::string(), dynamodb::Presence::Required};
}

Shape tags_shape() {
  using enum dynamodb::Presence;
  return Shape::list_of(Shape::structure(
      "Tag", {{"Key", Shape::string(), Required}, {"Value", Shape::string(), Required}}));
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

Texts texts_of(const Request& request, std::string_view member) {
  Texts texts;
  if (const auto given = request.member(member)) {
    for (const JsonValue::Member one : given->members()) {
      texts[std::string(one.name)] = one.value.as_string();
    }
  }
  return texts;
}

Texts tags_of(const Request& request) {
  Texts tags;
  if (const auto given = request.member("Tags")) {
    for (const JsonValue tag : given->elements()) {
      const Request one(tag);
      tags[std::string(one.required("Key").as_string())] = one.required("Value").as_string();
    }
  }
  return tags;
}

std::string page_of(const Request& request, std::string_view member,
                    std::vector<ordered_json> rows) {
  const std::size_t start = start_of(request, rows.size());
  const std::size_t end = std::min(rows.size(), start + limits::topics_page_max);
  ordered_json page = ordered_json::array();
  for (std::size_t i = start; i < end; ++i) {
    page.push_back(std::move(rows[i]));
  }
  ordered_json answer;
  answer[std::string(member)] = std::move(page);
  if (end < rows.size()) {
    answer["NextToken"] = std::to_string(end);
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
