// A row: {"version":1,"id":...,"account":...,"region":...,"name":...,"attributes":{},"tags":{},
// "created":ms,"modified":ms,"purged":ms}
#include "services/sqs/queue.h"

#include <array>
#include <stdexcept>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tombola::services::sqs {
namespace {

using nlohmann::json;

constexpr int row_version = 1;

// "SetQueueAttributes", Amazon SQS API reference; the size since August 2025.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> defaults = {{
    {"DelaySeconds", "0"},
    {"MaximumMessageSize", "1048576"},
    {"MessageRetentionPeriod", "345600"},
    {"ReceiveMessageWaitTimeSeconds", "0"},
    {"SqsManagedSseEnabled", "true"},
    {"VisibilityTimeout", "30"},
    {"DeduplicationScope", "queue"},
    {"FifoThroughputLimit", "perQueue"},
}};

}  // namespace

std::string Queue::arn() const {
  return fmt::format("arn:aws:sqs:{}:{}:{}", name_space.region, name_space.account, name);
}

std::string Queue::attribute(std::string_view attribute_name) const {
  const auto set = attributes.find(std::string(attribute_name));
  if (set != attributes.end()) {
    return set->second;
  }
  for (const auto& [name_of_default, value] : defaults) {
    if (name_of_default == attribute_name) {
      return std::string(value);
    }
  }
  return "";
}

std::int64_t Queue::number(std::string_view attribute_name) const {
  return std::stoll(attribute(attribute_name));
}

std::optional<RedrivePolicy> Queue::redrive_policy() const {
  const std::string text = attribute("RedrivePolicy");
  if (text.empty()) {
    return std::nullopt;
  }
  const json policy = json::parse(text);
  const json& count = policy.at("maxReceiveCount");
  return RedrivePolicy{policy.at("deadLetterTargetArn"), count.is_string()
                                                             ? std::stoll(count.get<std::string>())
                                                             : count.get<std::int64_t>()};
}

std::string queue_to_json(const Queue& queue) {
  return json{{"version", row_version},
              {"id", queue.id},
              {"account", queue.name_space.account},
              {"region", queue.name_space.region},
              {"name", queue.name},
              {"attributes", queue.attributes},
              {"tags", queue.tags},
              {"created", queue.created_ms},
              {"modified", queue.modified_ms},
              {"purged", queue.purged_ms}}
      .dump();
}

Queue queue_from_json(std::string_view row) {
  const json document = json::parse(row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("a queue's row has an unknown version");
  }
  Queue queue;
  queue.id = document.at("id");
  queue.name_space = {document.at("account"), document.at("region")};
  queue.name = document.at("name");
  queue.attributes = document.at("attributes").get<std::map<std::string, std::string>>();
  queue.tags = document.at("tags").get<std::map<std::string, std::string>>();
  queue.created_ms = document.at("created");
  queue.modified_ms = document.at("modified");
  queue.purged_ms = document.at("purged");
  return queue;
}

std::optional<QueueName> parse_queue_arn(std::string_view arn) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t colon = arn.find(':');
    parts.emplace_back(arn.substr(0, colon));
    if (colon == std::string_view::npos) {
      break;
    }
    arn.remove_prefix(colon + 1);
  }
  if (parts.size() != 6 || parts[0] != "arn" || parts[2] != "sqs" || parts[5].empty()) {
    return std::nullopt;
  }
  return QueueName{{parts[4], parts[3]}, parts[5]};
}

}  // namespace tombola::services::sqs
