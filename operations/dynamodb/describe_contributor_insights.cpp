// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContributorInsights.html
//
// They are never turned on here; this is what AWS says of a table or index for which they never
// were (observed, October 2026).
#include <nlohmann/json.hpp>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Shape;

constexpr std::size_t index_name_length_min = 3;
constexpr std::size_t index_name_length_max = 255;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("DescribeContributorInsightsInput",
                       {{"TableName", Shape::string(), dynamodb::Presence::Required},
                        {"IndexName", Shape::string()}});
  return shape;
}

void check_index_name(std::string_view name) {
  if (name.size() < index_name_length_min || name.size() > index_name_length_max) {
    throw ApiError::validation(
        "IndexName must be at least 3 characters long and at most 255 characters long");
  }
}

void require_global_index(const dynamodb::TableDefinition& table, std::string_view name) {
  const dynamodb::IndexDefinition* index = table.find_index(name);
  if (index == nullptr || !index->is_global) {
    throw ApiError::resource_not_found("Requested resource not found");
  }
}

}  // namespace

std::string describe_contributor_insights(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto index = request.string("IndexName");
  if (index) {
    check_index_name(*index);
  }
  const std::string name = table_name_of(request, context);

  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table = context.catalog.find(transaction, context.name_space, name);
    if (!table) {
      throw_table_not_found(name);
    }
    if (index) {
      require_global_index(*table, *index);
    }
  });
  nlohmann::ordered_json answer = {{"TableName", name}};
  if (index) {
    answer["IndexName"] = *index;
  }
  answer["ContributorInsightsStatus"] = "DISABLED";
  return answer.dump();
}

}  // namespace tombola::operations
