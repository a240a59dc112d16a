#include "operations/dynamodb/contributor_insights.h"

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/table_name.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;

constexpr std::size_t index_name_length_min = 3;
constexpr std::size_t index_name_length_max = 255;

void check_index_name(std::string_view name) {
  if (name.size() < index_name_length_min || name.size() > index_name_length_max) {
    throw ApiError::validation(
        "IndexName must be at least 3 characters long and at most 255 characters long");
  }
}

}  // namespace

InsightsSubject insights_subject_of(const Request& request, const OperationContext& context) {
  const auto index = request.string("IndexName");
  if (index) {
    check_index_name(*index);
  }
  return {table_name_of(request, context), std::string(index.value_or(""))};
}

storage::InsightsOwner insights_owner_of(const dynamodb::TableDefinition* table,
                                         const InsightsSubject& subject) {
  if (table == nullptr) {
    throw_table_not_found(subject.table);
  }
  if (subject.index.empty()) {
    return {table->id};
  }
  const dynamodb::IndexDefinition* index = table->find_index(subject.index);
  if (index == nullptr || !index->is_global) {
    throw ApiError::resource_not_found(
        fmt::format("Requested resource not found: Index: {} not found for table: {}",
                    subject.index, subject.table));
  }
  return {table->id, index->id};
}

std::string_view insights_status(const std::optional<storage::ContributorInsights>& insights,
                                 std::int64_t now_ms) {
  if (!insights) {
    return "DISABLED";
  }
  const bool settled = insights->settles_ms <= now_ms;
  if (insights->enabled) {
    return settled ? "ENABLED" : "ENABLING";
  }
  return settled ? "DISABLED" : "DISABLING";
}

std::string_view insights_mode(const storage::ContributorInsights& insights) {
  return insights.throttled_keys_only ? "THROTTLED_KEYS" : "ACCESSED_AND_THROTTLED_KEYS";
}

nlohmann::ordered_json insights_answer(const InsightsSubject& subject) {
  nlohmann::ordered_json answer = {{"TableName", subject.table}};
  if (!subject.index.empty()) {
    answer["IndexName"] = subject.index;
  }
  return answer;
}

}  // namespace tombola::operations
