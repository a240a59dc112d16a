// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListContributorInsights.html
//
// All that are not DISABLED: of each table its own, then its global indexes' (observed on AWS,
// us-west-2, October 2026). The NextToken is the last that was listed.
#include <algorithm>
#include <vector>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "operations/dynamodb/contributor_insights.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

constexpr std::int64_t page_max = 100;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ListContributorInsightsInput", {{"TableName", Shape::string()},
                                       {"NextToken", Shape::string()},
                                       {"MaxResults", Shape::integer().range(1, page_max)}});
  return shape;
}

struct Summary {
  InsightsSubject subject;
  std::string_view status;
  std::string_view mode;

  // Names have no blank.
  std::string token() const { return dynamodb::to_base64(subject.table + " " + subject.index); }
};

void add(std::vector<Summary>& summaries, storage::Transaction& transaction,
         const InsightsSubject& subject, storage::InsightsOwner owner, std::int64_t now_ms) {
  const auto insights = storage::find_insights(transaction, owner);
  const std::string_view status = insights_status(insights, now_ms);
  if (status != "DISABLED") {
    summaries.push_back({subject, status, insights_mode(*insights)});
  }
}

std::vector<Summary> summaries_of(storage::Transaction& transaction,
                                  const std::vector<storage::TableSnapshot>& tables,
                                  std::int64_t now_ms) {
  std::vector<Summary> summaries;
  for (const storage::TableSnapshot& table : tables) {
    add(summaries, transaction, {table->name, ""}, {table->id}, now_ms);
    for (const dynamodb::IndexDefinition& index : table->indexes) {
      add(summaries, transaction, {table->name, index.name}, {table->id, index.id}, now_ms);
    }
  }
  return summaries;
}

std::vector<storage::TableSnapshot> tables_of(const Request& request, OperationContext& context,
                                              storage::Transaction& transaction) {
  if (request.has("TableName")) {
    const std::string name = table_name_of(request, context);
    const auto table = context.catalog.find(transaction, context.name_space, name);
    if (!table) {
      throw_table_not_found(name);
    }
    return {table};
  }
  std::vector<storage::TableSnapshot> tables;
  for (const std::string& name :
       context.catalog.table_names(transaction, context.name_space, "", SIZE_MAX)) {
    tables.push_back(context.catalog.find(transaction, context.name_space, name));
  }
  return tables;
}

// Behind the one that the token names. If that is gone by now: behind its table.
std::size_t first_of(const std::vector<Summary>& summaries, std::string_view token) {
  const std::optional<std::string> last = dynamodb::from_base64(token);
  if (!last) {
    throw dynamodb::ApiError::validation("Invalid NextToken");
  }
  const auto found = std::find_if(summaries.begin(), summaries.end(),
                                  [&](const Summary& one) { return one.token() == token; });
  if (found != summaries.end()) {
    return static_cast<std::size_t>(found - summaries.begin()) + 1;
  }
  const std::string table = last->substr(0, last->find(' '));
  const auto behind = std::find_if(summaries.begin(), summaries.end(),
                                   [&](const Summary& one) { return one.subject.table > table; });
  return static_cast<std::size_t>(behind - summaries.begin());
}

}  // namespace

std::string list_contributor_insights(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  if (json.find("TableName")) {
    check_table_name_of_table_operation(json);
  }
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto page = static_cast<std::size_t>(request.integer("MaxResults").value_or(page_max));

  std::vector<Summary> summaries;
  context.transactions.read([&](storage::Transaction& transaction) {
    summaries = summaries_of(transaction, tables_of(request, context, transaction),
                             context.service_clock.now_ms());
  });
  nlohmann::ordered_json answer = {
      {"ContributorInsightsSummaries", nlohmann::ordered_json::array()}};
  const auto token = request.string("NextToken");
  std::size_t next = token ? first_of(summaries, *token) : 0;
  for (std::size_t count = 0; count < page && next < summaries.size(); ++count, ++next) {
    nlohmann::ordered_json row = insights_answer(summaries[next].subject);
    row["ContributorInsightsStatus"] = summaries[next].status;
    row["ContributorInsightsMode"] = summaries[next].mode;
    answer["ContributorInsightsSummaries"].push_back(std::move(row));
  }
  if (next < summaries.size()) {
    answer["NextToken"] = summaries[next - 1].token();
  }
  return answer.dump();
}

}  // namespace tombola::operations
