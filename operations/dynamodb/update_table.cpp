// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
//
// The answer says UPDATING (for most changes) and shows the old throughput, as on AWS; the change
// is done when the client reads it, or, with --table-delay, shows for some time. A stream's view
// type cannot be changed: turn it off, then on.
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/model/table_state.h"
#include "dynamodb/validation/table_admission.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/index_change.h"
#include "operations/dynamodb/index_settings.h"
#include "operations/dynamodb/table_changes.h"
#include "operations/dynamodb/table_description.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/table_settings.h"
#include "operations/dynamodb/throughput_settings.h"
#include "operations/dynamodb/update_combination.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/deleting_tables.h"
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
       {"SSESpecification", sse_specification_shape()},
       unsupported("ReplicaUpdates", Shape::list_of(Shape::structure("", {}))),
       {"TableClass", Shape::string()},
       {"DeletionProtectionEnabled", Shape::boolean()},
       unsupported("MultiRegionConsistency", Shape::string()),
       unsupported("GlobalTableWitnessUpdates", Shape::list_of(Shape::structure("", {}))),
       {"OnDemandThroughput", on_demand_throughput_shape()},
       {"WarmThroughput", warm_throughput_shape()},
       unsupported("GlobalTableSettingsReplicationMode", Shape::string()),
       unsupported("VectorIndexUpdates", Shape::list_of(Shape::structure("", {})))});
  return shape;
}

void require_other_throughput(const TableDefinition& table,
                              const dynamodb::ProvisionedThroughput& wanted) {
  if (wanted == table.throughput) {
    throw ApiError::validation(
        fmt::format("The provisioned throughput for the table will not change. The requested "
                    "value equals the current value. Current ReadCapacityUnits provisioned for "
                    "the table: {}. Requested ReadCapacityUnits: {}. Current WriteCapacityUnits "
                    "provisioned for the table: {}. Requested WriteCapacityUnits: {}. Refer to "
                    "the Amazon DynamoDB Developer Guide for current limits and how to request "
                    "higher limits.",
                    table.throughput.read_capacity_units, wanted.read_capacity_units,
                    table.throughput.write_capacity_units, wanted.write_capacity_units));
  }
}

void turn_on_demand(TableDefinition& table, std::int64_t now_ms) {
  table.billing_mode = BillingMode::PayPerRequest;
  table.on_demand_since_ms = now_ms;
  table.throughput = {};
  dynamodb::raise_warm(dynamodb::ThroughputTarget(table), table.billing_mode);
  for (dynamodb::IndexDefinition& index : table.indexes) {
    index.throughput = {};
    dynamodb::raise_warm(dynamodb::ThroughputTarget(index), table.billing_mode);
  }
}

// The values are taken as they are; bounds on demand mean nothing any more.
void turn_provisioned(TableDefinition& table, const dynamodb::ProvisionedThroughput& wanted) {
  table.billing_mode = BillingMode::Provisioned;
  table.throughput = wanted;
  table.on_demand = {};
  dynamodb::raise_warm(dynamodb::ThroughputTarget(table), table.billing_mode);
  for (dynamodb::IndexDefinition& index : table.indexes) {
    index.on_demand = {};
  }
}

void change_billing(TableDefinition& table, const Request& request, std::int64_t now_ms) {
  const BillingMode mode = billing_mode_of(request).value_or(table.billing_mode);
  const auto throughput = throughput_of(request);
  if (throughput && request.string("BillingMode") == "PAY_PER_REQUEST") {
    throw ApiError::validation(
        "One or more parameter values were invalid: ProvisionedThroughput cannot be specified when "
        "BillingMode is PAY_PER_REQUEST");
  }
  if (throughput || mode == BillingMode::PayPerRequest) {
    dynamodb::check_billing(mode, throughput);
  } else if (request.has("BillingMode")) {
    throw ApiError::validation(
        "One or more parameter values were invalid: ProvisionedThroughput must be specified when "
        "BillingMode is PROVISIONED");
  }
  if (mode != table.billing_mode) {
    mode == BillingMode::PayPerRequest ? turn_on_demand(table, now_ms)
                                       : turn_provisioned(table, *throughput);
  } else if (throughput) {
    require_other_throughput(table, *throughput);
    const dynamodb::ThroughputTarget target(table);
    dynamodb::change_provisioned(target, *throughput, now_ms);
    dynamodb::raise_warm(target, mode);
  }
  const dynamodb::ThroughputTarget target(table);
  dynamodb::change_on_demand(target, on_demand_of(request), mode, true);
  dynamodb::change_warm(target, warm_of(request));
}

void change_encryption(TableDefinition& table, const std::string& kms_key_arn) {
  if (kms_key_arn == table.kms_key_arn) {
    throw ApiError::validation(
        kms_key_arn.empty()
            ? "One or more parameter values were invalid: Table is already encrypted by default"
            : "One or more parameter values were invalid: Table is already encrypted with given "
              "KMSMasterKeyId. Use KMSMasterKeyId parameter if you want to change Master Key");
  }
  table.kms_key_arn = kms_key_arn;
}

void change_class(TableDefinition& table, const std::string& table_class, std::int64_t now_ms) {
  const std::string before = table.table_class.empty() ? "STANDARD" : table.table_class;
  if (table_class != before) {
    table.table_class = table_class;
    table.table_class_changed_ms = now_ms;
  }
}

// A switch to provisioned throughput needs some for every global index as well.
void require_index_throughput(const TableDefinition& table) {
  for (const dynamodb::IndexDefinition& index : table.indexes) {
    if (index.is_global && table.billing_mode == BillingMode::Provisioned &&
        index.throughput.read_capacity_units == 0) {
      throw ApiError::validation(
          fmt::format("One or more parameter values were invalid: ProvisionedThroughput must be "
                      "specified for index: {}",
                      index.name));
    }
  }
}

void change_stream(storage::WriteTransaction& transaction, OperationContext& context,
                   TableDefinition& table, const StreamSetting& setting) {
  if (setting.enabled) {
    if (table.stream_enabled()) {
      throw ApiError::validation("Table already has an enabled stream: TableName: " + table.name);
    }
    streams::enable_stream(transaction, context.catalog, context.service_clock, table,
                           {*setting.view_type, context.stream_shards});
    return;
  }
  if (!table.stream_enabled()) {
    throw ApiError::validation("Table has no stream to disable: TableName: " + table.name);
  }
  streams::disable_stream(transaction, context.catalog, context.service_clock, table);
}

void echo_lifted(dynamodb::OnDemandThroughput& shown, const dynamodb::UnitsRequest& wanted) {
  if (wanted.read == dynamodb::no_bound) {
    shown.max_read_units = wanted.read;
  }
  if (wanted.write == dynamodb::no_bound) {
    shown.max_write_units = wanted.write;
  }
}

// A bound that the request takes away shows as -1 in its answer, and nowhere else.
void echo_lifted_bounds(TableDefinition& shown, const Request& request) {
  echo_lifted(shown.on_demand, on_demand_of(request));
  const auto updates = request.member("GlobalSecondaryIndexUpdates");
  if (!updates) {
    return;
  }
  for (dynamodb::JsonValue json : updates->elements()) {
    const auto update = Request(json).structure("Update");
    for (dynamodb::IndexDefinition& index : shown.indexes) {
      if (update && update->required("IndexName").as_string() == index.name) {
        echo_lifted(index.on_demand, on_demand_of(*update));
      }
    }
  }
}

[[noreturn]] void throw_not_found(const OperationContext& context,
                                  storage::Transaction& transaction, const std::string& name) {
  if (storage::find_deleting_table(transaction, context.name_space, name,
                                   context.service_clock.now_ms())) {
    throw dynamodb::still_being_deleted(name);
  }
  throw_table_not_found(name);
}

}  // namespace

std::string update_table(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  check_combination(request);
  const auto stream = stream_setting_of(request, TableAction::Update);
  const auto kms_key_arn = kms_key_of(request, context.name_space);
  const auto table_class = table_class_of(request);
  const std::string name = table_name_of(request, context);

  std::string answer;
  std::string dropped_prefix;
  context.transactions.change_catalog([&](storage::WriteTransaction& transaction) {
    const auto found =
        context.catalog.find_for_update(transaction.bytes(), context.name_space, name);
    if (!found) {
      throw_not_found(context, transaction.bytes(), name);
    }
    const std::int64_t now_ms = context.service_clock.now_ms();
    dynamodb::check_update_admitted(*found, wanted_changes(request, *found), now_ms);
    const ChangeTimes times{now_ms, context.table_delay_ms};
    TableDefinition table = *found;
    dynamodb::settle(table, now_ms);
    change_billing(table, request, now_ms);
    if (stream) {
      change_stream(transaction, context, table, *stream);
      if (times.delay_ms > 0) {
        streams::settle_stream_later(transaction, context.catalog, table, times.until_ms());
      }
    }
    const IndexChange index_change(request, *found);
    index_change.apply(table, now_ms);
    require_index_throughput(table);
    dynamodb::check_account_quotas(table, &*found);
    table.deletion_protection =
        request.boolean("DeletionProtectionEnabled").value_or(table.deletion_protection);
    if (table_class) {
      change_class(table, *table_class, now_ms);
    }
    if (kms_key_arn) {
      change_encryption(table, *kms_key_arn);
    }
    index_change.write(transaction.bytes(), *found, table);
    TableDefinition shown = table;
    for (dynamodb::TableChange& change : changes_of(request, *found, table, times)) {
      shown.changes.push_back(std::move(change));
    }
    context.catalog.put(transaction.bytes(), times.delay_ms > 0 ? shown : table);
    echo_lifted_bounds(shown, request);
    answer = table_description_answer("TableDescription", shown, transaction.bytes(), now_ms);
    dropped_prefix = index_change.dropped_prefix(*found);
  });
  // No definition leads to these rows any more.
  if (!dropped_prefix.empty()) {
    context.transactions.engine().erase_range(storage::KeyRange::with_prefix(dropped_prefix));
  }
  return answer;
}

}  // namespace tombola::operations
