// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
#include <algorithm>
#include <cctype>
#include <set>

#include "operations/logs/log_request.h"
#include "operations/operation.h"
#include "services/logs/logs_error.h"
#include "services/logs/logs_limits.h"

namespace tombola::operations::logs {

using dynamodb::Shape;
using services::logs::LogGroup;

const Shape& describe_log_groups_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "DescribeLogGroupsRequest",
      {{"accountIdentifiers", Shape::list_of(Shape::string()), Unsupported},
       {"logGroupNamePrefix", group_name_field().shape},
       {"logGroupNamePattern", Shape::string().length(0, 512)},
       {"nextToken", next_token_shape()},
       {"limit", page_limit_shape()},
       {"includeLinkedAccounts", Shape::boolean()},
       {"logGroupClass", Shape::string().one_of({"STANDARD", "INFREQUENT_ACCESS", "DELIVERY"})},
       {"logGroupIdentifiers", Shape::list_of(group_identifier_field().shape).length(1, 50)}});
  return shape;
}

namespace {

// "Log groups that have that text anywhere in their name, whatever its case."
bool contains(std::string_view name, std::string_view pattern) {
  return pattern.empty() || std::search(name.begin(), name.end(), pattern.begin(), pattern.end(),
                                        [](unsigned char a, unsigned char b) {
                                          return std::tolower(a) == std::tolower(b);
                                        }) != name.end();
}

std::set<std::string> identified(const Request& request) {
  std::set<std::string> names;
  if (const auto identifiers = request.member("logGroupIdentifiers")) {
    for (const dynamodb::JsonValue identifier : identifiers->elements()) {
      const auto named = services::logs::parse_log_group_arn(identifier.as_string());
      names.insert(named ? named->name : std::string(identifier.as_string()));
    }
  }
  return names;
}

nlohmann::ordered_json group_json(const LogGroup& group, std::int64_t stored_bytes) {
  nlohmann::ordered_json json = {{"logGroupName", group.name}, {"creationTime", group.created_ms}};
  if (group.retention_days != 0) {
    json["retentionInDays"] = group.retention_days;
  }
  json["metricFilterCount"] = 0;
  json["arn"] = group.arn() + ":*";
  json["storedBytes"] = stored_bytes;
  json["logGroupClass"] = group.log_group_class;
  json["logGroupArn"] = group.arn();
  json["deletionProtectionEnabled"] = false;
  return json;
}

}  // namespace

std::string describe_log_groups(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = checked(json, describe_log_groups_fields());
  const auto prefix = request.string("logGroupNamePrefix");
  const auto pattern = request.string("logGroupNamePattern");
  if (prefix && pattern) {
    throw services::logs::invalid_parameter(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  const std::set<std::string> names = identified(request);
  const auto of_class = request.string("logGroupClass");
  const auto page_max = static_cast<std::size_t>(
      request.integer("limit").value_or(services::logs::limits::describe_page_max));
  const std::string after = name_of_token(request);
  services::logs::LogCatalog& catalog = logs_of(context).catalog();
  nlohmann::ordered_json answer = {{"logGroups", nlohmann::ordered_json::array()}};
  std::string last;
  for (const LogGroup& group : catalog.list(context.name_space)) {
    if ((!after.empty() && group.name <= after) || !group.name.starts_with(prefix.value_or("")) ||
        !contains(group.name, pattern.value_or("")) ||
        (of_class && group.log_group_class != *of_class) ||
        (!names.empty() && names.count(group.name) == 0)) {
      continue;
    }
    if (answer["logGroups"].size() == page_max) {
      answer["nextToken"] = token_of_name(last);
      break;
    }
    answer["logGroups"].push_back(group_json(group, catalog.stored_bytes(group)));
    last = group.name;
  }
  return answer.dump();
}

}  // namespace tombola::operations::logs
