// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContributorInsights.html
//
// Where they were never turned on nothing but DISABLED is told; once they were, when and how is
// told for good. The forms were observed on AWS (us-west-2, October 2026).
#include <fmt/format.h>

#include "operations/dynamodb/contributor_insights.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("DescribeContributorInsightsInput",
                       {{"TableName", Shape::string(), dynamodb::Presence::Required},
                        {"IndexName", Shape::string()}});
  return shape;
}

bool has_sort_key(const dynamodb::TableDefinition& table, const std::string& index) {
  return index.empty() ? table.range_key.has_value() : !table.find_index(index)->range.empty();
}

// Of partition keys and, where there are any, of sort keys (PK, SK): what counts accesses (C)
// and what counts throttled requests (T).
nlohmann::ordered_json rules_of(const storage::ContributorInsights& insights,
                                const dynamodb::TableDefinition& table, const std::string& index) {
  auto rules = nlohmann::ordered_json::array();
  const std::string_view sort_key_rules[] = {"SKC", "SKT"};
  const std::string_view partition_key_rules[] = {"PKC", "PKT"};
  for (int kind = insights.throttled_keys_only ? 1 : 0; kind < 2; ++kind) {
    const auto add = [&](std::string_view rule) {
      rules.push_back(fmt::format("DynamoDBContributorInsights-{}-{}{}{}-{}", rule, table.name,
                                  index.empty() ? "" : "-", index, insights.created_ms));
    };
    add(partition_key_rules[kind]);
    if (has_sort_key(table, index)) {
      add(sort_key_rules[kind]);
    }
  }
  return rules;
}

}  // namespace

std::string describe_contributor_insights(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const InsightsSubject subject = insights_subject_of(request, context);

  nlohmann::ordered_json answer = insights_answer(subject);
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table = context.catalog.find(transaction, context.name_space, subject.table);
    const auto insights =
        storage::find_insights(transaction, insights_owner_of(table.get(), subject));
    const std::string_view status = insights_status(insights, context.service_clock.now_ms());
    if (status == "ENABLED") {
      answer["ContributorInsightsRuleList"] = rules_of(*insights, *table, subject.index);
    }
    answer["ContributorInsightsStatus"] = status;
    if (insights) {
      answer["LastUpdateDateTime"] = static_cast<double>(insights->updated_ms) / 1000.0;
      answer["ContributorInsightsMode"] = insights_mode(*insights);
    }
  });
  return answer.dump();
}

}  // namespace tombola::operations
