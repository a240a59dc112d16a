// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListBackups.html
//
// Backups that AWS makes are SYSTEM, of deleted tables, and AWS_BACKUP, of which there are none. The times bound
// [lower, upper). A table that is not there has the backups that outlived it. Observed on AWS
// (us-west-2, October 2026).
#include <algorithm>
#include <limits>
#include <tuple>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/backups.h"
#include "operations/dynamodb/request_time.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Shape;
using json = nlohmann::ordered_json;

constexpr std::int64_t page_max = 100;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ListBackupsInput",
      {{"TableName", Shape::string()},
       {"Limit", Shape::integer().range(1, page_max)},
       {"ExclusiveStartBackupArn", Shape::string().length(37, 1024)},
       {"BackupType", Shape::string().one_of({"USER", "SYSTEM", "AWS_BACKUP", "ALL"})}});
  return shape;
}

// Which backups are asked for, and behind which one the page begins.
struct Wanted {
  std::string table;  // empty: any
  std::int64_t from_ms = 0;
  std::int64_t until_ms = 0;
  bool made_by_users = true;
  bool made_by_system = false;
  std::optional<BackupArn> after;

  bool has(const storage::Backup& backup) const {
    return (backup.is_system() ? made_by_system : made_by_users) && backup.created_ms >= from_ms &&
           backup.created_ms < until_ms &&
           (!after || std::tie(backup.table.name, backup.id) > std::tie(after->table, after->id));
  }
};

Wanted wanted_of(const Request& request, const OperationContext& context) {
  Wanted wanted;
  if (const auto table = request.string("TableName")) {
    wanted.table = resolve_table_name(*table, context);
  }
  wanted.from_ms = request_time_ms(request, "TimeRangeLowerBound")
                       .value_or(std::numeric_limits<std::int64_t>::min());
  wanted.until_ms = request_time_ms(request, "TimeRangeUpperBound")
                        .value_or(std::numeric_limits<std::int64_t>::max());
  if (wanted.from_ms > wanted.until_ms) {
    throw ApiError::validation(
        "One or more parameter values were invalid: Time range lower bound must be less than or "
        "equal to upper bound");
  }
  const std::string_view type = request.string("BackupType").value_or("USER");
  wanted.made_by_users = type == "USER" || type == "ALL";
  wanted.made_by_system = type == "SYSTEM" || type == "ALL";
  if (const auto after = request.string("ExclusiveStartBackupArn")) {
    wanted.after = backup_arn_from(*after, context);
    if (wanted.after->region != context.name_space.region) {
      throw ApiError::validation(
          "Invalid Request: The supplied ExclusiveStartBackupArn does not match the region");
    }
  }
  return wanted;
}

json summary_of(const storage::Backup& backup) {
  json summary = {{"TableName", backup.table.name},
                  {"TableId", backup.table.uuid},
                  {"TableArn", backup.table.arn()}};
  summary.update(backup_details(backup, backup.arn(), "AVAILABLE"));
  return summary;
}

}  // namespace

std::string list_backups(OperationContext& context, dynamodb::JsonValue request_json) {
  dynamodb::check_types(request_json, fields());
  if (Request(request_json).has("TableName")) {
    check_table_name_of_table_operation(request_json);
  }
  const Request request = Request::checked(request_json, fields(), dynamodb::Wording::Old);
  const auto limit = static_cast<std::size_t>(request.integer("Limit").value_or(page_max));
  const Wanted wanted = wanted_of(request, context);

  std::vector<storage::Backup> backups;
  context.transactions.read([&](storage::Transaction& transaction) {
    backups = storage::all_backups(transaction, context.name_space, wanted.table);
  });
  std::erase_if(backups, [&](const storage::Backup& backup) { return !wanted.has(backup); });
  json answer = {{"BackupSummaries", json::array()}};
  if (backups.size() > limit) {
    backups.resize(limit);
    answer["LastEvaluatedBackupArn"] = backups.back().arn();
  }
  for (const storage::Backup& backup : backups) {
    answer["BackupSummaries"].push_back(summary_of(backup));
  }
  return answer.dump();
}

}  // namespace tombola::operations
