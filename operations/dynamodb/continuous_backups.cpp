// Continuous backups are on for every table; point-in-time recovery is what can be turned on and
// off. Forms: observed on AWS (us-west-2, October 2026).
#include "operations/dynamodb/continuous_backups.h"

#include <algorithm>

#include <fmt/format.h>
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
    const RestorableTimes times = restorable_times_or_throw(table, now_ms);
    recovery = {{"PointInTimeRecoveryStatus", "ENABLED"},
                {"RecoveryPeriodInDays", on->period_days},
                {"EarliestRestorableDateTime", epoch_seconds(times.earliest_ms)},
                {"LatestRestorableDateTime", epoch_seconds(times.latest_ms)}};
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

RestorableTimes restorable_times_or_throw(const dynamodb::TableDefinition& table,
                                          std::int64_t now_ms) {
  const auto& on = table.point_in_time_recovery;
  if (!on) {
    throw dynamodb::ApiError::modelled(
        "PointInTimeRecoveryUnavailableException",
        fmt::format("Point in time recovery is not enabled for table '{}'", table.name));
  }
  return {std::max(on->enabled_ms, now_ms - on->period_days * limits::day_ms),
          std::max(on->enabled_ms, now_ms - limits::point_in_time_recovery_lag_ms)};
}

}  // namespace tombola::operations
