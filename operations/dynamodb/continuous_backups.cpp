// Continuous backups are on for every table; point-in-time recovery is what can be turned on and
// off. Forms: observed on AWS (us-west-2, October 2026).
#include "operations/dynamodb/continuous_backups.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dynamodb/api_error.h"
#include "dynamodb/limits.h"

namespace tombola::operations {
namespace {

double epoch_seconds(std::int64_t ms) {
  return static_cast<double>(ms) / 1000.0;
}

}  // namespace

std::string continuous_backups_answer(const dynamodb::TableDefinition& table, std::int64_t now_ms) {
  nlohmann::ordered_json recovery = {{"PointInTimeRecoveryStatus", "DISABLED"}};
  if (const auto& on = table.point_in_time_recovery) {
    const std::int64_t period_ms = on->period_days * limits::day_ms;
    recovery = {
        {"PointInTimeRecoveryStatus", "ENABLED"},
        {"RecoveryPeriodInDays", on->period_days},
        {"EarliestRestorableDateTime", epoch_seconds(std::max(on->enabled_ms, now_ms - period_ms))},
        {"LatestRestorableDateTime",
         epoch_seconds(std::max(on->enabled_ms, now_ms - limits::point_in_time_recovery_lag_ms))}};
  }
  return nlohmann::ordered_json({{"ContinuousBackupsDescription",
                                  {{"ContinuousBackupsStatus", "ENABLED"},
                                   {"PointInTimeRecoveryDescription", recovery}}}})
      .dump();
}

storage::TableSnapshot backed_up_table_or_throw(storage::TableSnapshot table,
                                                const std::string& name) {
  if (!table) {
    throw dynamodb::ApiError::modelled("TableNotFoundException", "Table not found: " + name);
  }
  return table;
}

}  // namespace tombola::operations
