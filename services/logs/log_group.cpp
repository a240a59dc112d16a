// Rows: {"version":1,"id":...,"account":...,"region":...,"name":...,"created":ms,"retention":days,
// "class":...,"tags":{}} and {"version":1,"id":...,"name":...,"created":ms,"first":ms,"last":ms,
// "ingested":ms}; a stream that never had an event has not the last three.
#include "services/logs/log_group.h"

#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tombola::services::logs {
namespace {

using nlohmann::json;

constexpr int row_version = 1;
constexpr std::int64_t day_ms = 24LL * 3600 * 1000;

json parse_row(std::string_view row) {
  json document = json::parse(row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("a row of a log group has an unknown version");
  }
  return document;
}

// The text before the next colon, which goes, too.
std::string_view take_part(std::string_view& text) {
  const std::string_view part = text.substr(0, text.find(':'));
  text.remove_prefix(std::min(text.size(), part.size() + 1));
  return part;
}

}  // namespace

std::string LogGroup::arn() const {
  return fmt::format("arn:aws:logs:{}:{}:log-group:{}", name_space.region, name_space.account,
                     name);
}

std::optional<std::int64_t> LogGroup::kept_since_ms(std::int64_t now_ms) const {
  return retention_days == 0 ? std::nullopt : std::optional(now_ms - retention_days * day_ms);
}

std::string log_group_to_json(const LogGroup& group) {
  return json{{"version", row_version},
              {"id", group.id},
              {"account", group.name_space.account},
              {"region", group.name_space.region},
              {"name", group.name},
              {"created", group.created_ms},
              {"retention", group.retention_days},
              {"class", group.log_group_class},
              {"tags", group.tags}}
      .dump();
}

LogGroup log_group_from_json(std::string_view row) {
  const json document = parse_row(row);
  LogGroup group;
  group.id = document.at("id");
  group.name_space = {document.at("account"), document.at("region")};
  group.name = document.at("name");
  group.created_ms = document.at("created");
  group.retention_days = document.at("retention");
  group.log_group_class = document.at("class");
  group.tags = document.at("tags").get<std::map<std::string, std::string>>();
  return group;
}

std::string log_stream_to_json(const LogStream& stream) {
  json document = {{"version", row_version},
                   {"id", stream.id},
                   {"name", stream.name},
                   {"created", stream.created_ms}};
  if (stream.last_event_ms) {
    document["first"] = *stream.first_event_ms;
    document["last"] = *stream.last_event_ms;
    document["ingested"] = *stream.last_ingestion_ms;
  }
  return document.dump();
}

LogStream log_stream_from_json(std::string_view row) {
  const json document = parse_row(row);
  LogStream stream;
  stream.id = document.at("id");
  stream.name = document.at("name");
  stream.created_ms = document.at("created");
  if (document.contains("last")) {
    stream.first_event_ms = document.at("first").get<std::int64_t>();
    stream.last_event_ms = document.at("last").get<std::int64_t>();
    stream.last_ingestion_ms = document.at("ingested").get<std::int64_t>();
  }
  return stream;
}

std::optional<LogGroupName> parse_log_group_arn(std::string_view arn) {
  std::string_view rest = arn;
  const bool is_logs =
      take_part(rest) == "arn" && !take_part(rest).empty() && take_part(rest) == "logs";
  const std::string_view region = take_part(rest);
  const std::string_view account = take_part(rest);
  if (!is_logs || take_part(rest) != "log-group") {
    return std::nullopt;
  }
  const std::string_view name = take_part(rest);
  if (name.empty() || !(rest.empty() || rest == "*")) {
    return std::nullopt;
  }
  return LogGroupName{{std::string(account), std::string(region)}, std::string(name)};
}

}  // namespace tombola::services::logs
