#include "operations/logs/log_request.h"

#include <algorithm>
#include <cctype>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "services/logs/logs_error.h"
#include "services/logs/logs_limits.h"

namespace tombola::operations::logs {
namespace {

using dynamodb::Field;
using dynamodb::Presence;
using dynamodb::Shape;
using services::logs::LogGroup;
namespace logs_error = services::logs;
namespace limits = services::logs::limits;

constexpr std::size_t name_length_max = 512;
constexpr std::size_t identifier_length_max = 2048;

bool all_of(std::string_view text, std::string_view symbols) {
  return std::all_of(text.begin(), text.end(), [&](unsigned char letter) {
    return std::isalnum(letter) != 0 ||
           symbols.find(static_cast<char>(letter)) != std::string_view::npos;
  });
}

bool is_group_name(std::string_view text) {
  return all_of(text, ".-_/#");
}

bool is_identifier(std::string_view text) {
  return all_of(text, "_#+=/:,.@-");
}

bool is_stream_name(std::string_view text) {
  return text.find_first_of(":*") == std::string_view::npos;
}

}  // namespace

Request checked(dynamodb::JsonValue json, const Shape& fields) {
  dynamodb::check_types(json, fields);
  try {
    dynamodb::check_constraints(json, fields, dynamodb::Wording::Old);
  } catch (const dynamodb::ApiError& error) {
    throw logs_error::invalid_parameter(error.message());
  }
  return Request(json);
}

Field group_name_field(Presence presence) {
  return {
      "logGroupName",
      Shape::string().length(1, name_length_max).pattern("[\\.\\-_/#A-Za-z0-9]+", is_group_name),
      presence};
}

Field group_identifier_field() {
  return {
      "logGroupIdentifier",
      Shape::string().length(1, identifier_length_max).pattern("[\\w#+=/:,.@-]*", is_identifier)};
}

Shape stream_name_shape() {
  return Shape::string().length(1, name_length_max).pattern("[^:*]*", is_stream_name);
}

Field stream_name_field(std::string_view member, Presence presence) {
  return {member, stream_name_shape(), presence};
}

Shape next_token_shape() {
  return Shape::string().length(1, identifier_length_max);
}

Shape page_limit_shape() {
  return Shape::integer().range(1, limits::describe_page_max);
}

Shape events_limit_shape() {
  return Shape::integer().range(1, limits::events_page_max);
}

Shape time_shape() {
  return Shape::integer().range(0, INT64_MAX);
}

services::logs::Logs& logs_of(OperationContext& context) {
  services::logs::Logs& logs = context.services->logs();
  logs.intake().flush();
  return logs;
}

LogGroup group_of(const Request& request, OperationContext& context) {
  const auto name = request.string("logGroupName");
  const auto identifier = request.string("logGroupIdentifier");
  if (name.has_value() == identifier.has_value()) {
    throw logs_error::invalid_parameter(
        name ? "LogGroup name and LogGroup identifier are mutually exclusive parameters."
             : "Either LogGroup name or LogGroup identifier must be specified.");
  }
  std::optional<LogGroup> group;
  if (identifier && identifier->starts_with("arn:")) {
    const auto named = services::logs::parse_log_group_arn(*identifier);
    if (!named) {
      throw logs_error::invalid_parameter("The specified logGroupIdentifier is not valid.");
    }
    group = logs_of(context).catalog().find(named->name_space, named->name);
  } else {
    group = logs_of(context).catalog().find(context.name_space, name ? *name : *identifier);
  }
  if (!group) {
    throw logs_error::group_not_found();
  }
  return *group;
}

services::ServiceError invalid_token() {
  return logs_error::invalid_parameter("The specified nextToken is invalid.");
}

std::string name_of_token(const Request& request) {
  const auto token = request.string("nextToken");
  if (!token) {
    return "";
  }
  const auto name = dynamodb::from_base64(*token);
  if (!name || name->empty()) {
    throw invalid_token();
  }
  return *name;
}

std::string token_of_name(std::string_view name) {
  return dynamodb::to_base64(name);
}

}  // namespace tombola::operations::logs
