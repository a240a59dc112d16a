#include "operations/sqs/received_message.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "dynamodb/json/json_text.h"
#include "services/sqs/message_store.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {
namespace {

using nlohmann::ordered_json;
using services::sqs::Message;
using services::sqs::MessageAttribute;
using services::sqs::MessageAttributes;
using services::sqs::Queue;

constexpr std::array<std::string_view, 10> system_names = {"All",
                                                           "SenderId",
                                                           "SentTimestamp",
                                                           "ApproximateReceiveCount",
                                                           "ApproximateFirstReceiveTimestamp",
                                                           "SequenceNumber",
                                                           "MessageDeduplicationId",
                                                           "MessageGroupId",
                                                           "AWSTraceHeader",
                                                           "DeadLetterQueueSourceArn"};

ordered_json system_attributes(const Queue& queue, const Message& message) {
  ordered_json all = {
      {"SenderId", message.sender_id},
      {"ApproximateFirstReceiveTimestamp", std::to_string(message.first_received_ms)},
      {"ApproximateReceiveCount", std::to_string(message.receive_count)},
      {"SentTimestamp", std::to_string(message.sent_ms)}};
  const auto put = [&](const char* name, const std::string& value) {
    if (!value.empty()) {
      all[name] = value;
    }
  };
  put("SequenceNumber", queue.is_fifo() ? services::sqs::sequence_number(message) : "");
  put("MessageDeduplicationId", message.deduplication_id);
  put("MessageGroupId", message.group_id);
  put("AWSTraceHeader", message.trace_header);
  put("DeadLetterQueueSourceArn", message.dead_letter_source_arn);
  return all;
}

ordered_json attribute_json(const MessageAttribute& attribute) {
  if (attribute.is_binary()) {
    return {{"BinaryValue", dynamodb::to_base64(attribute.value)},
            {"DataType", attribute.data_type}};
  }
  return {{"StringValue", attribute.value}, {"DataType", attribute.data_type}};
}

}  // namespace

MessageView MessageView::of(const Request& request) {
  MessageView view;
  for (const std::string_view member : {"AttributeNames", "MessageSystemAttributeNames"}) {
    const auto names = request.member(member);
    if (!names) {
      continue;
    }
    for (const dynamodb::JsonValue name : names->elements()) {
      const std::string_view text = name.as_string();
      if (std::find(system_names.begin(), system_names.end(), text) == system_names.end()) {
        throw services::sqs::invalid_attribute_name(text);
      }
      view.system_attributes_.emplace(text);
    }
  }
  if (const auto names = request.member("MessageAttributeNames")) {
    for (const dynamodb::JsonValue name : names->elements()) {
      view.attributes_.emplace_back(name.as_string());
    }
  }
  return view;
}

bool MessageView::shows_attribute(const std::string& name) const {
  return std::any_of(attributes_.begin(), attributes_.end(), [&](const std::string& wanted) {
    if (wanted.ends_with(".*")) {
      return name.starts_with(std::string_view(wanted).substr(0, wanted.size() - 2));
    }
    return wanted == "All" || wanted == name;
  });
}

std::string MessageView::answer(const Queue& queue, const std::vector<Message>& messages) const {
  ordered_json answer = ordered_json::object();
  for (const Message& message : messages) {
    ordered_json shown = {
        {"MessageId", message.id},
        {"ReceiptHandle", services::sqs::MessageStore::receipt_handle(queue, message)},
        {"MD5OfBody", services::sqs::md5_of_body(message)},
        {"Body", message.body}};
    const auto all = system_attributes(queue, message);
    for (const auto& [name, value] : all.items()) {
      if (system_attributes_.contains("All") || system_attributes_.contains(name)) {
        shown["Attributes"][name] = value;
      }
    }
    MessageAttributes attributes;
    for (const auto& [name, attribute] : message.attributes) {
      if (shows_attribute(name)) {
        attributes[name] = attribute;
        shown["MessageAttributes"][name] = attribute_json(attribute);
      }
    }
    if (!attributes.empty()) {
      shown["MD5OfMessageAttributes"] = services::sqs::md5_of_attributes(attributes);
    }
    answer["Messages"].push_back(std::move(shown));
  }
  return answer.dump();
}

}  // namespace tombola::operations::sqs
