// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContributorInsights.html
//
// ENABLE without a mode means ACCESSED_AND_THROTTLED_KEYS, whatever it was; what changes nothing is
// told the status as it is; another mode is a matter of turning on anew, with the rules that there
// are; DISABLE does not look at the mode. All observed on AWS (us-west-2, October 2026).
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/model/table_state.h"
#include "operations/dynamodb/contributor_insights.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;
using storage::ContributorInsights;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateContributorInsightsInput",
      {{"TableName", Shape::string(), Presence::Required},
       {"IndexName", Shape::string()},
       {"ContributorInsightsAction", Shape::string().one_of({"ENABLE", "DISABLE"}),
        Presence::Required},
       {"ContributorInsightsMode",
        Shape::string().one_of({"THROTTLED_KEYS", "ACCESSED_AND_THROTTLED_KEYS"})}});
  return shape;
}

void require_active(const dynamodb::TableDefinition& table, const InsightsSubject& subject,
                    const OperationContext& context) {
  const auto refuse = [](std::string_view status) {
    throw dynamodb::ApiError::validation(
        fmt::format("Table or Index is not in a valid state to update Key Access Insights: {} must "
                    "be ACTIVE to enable ContributorInsights.",
                    status));
  };
  if (is_being_created(table, context)) {
    refuse("TableStatus");
  }
  if (!subject.index.empty() && !dynamodb::is_readable(table, *table.find_index(subject.index),
                                                       context.service_clock.now_ms())) {
    refuse("IndexStatus");
  }
}

// What the request makes of them; nothing when it is as it was.
std::optional<ContributorInsights> changed(const Request& request,
                                           const std::optional<ContributorInsights>& was,
                                           std::int64_t now_ms) {
  const bool was_enabled = was && was->enabled;
  ContributorInsights insights = was.value_or(ContributorInsights{});
  insights.enabled = request.string("ContributorInsightsAction") == "ENABLE";
  if (insights.enabled) {
    insights.throttled_keys_only = request.string("ContributorInsightsMode") == "THROTTLED_KEYS";
  }
  if (insights.enabled == was_enabled &&
      (!was_enabled || insights.throttled_keys_only == was->throttled_keys_only)) {
    return std::nullopt;
  }
  if (insights.enabled && !was_enabled) {
    insights.created_ms = now_ms;
  }
  insights.updated_ms = now_ms;
  return insights;
}

}  // namespace

std::string update_contributor_insights(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const InsightsSubject subject = insights_subject_of(request, context);

  nlohmann::ordered_json answer = insights_answer(subject);
  context.transactions.write(subject.table, [&](storage::WriteTransaction& transaction) {
    storage::Transaction& bytes = transaction.bytes();
    const auto table = context.catalog.find_for_share(bytes, context.name_space, subject.table);
    const storage::InsightsOwner owner = insights_owner_of(table.get(), subject);
    require_active(*table, subject, context);
    const std::int64_t now_ms = context.service_clock.now_ms();
    const auto was = storage::find_insights_for_update(bytes, owner);
    std::optional<ContributorInsights> change = changed(request, was, now_ms);
    if (!change) {
      answer["ContributorInsightsStatus"] = insights_status(was, now_ms);
      if (was) {
        answer["ContributorInsightsMode"] = insights_mode(*was);
      }
      return;
    }
    answer["ContributorInsightsStatus"] = change->enabled ? "ENABLING" : "DISABLING";
    answer["ContributorInsightsMode"] = insights_mode(*change);
    change->settles_ms = now_ms + context.table_delay_ms;
    storage::put_insights(bytes, owner, *change);
  });
  return answer.dump();
}

}  // namespace tombola::operations
