#include "operations/sns/publication.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {
namespace {

using dynamodb::JsonValue;
using dynamodb::Shape;
using services::ServiceError;
using services::sns::invalid_parameter;
using services::sns::Publication;

constexpr std::size_t subject_length_max = 100;

ServiceError invalid_attribute(std::string message) {
  return ServiceError("ParameterValueInvalid", std::move(message));
}

services::sqs::MessageAttribute attribute_of(std::string_view name, const Request& value) {
  services::sqs::MessageAttribute attribute;
  attribute.data_type = value.string("DataType").value_or("");
  if (attribute.data_type.empty()) {
    throw invalid_attribute(fmt::format(
        "The message attribute '{}' must contain non-empty message attribute type.", name));
  }
  const std::string kind = attribute.data_type.substr(0, attribute.data_type.find('.'));
  if (kind != "String" && kind != "Number" && kind != "Binary") {
    throw invalid_attribute(
        fmt::format("The message attribute '{}' has an invalid message attribute type, the set of "
                    "supported type prefixes is Binary, Number, and String.",
                    name));
  }
  const auto given = value.string(attribute.is_binary() ? "BinaryValue" : "StringValue");
  if (!given || given->empty()) {
    throw invalid_attribute(
        fmt::format("The message attribute '{}' must contain non-empty message attribute value for "
                    "message attribute type '{}'.",
                    name, attribute.data_type));
  }
  attribute.value = *given;
  if (attribute.is_binary()) {
    const auto bytes = dynamodb::from_base64(*given);
    if (!bytes) {
      throw invalid_attribute(fmt::format("The message attribute '{}' is not valid base64.", name));
    }
    attribute.value = *bytes;
  }
  return attribute;
}

// {"default":"...","sqs":"..."}
void take_messages_by_protocol(Publication& publication) {
  const auto messages = nlohmann::json::parse(publication.message, nullptr, false);
  if (!messages.is_object()) {
    throw invalid_parameter("Message Structure - JSON message body failed to parse");
  }
  if (!messages.contains("default") || !messages.at("default").is_string()) {
    throw invalid_parameter("Message Structure - No default entry in JSON message body");
  }
  for (const auto& [protocol, message] : messages.items()) {
    if (message.is_string()) {
      publication.messages_by_protocol[protocol] = message.get<std::string>();
    }
  }
  publication.message = messages.at("default").get<std::string>();
}

}  // namespace

std::vector<dynamodb::Field> publication_fields() {
  using enum dynamodb::Presence;
  return {
      {"Message", Shape::string(), Required},
      {"Subject", Shape::string()},
      {"MessageStructure", Shape::string()},
      {"MessageAttributes", Shape::map_of(Shape::structure("MessageAttributeValue",
                                                           {{"DataType", Shape::string(), Required},
                                                            {"StringValue", Shape::string()},
                                                            {"BinaryValue", Shape::string()}}))},
      {"MessageDeduplicationId", Shape::string(), Unsupported},
      {"MessageGroupId", Shape::string(), Unsupported}};
}

Publication publication_of(const Request& request) {
  Publication publication;
  publication.message = request.required("Message").as_string();
  if (publication.message.empty()) {
    throw invalid_parameter("Empty message");
  }
  if (publication.message.size() > limits::published_message_bytes_max) {
    throw invalid_parameter("Message too long");
  }
  publication.subject = request.string("Subject").value_or("");
  if (publication.subject.size() > subject_length_max ||
      publication.subject.find('\n') != std::string::npos) {
    throw invalid_parameter("Subject");
  }
  if (const auto structure = request.string("MessageStructure")) {
    if (*structure != "json") {
      throw invalid_parameter("MessageStructure");
    }
    take_messages_by_protocol(publication);
  }
  if (const auto attributes = request.member("MessageAttributes")) {
    for (const JsonValue::Member attribute : attributes->members()) {
      publication.attributes[std::string(attribute.name)] =
          attribute_of(attribute.name, Request(attribute.value));
    }
  }
  return publication;
}

}  // namespace tombola::operations::sns
