#include "operations/dynamodb/table_name.h"

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/model/table_state.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;

constexpr std::string_view arn_lead = "arn:";

// Source: observed on AWS; the lengths are checked before the rest of the request.
constexpr std::size_t table_name_length_min = 3;
constexpr std::size_t table_name_length_max = 255;

bool is_arn(std::string_view text) {
  return text.starts_with(arn_lead);
}

}  // namespace

void check_table_name_of_table_operation(dynamodb::JsonValue json) {
  const auto name = Request(json).string("TableName");
  if (!name) {
    throw ApiError::validation(
        "The parameter 'TableName' is required but was not present in the request");
  }
  if (!is_arn(*name) &&
      (name->size() < table_name_length_min || name->size() > table_name_length_max)) {
    throw ApiError::validation(
        "TableName must be at least 3 characters long and at most 255 characters long");
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
  // arn:aws:dynamodb:<region>:<account>:table/<name>
  const std::string own = fmt::format("arn:aws:dynamodb:{}:{}:table/", context.name_space.region,
                                      context.name_space.account);
  if (text.starts_with(own) && dynamodb::is_resource_name(text.substr(own.size()))) {
    return std::string(text.substr(own.size()));
  }
  if (text.starts_with("arn:aws:dynamodb:") && text.find(":table/") != std::string_view::npos) {
    throw ApiError::resource_not_found("Requested resource not found");
  }
  throw ApiError::validation(fmt::format("Invalid table ARN: {}", text));
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
