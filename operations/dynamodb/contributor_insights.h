// Contributor Insights: what the three operations about them share. They are kept and described;
// CloudWatch, where they would show, is not here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "dynamodb/model/table_definition.h"
#include "operations/operation_context.h"
#include "operations/request.h"
#include "storage/contributor_insights.h"

namespace tombola::operations {

// What a request is about: a table, or one of its global indexes.
struct InsightsSubject {
  std::string table;
  std::string index;  // empty: the table itself
};

// From TableName and IndexName. Throws ApiError::validation.
InsightsSubject insights_subject_of(const Request& request, const OperationContext& context);

// Throws ResourceNotFoundException: no such table, or no such global index.
storage::InsightsOwner insights_owner_of(const dynamodb::TableDefinition* table,
                                         const InsightsSubject& subject);

// `insights`: empty when they were never turned on.
std::string_view insights_status(const std::optional<storage::ContributorInsights>& insights,
                                 std::int64_t now_ms);
std::string_view insights_mode(const storage::ContributorInsights& insights);

// {"TableName":...,"IndexName":...}
nlohmann::ordered_json insights_answer(const InsightsSubject& subject);

}  // namespace tombola::operations
