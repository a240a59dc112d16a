#include "operations/sqs/sent_message.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/sqs/queue_request.h"
#include "services/digest.h"
#include "services/services.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {
namespace {

using dynamodb::Shape;
using nlohmann::ordered_json;
using services::sqs::Message;
using services::sqs::MessageAttribute;
using services::sqs::MessageAttributes;
using services::sqs::Queue;
namespace sqs_error = services::sqs;

constexpr std::string_view trace_header = "AWSTraceHeader";

Shape attribute_value_shape() {
  using enum dynamodb::Presence;
  return Shape::structure("MessageAttributeValue",
                          {{"StringValue", Shape::string()},
                           {"BinaryValue", Shape::string()},
                           {"StringListValues", Shape::list_of(Shape::string()), Unsupported},
                           {"BinaryListValues", Shape::list_of(Shape::string()), Unsupported},
                           {"DataType", Shape::string(), Required}});
}

bool is_number(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool has_type(std::string_view data_type, std::string_view kind) {
  return data_type == kind ||
         (data_type.starts_with(kind) && data_type.substr(kind.size()).starts_with('.'));
}

MessageAttribute attribute_of(std::string_view name, const Request& value) {
  MessageAttribute attribute;
  attribute.data_type = value.string("DataType").value_or("");
  if (attribute.data_type.empty()) {
    throw sqs_error::invalid_parameter_value(fmt::format(
        "The message attribute '{}' must contain non-empty message attribute type.", name));
  }
  const bool binary = has_type(attribute.data_type, "Binary");
  const bool number = has_type(attribute.data_type, "Number");
  if (!binary && !number && !has_type(attribute.data_type, "String")) {
    throw sqs_error::invalid_parameter_value(
        fmt::format("The message attribute '{}' has an invalid message attribute type, the set of "
                    "supported type prefixes is Binary, Number, and String.",
                    name));
  }
  const auto given = value.string(binary ? "BinaryValue" : "StringValue");
  if (!given || given->empty()) {
    throw sqs_error::invalid_parameter_value(
        fmt::format("The message attribute '{}' must contain non-empty message attribute value for "
                    "message attribute type '{}'.",
                    name, attribute.data_type));
  }
  if (number && !is_number(*given)) {
    throw sqs_error::invalid_parameter_value(
        fmt::format("Can't cast the value of message (user) attribute '{}' to a number.", name));
  }
  attribute.value = *given;
  if (binary) {
    const auto bytes = dynamodb::from_base64(*given);
    if (!bytes) {
      throw dynamodb::ApiError::serialization();
    }
    attribute.value = *bytes;
  }
  return attribute;
}

MessageAttributes attributes_of(const Request& request, std::string_view member) {
  MessageAttributes attributes;
  if (const auto given = request.member(member)) {
    for (const dynamodb::JsonValue::Member one : given->members()) {
      attributes[std::string(one.name)] = attribute_of(one.name, Request(one.value));
    }
  }
  if (attributes.size() > limits::message_attributes_max) {
    throw sqs_error::invalid_parameter_value(
        fmt::format("Number of message attributes [{}] exceeds the allowed maximum [{}].",
                    attributes.size(), limits::message_attributes_max));
  }
  return attributes;
}

// #x9 | #xA | #xD | #x20 and up but #xFFFE and #xFFFF, in UTF-8; JSON is valid UTF-8 already.
bool has_valid_characters(std::string_view body) {
  for (const char c : body) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') {
      return false;
    }
  }
  return body.find("\xef\xbf\xbe") == std::string_view::npos &&
         body.find("\xef\xbf\xbf") == std::string_view::npos;
}

// Of a group, or of deduplication; empty: it was not given. Also where the queue is no FIFO queue: there
// groups are fair queues'.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
std::string message_id(const Request& request, const char* member) {
  std::string id(request.string(member).value_or(""));
  const bool is_printed = std::all_of(
      id.begin(), id.end(), [](unsigned char letter) { return letter > ' ' && letter < 0x7f; });
  if (!is_printed || id.size() > limits::message_id_length_max) {
    throw sqs_error::invalid_parameter_value(
        fmt::format("Value {0} for parameter {1} is invalid. Reason: {1} can only include "
                    "alphanumeric and punctuation characters. 1 to {2} in length.",
                    id, member, limits::message_id_length_max));
  }
  return id;
}

void take_fifo_members(const Request& request, const Queue& queue, Message& message) {
  message.group_id = message_id(request, "MessageGroupId");
  message.deduplication_id = message_id(request, "MessageDeduplicationId");
  if (!queue.is_fifo()) {
    if (!message.deduplication_id.empty()) {
      throw sqs_error::invalid_parameter_value(
          fmt::format("Value {} for parameter MessageDeduplicationId is invalid. Reason: The "
                      "request includes a parameter that is not valid for this queue type.",
                      message.deduplication_id));
    }
    return;
  }
  if (message.group_id.empty()) {
    throw sqs_error::missing_parameter("MessageGroupId");
  }
  if (message.deduplication_id.empty()) {
    if (!queue.flag("ContentBasedDeduplication")) {
      throw sqs_error::invalid_parameter_value(
          "The queue should either have ContentBasedDeduplication enabled or "
          "MessageDeduplicationId provided explicitly");
    }
    message.deduplication_id =
        services::hexadecimal(services::checksum("SHA256", message.body).value());
  }
}

std::int64_t delay_of(const Request& request, const Queue& queue) {
  const auto delay = number_in(request, {"DelaySeconds", 0, limits::delay_seconds_max,
                                         "DelaySeconds must be >= 0 and <= 900."});
  if (delay && *delay != 0 && queue.is_fifo()) {
    throw sqs_error::invalid_parameter_value(
        fmt::format("Value {} for parameter DelaySeconds is invalid. Reason: The request include "
                    "parameter that is not valid for this queue type.",
                    *delay));
  }
  return delay && !queue.is_fifo() ? *delay : queue.number("DelaySeconds");
}

MessageAttributes trace_attribute(const Message& message) {
  return message.trace_header.empty()
             ? MessageAttributes{}
             : MessageAttributes{{std::string(trace_header), {"String", message.trace_header}}};
}

}  // namespace

std::vector<dynamodb::Field> message_fields() {
  using enum dynamodb::Presence;
  return {{"MessageBody", Shape::string(), Required},
          {"DelaySeconds", Shape::integer()},
          {"MessageAttributes", Shape::map_of(attribute_value_shape())},
          {"MessageSystemAttributes", Shape::map_of(attribute_value_shape())},
          {"MessageDeduplicationId", Shape::string()},
          {"MessageGroupId", Shape::string()}};
}

SentMessage sent_message_of(const Request& request, const Queue& queue,
                            const OperationContext& context) {
  SentMessage sent;
  sent.delay_seconds = delay_of(request, queue);
  Message& message = sent.message;
  message.body = request.required("MessageBody").as_string();
  if (!has_valid_characters(message.body)) {
    throw sqs_error::invalid_message_contents();
  }
  message.attributes = attributes_of(request, "MessageAttributes");
  for (const auto& [name, attribute] : attributes_of(request, "MessageSystemAttributes")) {
    if (name != trace_header) {
      throw sqs_error::invalid_parameter_value(
          fmt::format("Message System Attribute name '{}' is invalid.", name));
    }
    message.trace_header = attribute.value;
  }
  const auto size_max = static_cast<std::size_t>(queue.number("MaximumMessageSize"));
  if (services::sqs::message_size_bytes(message) > size_max) {
    throw sqs_error::invalid_parameter_value(fmt::format(
        "One or more parameters are invalid. Reason: Message must be shorter than {} bytes.",
        size_max));
  }
  take_fifo_members(request, queue, message);
  message.sender_id = context.name_space.account;
  return sent;
}

ordered_json send(const SentMessage& sent, const Queue& queue, const OperationContext& context) {
  const Message message =
      context.services->messages().send(queue, sent.message, sent.delay_seconds);
  ordered_json answer = {{"MessageId", message.id},
                         {"MD5OfMessageBody", services::sqs::md5_of_body(message)}};
  if (!message.attributes.empty()) {
    answer["MD5OfMessageAttributes"] = services::sqs::md5_of_attributes(message.attributes);
  }
  if (!message.trace_header.empty()) {
    answer["MD5OfMessageSystemAttributes"] =
        services::sqs::md5_of_attributes(trace_attribute(message));
  }
  if (queue.is_fifo()) {
    answer["SequenceNumber"] = services::sqs::sequence_number(message);
  }
  return answer;
}

}  // namespace tombola::operations::sqs
