// Topics and their subscriptions, and their rows.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"

namespace tombola::services::sns {

struct Topic {
  dynamodb::Namespace name_space;
  std::string name;
  std::map<std::string, std::string> attributes;  // those that were set
  std::map<std::string, std::string> tags;

  std::string arn() const;
};

struct Subscription {
  std::string topic_arn;
  std::string id;  // a UUID
  std::string protocol;
  std::string endpoint;
  std::map<std::string, std::string> attributes;

  std::string arn() const { return topic_arn + ":" + id; }
  bool is_raw() const;
};

std::string topic_to_json(const Topic& topic);
std::string subscription_to_json(const Subscription& subscription);
// Throw std::runtime_error on a row of a version that this build does not know.
Topic topic_from_json(std::string_view row);
Subscription subscription_from_json(std::string_view row);

// arn:aws:sns:<region>:<account>:<topic>, and :<id> of a subscription.
struct TopicName {
  dynamodb::Namespace name_space;
  std::string topic;
  std::string subscription;  // empty: the topic's own ARN
};
std::optional<TopicName> parse_topic_arn(std::string_view arn);

}  // namespace tombola::services::sns
