// The documents: "Amazon SNS HTTP/HTTPS notification JSON format", whose layout queues get, too,
// and "Using AWS Lambda with Amazon SNS". There is no signature to check: nothing is signed here.
#include "services/sns/publisher.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "services/random_id.h"
#include "services/services.h"
#include "services/time_text.h"

namespace tombola::services::sns {
namespace {

using dynamodb::json_string;
using nlohmann::ordered_json;

constexpr std::string_view no_signature = "EXAMPLE";

std::string certificate_url(const Publication& publication) {
  const auto name = parse_topic_arn(publication.topic_arn);
  return fmt::format("https://sns.{}.amazonaws.com/SimpleNotificationService-{:032}.pem",
                     name ? name->name_space.region : "us-east-1", 0);
}

std::string unsubscribe_url(const Publication& publication, const Subscription& subscription) {
  const auto name = parse_topic_arn(publication.topic_arn);
  return fmt::format("https://sns.{}.amazonaws.com/?Action=Unsubscribe&SubscriptionArn={}",
                     name ? name->name_space.region : "us-east-1", subscription.arn());
}

ordered_json attributes_json(const sqs::MessageAttributes& attributes) {
  ordered_json json = ordered_json::object();
  for (const auto& [name, attribute] : attributes) {
    json[name] = {
        {"Type", attribute.data_type},
        {"Value", attribute.is_binary() ? dynamodb::to_base64(attribute.value) : attribute.value}};
  }
  return json;
}

}  // namespace

const std::string& Publication::message_for(const std::string& protocol) const {
  const auto found = messages_by_protocol.find(protocol);
  return found == messages_by_protocol.end() ? message : found->second;
}

std::string notification_json(const Publication& publication, const Subscription& subscription) {
  std::string json = "{";
  const auto add = [&](std::string_view name, const std::string& value) {
    json += fmt::format("{}\n  \"{}\" : {}", json.size() > 1 ? "," : "", name, value);
  };
  add("Type", "\"Notification\"");
  add("MessageId", json_string(publication.id));
  add("TopicArn", json_string(publication.topic_arn));
  if (!publication.subject.empty()) {
    add("Subject", json_string(publication.subject));
  }
  add("Message", json_string(publication.message_for(subscription.protocol)));
  add("Timestamp", json_string(iso_time(publication.time_ms)));
  add("SignatureVersion", "\"1\"");
  add("Signature", json_string(no_signature));
  add("SigningCertURL", json_string(certificate_url(publication)));
  add("UnsubscribeURL", json_string(unsubscribe_url(publication, subscription)));
  if (!publication.attributes.empty()) {
    std::string attributes = "{";
    const auto attributes_by_name = attributes_json(publication.attributes);
    for (const auto& [name, value] : attributes_by_name.items()) {
      attributes +=
          fmt::format("{}\n    {} : {{\"Type\":{},\"Value\":{}}}", attributes.size() > 1 ? "," : "",
                      json_string(name), value.at("Type").dump(), value.at("Value").dump());
    }
    add("MessageAttributes", attributes + "\n  }");
  }
  return json + "\n}";
}

std::string notification_event_json(const Publication& publication,
                                    const Subscription& subscription) {
  const ordered_json notification = {
      {"Type", "Notification"},
      {"MessageId", publication.id},
      {"TopicArn", publication.topic_arn},
      {"Subject", publication.subject.empty() ? ordered_json() : ordered_json(publication.subject)},
      {"Message", publication.message_for(subscription.protocol)},
      {"Timestamp", iso_time(publication.time_ms)},
      {"SignatureVersion", "1"},
      {"Signature", no_signature},
      {"SigningCertUrl", certificate_url(publication)},
      {"UnsubscribeUrl", unsubscribe_url(publication, subscription)},
      {"MessageAttributes", attributes_json(publication.attributes)}};
  ordered_json event;
  event["Records"].push_back({{"EventSource", "aws:sns"},
                              {"EventVersion", "1.0"},
                              {"EventSubscriptionArn", subscription.arn()},
                              {"Sns", notification}});
  return event.dump();
}

std::string Publisher::publish(Publication publication, const Topic& topic) {
  publication.id = random_uuid();
  publication.topic_arn = topic.arn();
  publication.time_ms = services_.now_ms();
  {
    const std::lock_guard lock(mutex_);
    last_.push_back(publication);
    if (last_.size() > limits::published_messages_kept) {
      last_.pop_front();
    }
  }
  for (const Subscription& subscription : services_.topics().subscriptions_of(topic)) {
    deliver(publication, subscription);
  }
  return publication.id;
}

void Publisher::deliver(const Publication& publication, const Subscription& subscription) {
  if (subscription.protocol == "sqs") {
    deliver_to_queue(publication, subscription);
  } else if (subscription.protocol == "lambda" && invoke_) {
    invoke_(subscription.endpoint, notification_event_json(publication, subscription));
  }
}

void Publisher::deliver_to_queue(const Publication& publication, const Subscription& subscription) {
  const auto queue = services_.queues().find_arn(subscription.endpoint);
  if (!queue || queue->is_fifo()) {
    return;
  }
  sqs::Message message;
  message.sender_id = queue->name_space.account;
  if (subscription.is_raw()) {
    message.body = publication.message_for(subscription.protocol);
    message.attributes = publication.attributes;
  } else {
    message.body = notification_json(publication, subscription);
  }
  services_.messages().send(*queue, std::move(message), queue->number("DelaySeconds"));
}

std::vector<Publication> Publisher::last_publications() const {
  const std::lock_guard lock(mutex_);
  return {last_.begin(), last_.end()};
}

}  // namespace tombola::services::sns
