// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
//
// The answer says CREATING, as on AWS; the table is ready when the client reads it. It has the items of
// that moment and the settings that the source has now. The latest restorable time is five minutes ago,
// or when recovery was turned on. Observed on AWS (us-west-2, October 2026;
// github.com/aws-controllers-k8s/dynamodb-controller, docs/api-quirks/table-restore.md).
// Order of complaints: times, source, target's name, whether there is the source, recovery, time, the
// rest.
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/model/attribute_json.h"
#include "operations/dynamodb/continuous_backups.h"
#include "operations/dynamodb/description_parts.h"
#include "operations/dynamodb/request_time.h"
#include "operations/dynamodb/restored_table.h"
#include "operations/dynamodb/table_arn.h"
#include "operations/dynamodb/table_items.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "storage/item_history.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Shape;
using dynamodb::TableDefinition;

const Shape& fields() {
  static const Shape shape = [] {
    std::vector<dynamodb::Field> all = {
        {"SourceTableArn", Shape::string().length(1, 1024)},
        {"SourceTableName",
         Shape::string()
             .pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name)
             .length(3, 255)},
        {"UseLatestRestorableTime", Shape::boolean()}};
    for (const dynamodb::Field& field : restore_fields()) {
      all.push_back(field);
    }
    return Shape::structure("RestoreTableToPointInTimeInput", std::move(all));
  }();
  return shape;
}

void check_times(const Request& request) {
  const bool latest = request.boolean("UseLatestRestorableTime").value_or(false);
  const bool given = request.has("RestoreDateTime");
  if (latest && given) {
    throw ApiError::validation(
        "Invalid Request: Both RestoreDateTime and UseLatestRestorableTime cannot be set for "
        "point-in-time restore request. Please specify either RestoreDateTime time or "
        "UseLatestRestorableTime");
  }
  if (!latest && !given) {
    throw ApiError::validation(
        "Invalid Request: Either one of RestoreDateTime or UseLatestRestorableTime must be "
        "specified, but not both");
  }
}

struct Source {
  std::string said;  // as the request has it
  std::string table;
  dynamodb::Namespace name_space;
};

Source source_of(const Request& request, const OperationContext& context) {
  const auto arn = request.string("SourceTableArn");
  const auto name = request.string("SourceTableName");
  if (arn && name) {
    throw ApiError::validation("Must provide exactly one of: sourceTableArn, sourceTableName");
  }
  if (!arn && !name) {
    throw ApiError::validation(
        "The parameter 'TableName' is required but was not present in the request");
  }
  if (name) {
    return {std::string(*name), std::string(*name), context.name_space};
  }
  const TableArn parsed =
      table_arn_from(*arn, "sourceTableArn", context, OtherAccounts::AreNotTheOwners);
  Source source{parsed.text, parsed.table, context.name_space};
  if (parsed.region != context.name_space.region) {
    if (!request.has("SSESpecificationOverride")) {
      throw ApiError::validation(
          "Invalid Request: sseSpecificationOverride must be provided for cross-region restores");
    }
    source.name_space.region = parsed.region;
  }
  return source;
}

std::int64_t time_of(const Request& request, const TableDefinition& table, std::int64_t now_ms) {
  const RestorableTimes times = restorable_times_or_throw(table, now_ms);
  const std::int64_t time_ms =
      request_time_ms(request, "RestoreDateTime").value_or(times.latest_ms);
  // Times are quoted in whole seconds, and may be given back so.
  constexpr std::int64_t second_ms = 1000;
  if (time_ms < times.earliest_ms / second_ms * second_ms || time_ms > times.latest_ms) {
    throw ApiError::modelled(
        "InvalidRestoreTimeException",
        fmt::format("RestoreDateTime '{}' must be within EarliestRestorableDateTime '{}' and "
                    "LatestRestorableDateTime '{}'",
                    whole_seconds_text(time_ms), whole_seconds_text(times.earliest_ms),
                    whole_seconds_text(times.latest_ms)));
  }
  return std::max(time_ms, times.earliest_ms);
}

}  // namespace

std::string restore_table_to_point_in_time(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  check_times(request);
  const Source source = source_of(request, context);
  check_target_name(json);

  storage::TableSnapshot table;
  context.transactions.read([&](storage::Transaction& transaction) {
    auto found = context.catalog.find(transaction, source.name_space, source.table);
    table = backed_up_table_or_throw(
        found && is_being_created(*found, context) ? nullptr : std::move(found), source.said);
  });
  const std::int64_t time_ms = time_of(request, *table, context.service_clock.now_ms());
  const auto fill = [&](const TableDefinition& target) {
    context.transactions.read([&](storage::Transaction& snapshot) {
      TableFiller filler(target, context.transactions);
      storage::item_history::visit_items_at(snapshot, *table, time_ms, [&](std::string_view item) {
        filler.add(dynamodb::parse_canonical_json(item));
      });
      filler.finish();
    });
  };
  // It still has the history that the items came from.
  const auto check_source = [&](storage::WriteTransaction& transaction) {
    const auto now =
        context.catalog.find_for_share(transaction.bytes(), source.name_space, source.table);
    if (!now || now->id != table->id) {
      backed_up_table_or_throw(nullptr, source.said);
    }
    restorable_times_or_throw(*now, time_ms);
  };
  return restore_table({*table,
                        {{"SourceTableArn", table->arn()},
                         {"RestoreDateTime", epoch_seconds(time_ms)},
                         {"RestoreInProgress", true}},
                        fill,
                        check_source},
                       request, context);
}

}  // namespace tombola::operations
