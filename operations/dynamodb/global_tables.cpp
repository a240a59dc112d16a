#include "operations/dynamodb/global_tables.h"

#include <fmt/format.h>

#include "dynamodb/api_error.h"

namespace tombola::operations {

using dynamodb::ApiError;

Request global_table_request(dynamodb::JsonValue json, const dynamodb::Shape& fields) {
  const Request request = Request::checked(json, fields, dynamodb::Wording::Old);
  constexpr std::size_t name_length_min = 3;
  constexpr std::size_t name_length_max = 255;
  const std::string_view name = request.required("GlobalTableName").as_string();
  if (name.size() < name_length_min || name.size() > name_length_max) {
    throw ApiError::validation(
        "TableName must be at least 3 characters long and at most 255 characters long");
  }
  return request;
}

void refuse_version_2017() {
  throw ApiError::validation(
      "One or more parameter values were invalid: DynamoDB global tables version 2017.11.29 is not "
      "supported. We recommend using DynamoDB global tables version 2019.11.21, instead of version "
      "2017.11.29 (Legacy).");
}

void throw_no_global_table(const Request& request, std::string_view lead) {
  throw ApiError::modelled("GlobalTableNotFoundException",
                           fmt::format("{}Global table with name: '{}' does not exist.", lead,
                                       request.required("GlobalTableName").as_string()));
}

}  // namespace tombola::operations
