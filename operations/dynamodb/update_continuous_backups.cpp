// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html
//
// Asked for what is, it changes nothing and says so; turned off and on, the recovery begins anew,
// with 35 days unless the request says otherwise (observed on AWS, October 2026).
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"
#include "operations/dynamodb/continuous_backups.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/item_history.h"

namespace tombola::operations {
namespace {

using dynamodb::PointInTimeRecovery;
using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateContinuousBackupsInput",
      {{"TableName", Shape::string(), Presence::Required},
       {"PointInTimeRecoverySpecification",
        Shape::structure("PointInTimeRecoverySpecification",
                         {{"PointInTimeRecoveryEnabled", Shape::boolean(), Presence::Required},
                          {"RecoveryPeriodInDays",
                           Shape::integer().range(1, limits::point_in_time_recovery_days_max)}}),
        Presence::Required}});
  return shape;
}

}  // namespace

std::string update_continuous_backups(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const Request specification(request.required("PointInTimeRecoverySpecification"));
  const bool enabled = specification.boolean("PointInTimeRecoveryEnabled").value();
  const auto days = specification.integer("RecoveryPeriodInDays");
  if (!enabled && days) {
    throw dynamodb::ApiError::validation(
        "Invalid Request: Cannot specify RecoveryPeriodInDays when disabling point-in-time "
        "recovery.");
  }
  const std::string name = table_name_of(request, context);

  std::string answer;
  context.transactions.change_catalog([&](storage::WriteTransaction& transaction) {
    const auto found = backed_up_table_or_throw(
        context.catalog.find_for_update(transaction.bytes(), context.name_space, name), name);
    if (is_being_created(*found, context)) {
      throw dynamodb::ApiError::modelled(
          "ContinuousBackupsUnavailableException",
          fmt::format("Backups are being enabled for the table: {}. Please retry later", name));
    }
    const std::int64_t now_ms = context.service_clock.now_ms();
    dynamodb::TableDefinition table = *found;
    if (!enabled) {
      table.point_in_time_recovery.reset();
      storage::item_history::forget(transaction, table.id);
    } else {
      const PointInTimeRecovery before = found->point_in_time_recovery.value_or(
          PointInTimeRecovery{now_ms, limits::point_in_time_recovery_days_max});
      table.point_in_time_recovery = {before.enabled_ms, days.value_or(before.period_days)};
    }
    context.catalog.put(transaction.bytes(), table);
    answer = continuous_backups_answer(table, now_ms);
  });
  return answer;
}

}  // namespace tombola::operations
