#include "operations/sqs/queue_attributes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "services/services.h"
#include "services/sqs/sqs_error.h"

namespace tombola::operations::sqs {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using services::sqs::Queue;
using namespace services::sqs;

enum class Kind { Number, Flag, Policy, Redrive, RedriveAllow, Text, Choice };

struct Attribute {
  std::string_view name;
  Kind kind;
  std::int64_t min = 0;
  std::int64_t max = 0;
  bool fifo_only = false;
  std::string_view choices = {};  // separated by blanks
};

constexpr std::array<Attribute, 15> settable = {{
    {"VisibilityTimeout", Kind::Number, 0, 43'200},
    {"MaximumMessageSize", Kind::Number, 1024, 1'048'576},
    {"MessageRetentionPeriod", Kind::Number, 60, 1'209'600},
    {"DelaySeconds", Kind::Number, 0, 900},
    {"Policy", Kind::Policy},
    {"ReceiveMessageWaitTimeSeconds", Kind::Number, 0, 20},
    {"RedrivePolicy", Kind::Redrive},
    {"RedriveAllowPolicy", Kind::RedriveAllow},
    {"KmsMasterKeyId", Kind::Text},
    {"KmsDataKeyReusePeriodSeconds", Kind::Number, 60, 86'400},
    {"SqsManagedSseEnabled", Kind::Flag},
    {"FifoQueue", Kind::Flag, 0, 0, true},
    {"ContentBasedDeduplication", Kind::Flag, 0, 0, true},
    {"DeduplicationScope", Kind::Choice, 0, 0, true, "messageGroup queue"},
    {"FifoThroughputLimit", Kind::Choice, 0, 0, true, "perQueue perMessageGroupId"},
}};

constexpr std::array<std::string_view, 6> read_only = {"QueueArn",
                                                       "ApproximateNumberOfMessages",
                                                       "ApproximateNumberOfMessagesNotVisible",
                                                       "ApproximateNumberOfMessagesDelayed",
                                                       "CreatedTimestamp",
                                                       "LastModifiedTimestamp"};

const Attribute* find_attribute(std::string_view name) {
  const auto found = std::find_if(settable.begin(), settable.end(),
                                  [&](const Attribute& one) { return one.name == name; });
  return found == settable.end() ? nullptr : &*found;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                  : std::nullopt;
}

[[noreturn]] void refuse_redrive(std::string_view value, std::string_view reason) {
  throw invalid_parameter_value(
      fmt::format("Value {} for parameter RedrivePolicy is invalid. Reason: {}", value, reason));
}

std::optional<std::int64_t> receives_max_of(const json& policy) {
  const json& count = policy.at("maxReceiveCount");
  if (count.is_string()) {
    return whole_number(count.get<std::string>());
  }
  return count.is_number_integer() ? std::optional(count.get<std::int64_t>()) : std::nullopt;
}

void check_redrive(const std::string& value, const Queue& queue, const OperationContext& context) {
  const json policy = json::parse(value, nullptr, false);
  if (!policy.is_object()) {
    refuse_redrive(value, "Redrive policy is not a valid JSON map.");
  }
  for (const char* name : {"maxReceiveCount", "deadLetterTargetArn"}) {
    if (!policy.contains(name)) {
      refuse_redrive(value,
                     fmt::format("Redrive policy does not contain mandatory attribute: {}.", name));
    }
  }
  constexpr std::int64_t receives_max = 1000;
  const auto count = receives_max_of(policy);
  if (!count || *count < 1 || *count > receives_max) {
    refuse_redrive(value, fmt::format("Invalid value for maxReceiveCount: {}, valid values are "
                                      "from 1 to {} both inclusive.",
                                      policy.at("maxReceiveCount").is_string()
                                          ? policy.at("maxReceiveCount").get<std::string>()
                                          : policy.at("maxReceiveCount").dump(),
                                      receives_max));
  }
  const json& arn = policy.at("deadLetterTargetArn");
  const auto target =
      arn.is_string() ? context.services->queues().find_arn(arn.get<std::string>()) : std::nullopt;
  if (!target) {
    refuse_redrive(value, "Dead letter target does not exist.");
  }
  if (target->is_fifo() != queue.is_fifo()) {
    refuse_redrive(value, "Dead-letter queue must be same type of queue as the source.");
  }
}

void check_value(const Attribute& attribute, const std::string& value, const Queue& queue,
                 const OperationContext& context) {
  bool valid = true;
  switch (attribute.kind) {
    case Kind::Number: {
      const auto number = whole_number(value);
      valid = number && *number >= attribute.min && *number <= attribute.max;
      break;
    }
    case Kind::Flag:
      valid = value == "true" || value == "false";
      break;
    case Kind::Policy:
    case Kind::RedriveAllow:
      valid = value.empty() || json::parse(value, nullptr, false).is_object();
      break;
    case Kind::Redrive:
      if (!value.empty()) {
        check_redrive(value, queue, context);
      }
      break;
    case Kind::Choice:
      valid = !value.empty() && attribute.choices.find(value) != std::string_view::npos;
      break;
    case Kind::Text:
      break;
  }
  if (!valid) {
    throw invalid_attribute_value(attribute.name);
  }
}

std::string seconds(std::int64_t time_ms) {
  return std::to_string(time_ms / 1000);
}

// All that the queue has, in the order in which AWS lists them.
ordered_json all_attributes(const Queue& queue, const OperationContext& context) {
  const MessageStore::Counts counts = context.services->messages().counts(queue);
  ordered_json all = {{"QueueArn", queue.arn()},
                      {"ApproximateNumberOfMessages", std::to_string(counts.visible)},
                      {"ApproximateNumberOfMessagesNotVisible", std::to_string(counts.in_flight)},
                      {"ApproximateNumberOfMessagesDelayed", std::to_string(counts.delayed)},
                      {"CreatedTimestamp", seconds(queue.created_ms)},
                      {"LastModifiedTimestamp", seconds(queue.modified_ms)}};
  for (const Attribute& attribute : settable) {
    const std::string value =
        attribute.fifo_only && !queue.is_fifo() ? "" : queue.attribute(attribute.name);
    if (!value.empty()) {
      all[std::string(attribute.name)] = value;
    }
  }
  if (queue.is_fifo() && !all.contains("ContentBasedDeduplication")) {
    all["ContentBasedDeduplication"] = "false";
  }
  return all;
}

}  // namespace

std::map<std::string, std::string> attributes_of(const Request& request, const Queue& queue,
                                                 const OperationContext& context) {
  std::map<std::string, std::string> attributes;
  if (const auto given = request.member("Attributes")) {
    for (const dynamodb::JsonValue::Member member : given->members()) {
      attributes[std::string(member.name)] = member.value.as_string();
    }
  }
  for (const auto& [name, value] : attributes) {
    const Attribute* attribute = find_attribute(name);
    if (attribute == nullptr || (attribute->fifo_only && !queue.is_fifo())) {
      throw invalid_attribute_name(name);
    }
    check_value(*attribute, value, queue, context);
  }
  return attributes;
}

void apply_attributes(Queue& queue, const std::map<std::string, std::string>& attributes) {
  for (const auto& [name, value] : attributes) {
    if (value.empty()) {
      queue.attributes.erase(name);
    } else {
      queue.attributes[name] = value;
    }
  }
}

ordered_json described_attributes(const Request& request, const Queue& queue,
                                  const OperationContext& context) {
  std::set<std::string_view> wanted;
  if (const auto names = request.member("AttributeNames")) {
    for (const dynamodb::JsonValue name : names->elements()) {
      wanted.insert(name.as_string());
    }
  }
  for (const std::string_view name : wanted) {
    if (name != "All" && find_attribute(name) == nullptr &&
        std::find(read_only.begin(), read_only.end(), name) == read_only.end()) {
      throw invalid_attribute_name(name);
    }
  }
  ordered_json described = ordered_json::object();
  if (wanted.empty()) {
    return described;
  }
  const auto all = all_attributes(queue, context);
  for (const auto& [name, value] : all.items()) {
    if (wanted.contains("All") || wanted.contains(name)) {
      described[name] = value;
    }
  }
  return described;
}

}  // namespace tombola::operations::sqs
