// Queues and topics, and what needs nothing to be made.
#include "deploy/resources/families.h"
#include "deploy/resources/properties.h"
#include "deploy/resources/resource_error.h"

namespace tombola::deploy {
namespace {

using operations::Service;

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queue.html
constexpr std::size_t queue_name_length_max = 80;

// Attributes are texts; documents among them, too.
Json queue_attributes(const Json& properties) {
  Json attributes = Json::object();
  for (const auto& [name, value] : properties.items()) {
    if (name != "QueueName" && name != "Tags") {
      attributes[name] = is_scalar(value) ? scalar_text(value) : value.dump();
    }
  }
  return attributes;
}

Made create_queue(const ResourceContext& context, const Json& properties) {
  std::string name = context.name_or(properties, "QueueName", queue_name_length_max - 5);
  if (!properties.contains("QueueName") && member(properties, "FifoQueue") == "true") {
    name += ".fifo";
  }
  const Json answer = context.call(Service::SQS, "CreateQueue",
                                   {{"QueueName", name},
                                    {"Attributes", queue_attributes(properties)},
                                    {"tags", tags_as_map(member(properties, "Tags"))}});
  return {answer.at("QueueUrl"),
          {{"Arn", context.arn("sqs", name)},
           {"QueueName", name},
           {"QueueUrl", answer.at("QueueUrl")}}};
}

Made update_queue(const ResourceContext& context, const ResourceType::Update& update) {
  static const Json defaults = {{"DelaySeconds", "0"},
                                {"MaximumMessageSize", "262144"},
                                {"MessageRetentionPeriod", "345600"},
                                {"ReceiveMessageWaitTimeSeconds", "0"},
                                {"RedrivePolicy", ""},
                                {"VisibilityTimeout", "30"}};
  Json attributes = queue_attributes(update.after);
  attributes.erase("FifoQueue");
  const Json before = queue_attributes(update.before);
  for (const auto& [name, value] : defaults.items()) {
    if (before.contains(name) && !attributes.contains(name)) {
      attributes[name] = value;
    }
  }
  context.call(Service::SQS, "SetQueueAttributes",
               {{"QueueUrl", update.made.physical_id}, {"Attributes", attributes}});
  return update.made;
}

void delete_queue(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::SQS, "DeleteQueue", {{"QueueUrl", made.physical_id}});
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sqs-queuepolicy.html
void set_queue_policy(const ResourceContext& context, const Json& properties,
                      const std::string& policy) {
  for (const Json& url : member(properties, "Queues")) {
    context.call(Service::SQS, "SetQueueAttributes",
                 {{"QueueUrl", url}, {"Attributes", {{"Policy", policy}}}});
  }
}

Made create_queue_policy(const ResourceContext& context, const Json& properties) {
  set_queue_policy(context, properties, document_text(member(properties, "PolicyDocument")));
  const std::string id = context.physical_name(queue_name_length_max);
  return {id, {{"Id", id}}};
}

Made update_queue_policy(const ResourceContext& context, const ResourceType::Update& update) {
  set_queue_policy(context, update.after, document_text(member(update.after, "PolicyDocument")));
  return update.made;
}

void delete_queue_policy(const ResourceContext& context, const Made& /*made*/,
                         const Json& properties) {
  set_queue_policy(context, properties, "");
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topic.html
constexpr std::size_t topic_name_length_max = 256;

Json topic_attributes(const Json& properties) {
  Json attributes = Json::object();
  for (const char* name : {"DisplayName", "KmsMasterKeyId", "FifoTopic"}) {
    if (properties.contains(name)) {
      attributes[name] = scalar_text(properties[name]);
    }
  }
  return attributes;
}

Made create_topic(const ResourceContext& context, const Json& properties) {
  const std::string name = context.name_or(properties, "TopicName", topic_name_length_max);
  Json request = {{"Name", name}, {"Attributes", topic_attributes(properties)}};
  request.update(picked(properties, {"Tags"}));
  const std::string arn = context.call(Service::SNS, "CreateTopic", request).at("TopicArn");
  const Json subscriptions = member(properties, "Subscription");
  after_creation(arn, [&] {
    for (const Json& subscription : subscriptions) {
      Json subscribe = picked(subscription, {"Protocol", "Endpoint"});
      subscribe["TopicArn"] = arn;
      context.call(Service::SNS, "Subscribe", subscribe);
    }
  });
  return {arn, {{"TopicArn", arn}, {"TopicName", name}}};
}

Made update_topic(const ResourceContext& context, const ResourceType::Update& update) {
  Json attributes = topic_attributes(update.after);
  attributes.erase("FifoTopic");
  if (!attributes.contains("DisplayName")) {
    attributes["DisplayName"] = "";
  }
  for (const auto& [name, value] : attributes.items()) {
    context.call(Service::SNS, "SetTopicAttributes",
                 {{"TopicArn", update.made.physical_id},
                  {"AttributeName", name},
                  {"AttributeValue", value}});
  }
  return update.made;
}

void delete_topic(const ResourceContext& context, const Made& made, const Json& /*properties*/) {
  context.call(Service::SNS, "DeleteTopic", {{"TopicArn", made.physical_id}});
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-topicpolicy.html
void set_topic_policy(const ResourceContext& context, const Json& properties,
                      const std::string& policy) {
  const Json topics = member(properties, "Topics");
  for (const Json& arn : topics) {
    context.call(Service::SNS, "SetTopicAttributes",
                 {{"TopicArn", arn}, {"AttributeName", "Policy"}, {"AttributeValue", policy}});
  }
}

Made create_topic_policy(const ResourceContext& context, const Json& properties) {
  set_topic_policy(context, properties, document_text(member(properties, "PolicyDocument")));
  const std::string id = context.physical_name(topic_name_length_max);
  return {id, {{"Id", id}}};
}

Made update_topic_policy(const ResourceContext& context, const ResourceType::Update& update) {
  set_topic_policy(context, update.after, document_text(member(update.after, "PolicyDocument")));
  return update.made;
}

void delete_topic_policy(const ResourceContext& context, const Made& /*made*/,
                         const Json& properties) {
  set_topic_policy(context, properties, "");
}

// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sns-subscription.html
Json subscription_attributes(const Json& properties) {
  Json attributes = Json::object();
  for (const char* name :
       {"FilterPolicy", "FilterPolicyScope", "RawMessageDelivery", "RedrivePolicy"}) {
    if (const Json value = member(properties, name); !value.is_null()) {
      attributes[name] = is_scalar(value) ? scalar_text(value) : value.dump();
    }
  }
  return attributes;
}

Made create_subscription(const ResourceContext& context, const Json& properties) {
  Json request = picked(properties, {"TopicArn", "Protocol", "Endpoint"});
  request["Attributes"] = subscription_attributes(properties);
  request["ReturnSubscriptionArn"] = true;
  const Json arn = context.call(Service::SNS, "Subscribe", request).at("SubscriptionArn");
  return {arn, {{"Arn", arn}}};
}

Made update_subscription(const ResourceContext& context, const ResourceType::Update& update) {
  Json attributes = subscription_attributes(update.after);
  const Json before = subscription_attributes(update.before);
  for (const auto& [name, value] : before.items()) {
    if (!attributes.contains(name)) {
      attributes[name] = name == "RawMessageDelivery" ? "false" : "{}";
    }
  }
  for (const auto& [name, value] : attributes.items()) {
    if (differs(before, attributes, name)) {
      context.call(Service::SNS, "SetSubscriptionAttributes",
                   {{"SubscriptionArn", update.made.physical_id},
                    {"AttributeName", name},
                    {"AttributeValue", value}});
    }
  }
  return update.made;
}

void delete_subscription(const ResourceContext& context, const Made& made,
                         const Json& /*properties*/) {
  context.call(Service::SNS, "Unsubscribe", {{"SubscriptionArn", made.physical_id}});
}

// A name, and nothing behind it: what is only there to be counted, or to be waited for.
Made create_name(const ResourceContext& context, const Json& /*properties*/) {
  constexpr std::size_t name_length_max = 128;
  return {context.physical_name(name_length_max)};
}

constexpr ResourceType types[] = {
    {"AWS::SQS::Queue", "Arn QueueName QueueUrl", create_queue, update_queue, delete_queue},
    {"AWS::SQS::QueuePolicy", "Id", create_queue_policy, update_queue_policy, delete_queue_policy},
    {"AWS::SNS::Topic", "TopicArn TopicName", create_topic, update_topic, delete_topic,
     "DisplayName FifoTopic KmsMasterKeyId Subscription Tags TopicName"},
    {"AWS::SNS::TopicPolicy", "Id", create_topic_policy, update_topic_policy, delete_topic_policy},
    {"AWS::SNS::Subscription", "Arn", create_subscription, update_subscription, delete_subscription,
     "Endpoint FilterPolicy FilterPolicyScope Protocol RawMessageDelivery RedrivePolicy Region "
     "TopicArn"},
    {"AWS::CDK::Metadata", "", create_name, nullptr, nullptr},
    {"AWS::CloudFormation::WaitConditionHandle", "", create_name, nullptr, nullptr},
};

}  // namespace

std::span<const ResourceType> service_types() {
  return types;
}

}  // namespace tombola::deploy
