// https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
//
// A topic of that name with the same attributes is the answer, too.
#include <algorithm>
#include <cctype>

#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "operations/operation.h"
#include "operations/sns/topic_attributes.h"
#include "operations/sns/topic_request.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;
using services::sns::Topic;

const Shape& create_topic_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "CreateTopicInput", {{"Name", Shape::string(), Required},
                           {"Attributes", Shape::map_of(Shape::string())},
                           {"Tags", tag_list_shape()},
                           {"DataProtectionPolicy", Shape::string(), Unsupported}});
  return shape;
}

namespace {

bool is_topic_name(std::string_view name) {
  return !name.empty() && name.size() <= limits::topic_name_length_max &&
         std::all_of(name.begin(), name.end(), [](unsigned char letter) {
           return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
         });
}

}  // namespace

std::string create_topic(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, create_topic_fields(), dynamodb::Wording::Old);
  Topic topic;
  topic.name_space = context.name_space;
  topic.name = request.required("Name").as_string();
  topic.attributes = texts_of(request, "Attributes");
  topic.tags = tags_of(request);
  if (topic.name.ends_with(".fifo") || topic.attributes.contains("FifoTopic")) {
    throw services::sns::invalid_parameter("Tombola does not support FIFO topics yet");
  }
  if (!is_topic_name(topic.name)) {
    throw services::sns::invalid_parameter("Topic Name");
  }
  for (const auto& [name, value] : topic.attributes) {
    check_topic_attribute(name);
  }
  const Topic created = context.services->topics().create(topic);
  for (const auto& [name, value] : topic.attributes) {
    const auto there = created.attributes.find(name);
    if (there == created.attributes.end() || there->second != value) {
      throw services::sns::invalid_parameter(
          "Attributes Reason: Topic already exists with different attributes");
    }
  }
  if (request.has("Tags") && created.tags != topic.tags) {
    throw services::sns::invalid_parameter("Tags Reason: Topic already exists with different tags");
  }
  return nlohmann::json{{"TopicArn", created.arn()}}.dump();
}

}  // namespace tombola::operations::sns
