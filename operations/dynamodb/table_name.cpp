#include "operations/dynamodb/table_name.h"

#include <array>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/model/table_state.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;

constexpr std::string_view arn_lead = "arn:";
constexpr std::size_t table_name_length_min = 3;
constexpr std::size_t table_name_length_max = 255;

bool is_arn(std::string_view text) {
  return text.starts_with(arn_lead);
}

// arn:aws:dynamodb:<region>:<account>:table/<name>. What is wrong with another region and with
// another account: observed on AWS (us-west-2, October 2026); the sentences about partition, type
// and form: their beginnings were.
std::string table_name_from_arn(std::string_view arn, const OperationContext& context) {
  const auto refuse = [&](std::string_view sentence) {
    throw ApiError::validation(
        fmt::format("1 validation error detected: {} in '{}'", sentence, arn));
  };
  std::array<std::string_view, 5> fields;  // arn, partition, service, region, account
  std::string_view rest = arn;
  for (std::string_view& field : fields) {
    const std::size_t end = rest.find(':');
    if (end == std::string_view::npos) {
      throw ApiError::validation(fmt::format("Invalid table ARN: {}", arn));
    }
    field = rest.substr(0, end);
    rest.remove_prefix(end + 1);
  }
  constexpr std::string_view table_lead = "table/";
  if (fields[1] != "aws") {
    refuse("Invalid AWS partition");
  }
  if (fields[3] != context.name_space.region) {
    refuse("Invalid AWS region");
  }
  if (fields[2] != "dynamodb" || !rest.starts_with(table_lead) ||
      !dynamodb::is_resource_name(rest.substr(table_lead.size()))) {
    refuse("Invalid resource type");
  }
  if (fields[4] != context.name_space.account) {
    throw ApiError::access_denied("Access is denied");
  }
  return std::string(rest.substr(table_lead.size()));
}

}  // namespace

dynamodb::Shape plain_table_name_shape() {
  return dynamodb::Shape::string()
      .pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name)
      .length(table_name_length_min, table_name_length_max);
}

void require_table_name(dynamodb::JsonValue json) {
  if (!Request(json).string("TableName")) {
    throw ApiError::validation(
        "The parameter 'TableName' is required but was not present in the request");
  }
}

void check_table_name_of_table_operation(dynamodb::JsonValue json) {
  require_table_name(json);
  if (!is_arn(*Request(json).string("TableName"))) {
    static const dynamodb::Shape fields =
        dynamodb::Shape::structure("", {{"TableName", plain_table_name_shape()}});
    dynamodb::check_constraints(json, fields, dynamodb::Wording::Old);
  }
}

std::string table_name_of(const Request& request, const OperationContext& context) {
  return resolve_table_name(request.required("TableName").as_string(), context);
}

std::string resolve_table_name(std::string_view text, const OperationContext& context) {
  if (!is_arn(text)) {
    // In the old words. Source: paritysuite/dynamodb-conformance, observed on AWS (October 2026).
    const auto refuse = [&](std::string_view constraint) {
      throw ApiError::validation(fmt::format(
          "1 validation error detected: Value '{}' at 'tableName' failed to satisfy constraint: {}",
          text, constraint));
    };
    if (!dynamodb::is_resource_name(text)) {
      refuse(fmt::format("Member must satisfy regular expression pattern: {}",
                         dynamodb::resource_name_pattern));
    }
    if (text.size() > table_name_length_max) {
      refuse(
          fmt::format("Member must have length less than or equal to {}", table_name_length_max));
    }
    return std::string(text);
  }
  return table_name_from_arn(text, context);
}

bool is_being_created(const dynamodb::TableDefinition& table, const OperationContext& context) {
  return !table.changes.empty() && dynamodb::table_status(table, context.service_clock.now_ms()) ==
                                       dynamodb::TableStatus::Creating;
}

storage::TableSnapshot found_or_throw(storage::TableSnapshot table,
                                      const OperationContext& context) {
  if (!table || is_being_created(*table, context)) {
    throw ApiError::resource_not_found("Requested resource not found");
  }
  return table;
}

void throw_table_not_found(std::string_view name) {
  throw ApiError::resource_not_found(
      fmt::format("Requested resource not found: Table: {} not found", name));
}

}  // namespace tombola::operations
