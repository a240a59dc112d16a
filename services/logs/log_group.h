// A log group and a log stream of CloudWatch Logs, and their rows.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "dynamodb/model/table_definition.h"

namespace tombola::services::logs {

struct LogGroup {
  std::uint64_t id = 0;
  dynamodb::Namespace name_space;
  std::string name;
  std::int64_t created_ms = 0;
  std::int64_t retention_days = 0;  // 0: for ever
  std::string log_group_class = "STANDARD";
  std::map<std::string, std::string> tags;

  // arn:aws:logs:<region>:<account>:log-group:<name>
  std::string arn() const;
  // Events before that are gone; none: all are kept.
  std::optional<std::int64_t> kept_since_ms(std::int64_t now_ms) const;
};

struct LogStream {
  std::uint64_t id = 0;
  std::string name;
  std::int64_t created_ms = 0;
  // None: it never had an event.
  std::optional<std::int64_t> first_event_ms;
  std::optional<std::int64_t> last_event_ms;
  std::optional<std::int64_t> last_ingestion_ms;
};

std::string log_group_to_json(const LogGroup& group);
std::string log_stream_to_json(const LogStream& stream);
// Throw std::runtime_error on a row of a version that this build does not know.
LogGroup log_group_from_json(std::string_view row);
LogStream log_stream_from_json(std::string_view row);

// The group that an ARN names, with or without the ":*" at its end; none: it is no group's.
struct LogGroupName {
  dynamodb::Namespace name_space;
  std::string name;
};
std::optional<LogGroupName> parse_log_group_arn(std::string_view arn);

}  // namespace tombola::services::logs
