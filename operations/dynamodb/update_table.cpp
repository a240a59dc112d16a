// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
//
// The answer says UPDATING and shows the old throughput, as on AWS; the change is done when the
// client reads it. A stream's view type cannot be changed: turn it off, then on.
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/index_change.h"
#include "operations/dynamodb/index_settings.h"
#include "operations/dynamodb/table_description.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/table_settings.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "streams/stream_lifecycle.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::BillingMode;
using dynamodb::Shape;
using dynamodb::TableDefinition;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateTableInput",
      {{"AttributeDefinitions", attribute_definitions_shape()},
       {"TableName", Shape::string(), dynamodb::Presence::Required},
       {"BillingMode", billing_mode_shape()},
       {"ProvisionedThroughput", provisioned_throughput_shape()},
       {"GlobalSecondaryIndexUpdates", global_secondary_index_updates_shape()},
       {"StreamSpecification", stream_specification_shape()},
       unsupported("SSESpecification", Shape::structure("", {})),
       unsupported("ReplicaUpdates", Shape::list_of(Shape::structure("", {}))),
       {"TableClass", table_class_shape()},
       {"DeletionProtectionEnabled", Shape::boolean()},
       unsupported("MultiRegionConsistency", Shape::string()),
       unsupported("GlobalTableWitnessUpdates", Shape::list_of(Shape::structure("", {}))),
       unsupported("OnDemandThroughput", Shape::structure("", {})),
       unsupported("WarmThroughput", Shape::structure("", {})),
       unsupported("GlobalTableSettingsReplicationMode", Shape::string()),
       unsupported("VectorIndexUpdates", Shape::list_of(Shape::structure("", {})))});
  return shape;
}

void require_a_change(const Request& request) {
  for (std::string_view name :
       {"BillingMode", "ProvisionedThroughput", "StreamSpecification", "TableClass",
        "DeletionProtectionEnabled", "GlobalSecondaryIndexUpdates"}) {
    if (request.has(name)) {
      return;
    }
  }
  throw ApiError::validation(
      "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
      "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required");
}

void change_billing(TableDefinition& table, const Request& request, std::int64_t now_ms) {
  const BillingMode mode = billing_mode_of(request).value_or(table.billing_mode);
  const auto throughput = throughput_of(request);
  if (mode == BillingMode::PayPerRequest) {
    dynamodb::check_billing(mode, throughput);
    if (table.billing_mode != mode) {
      table.on_demand_since_ms = now_ms;
      table.throughput = {};
    }
  } else if (throughput) {
    dynamodb::check_billing(mode, throughput);
    if (table.billing_mode == mode && *throughput == table.throughput) {
      throw ApiError::validation(
          fmt::format("The provisioned throughput for the table will not change. The requested "
                      "value equals the current value. Current ReadCapacityUnits provisioned for "
                      "the table: {}. Requested ReadCapacityUnits: {}. Current WriteCapacityUnits "
                      "provisioned for the table: {}. Requested WriteCapacityUnits: {}. Refer to "
                      "the Amazon DynamoDB Developer Guide for current limits and how to request "
                      "higher limits.",
                      table.throughput.read_capacity_units, throughput->read_capacity_units,
                      table.throughput.write_capacity_units, throughput->write_capacity_units));
    }
    table.throughput = *throughput;
  } else if (table.billing_mode != mode) {
    throw ApiError::validation(
        "One or more parameter values were invalid: ProvisionedThroughput must be specified when "
        "BillingMode is PROVISIONED");
  }
  table.billing_mode = mode;
}

void change_stream(storage::WriteTransaction& transaction, OperationContext& context,
                   TableDefinition& table, const StreamSetting& setting) {
  if (setting.enabled) {
    if (table.stream_enabled()) {
      throw ApiError::validation("Table already has an enabled stream: TableName: " + table.name);
    }
    streams::enable_stream(transaction, context.catalog, context.service_clock, table,
                           *setting.view_type);
    return;
  }
  if (!table.stream_enabled()) {
    throw ApiError::validation("Table has no stream to disable: TableName: " + table.name);
  }
  streams::disable_stream(transaction, context.catalog, context.service_clock, table);
}

// As it was, where AWS shows the old: throughput, and an index that is being dropped.
std::string shown_answer(const TableDefinition& before, const TableDefinition& after,
                         const IndexChange& change, storage::Transaction& transaction) {
  TableDefinition shown = after;
  shown.throughput = before.throughput;
  ShownStatus status{dynamodb::TableStatus::Updating};
  if (const dynamodb::IndexDefinition* dropped = change.dropped(before)) {
    shown.indexes.push_back(*dropped);
    shown.attribute_definitions = before.attribute_definitions;
    status.index = dropped->name;
    status.index_status = "DELETING";
  } else if (!change.created_name().empty()) {
    status.index = change.created_name();
    status.index_status = "CREATING";
  }
  return table_description_answer("TableDescription", shown, status, transaction);
}

}  // namespace

std::string update_table(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  require_a_change(request);
  const auto stream = stream_setting_of(request);
  const std::string name = table_name_of(request, context);

  std::string answer;
  std::string dropped_prefix;
  context.transactions.change_catalog([&](storage::WriteTransaction& transaction) {
    const auto found =
        context.catalog.find_for_update(transaction.bytes(), context.name_space, name);
    if (!found) {
      throw_table_not_found(name);
    }
    TableDefinition table = *found;
    change_billing(table, request, context.service_clock.now_ms());
    if (stream) {
      change_stream(transaction, context, table, *stream);
    }
    const IndexChange index_change(request, *found);
    index_change.apply(table);
    table.deletion_protection =
        request.boolean("DeletionProtectionEnabled").value_or(table.deletion_protection);
    table.table_class = request.string("TableClass").value_or(table.table_class);
    index_change.write(transaction.bytes(), *found, table);
    context.catalog.put(transaction.bytes(), table);
    answer = shown_answer(*found, table, index_change, transaction.bytes());
    dropped_prefix = index_change.dropped_prefix(*found);
  });
  // No definition leads to these rows any more.
  if (!dropped_prefix.empty()) {
    context.transactions.engine().erase_range(storage::KeyRange::with_prefix(dropped_prefix));
  }
  return answer;
}

}  // namespace tombola::operations
