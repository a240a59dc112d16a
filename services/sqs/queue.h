// A queue's settings, and its row. An immutable snapshot to whoever reads it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"

namespace tombola::services::sqs {

struct RedrivePolicy {
  std::string dead_letter_queue_arn;
  std::int64_t receives_max = 0;
};

struct Queue {
  std::uint64_t id = 0;
  dynamodb::Namespace name_space;
  std::string name;
  // Those that were set; the others have their defaults.
  std::map<std::string, std::string> attributes;
  std::map<std::string, std::string> tags;
  std::int64_t created_ms = 0;
  std::int64_t modified_ms = 0;
  std::int64_t purged_ms = 0;  // 0: never

  bool is_fifo() const { return name.ends_with(".fifo"); }
  std::string arn() const;
  // Set, or the default; empty when it has neither.
  std::string attribute(std::string_view attribute_name) const;
  bool flag(std::string_view attribute_name) const { return attribute(attribute_name) == "true"; }
  // Of an attribute whose value is a number of seconds or bytes.
  std::int64_t number(std::string_view attribute_name) const;
  std::int64_t retention_ms() const { return number("MessageRetentionPeriod") * 1000; }
  std::optional<RedrivePolicy> redrive_policy() const;
};

std::string queue_to_json(const Queue& queue);
// Throws std::runtime_error on a row of a version that this build does not know.
Queue queue_from_json(std::string_view row);

// arn:aws:sqs:<region>:<account>:<name>
struct QueueName {
  dynamodb::Namespace name_space;
  std::string name;
};
std::optional<QueueName> parse_queue_arn(std::string_view arn);

}  // namespace tombola::services::sqs
