#include "operations/dynamodb/table_description.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "dynamodb/model/table_state.h"
#include "operations/dynamodb/description_parts.h"
#include "storage/layout.h"

namespace tombola::operations {
namespace {

using dynamodb::BillingMode;
using dynamodb::KeyElement;
using dynamodb::TableChange;
using dynamodb::TableDefinition;
using json = nlohmann::ordered_json;

// Definitions stand in the order of their names, however they were given (observed on AWS,
// us-west-2, October 2026).
void add_key(json& description, const TableDefinition& table) {
  std::vector<KeyElement> definitions = table.attribute_definitions;
  std::sort(definitions.begin(), definitions.end(),
            [](const KeyElement& left, const KeyElement& right) { return left.name < right.name; });
  for (const KeyElement& element : definitions) {
    description["AttributeDefinitions"].push_back(
        {{"AttributeName", element.name}, {"AttributeType", dynamodb::to_string(element.type)}});
  }
  description["KeySchema"] = table_key_schema(table);
}

// The members that tables and global indexes share. `now_ms`: decreases count for a day.
template <typename Definition>
void add_throughput(json& out, const Definition& definition, std::int64_t now_ms) {
  const dynamodb::ThroughputHistory& history = definition.throughput_history;
  json throughput = json::object();
  if (history.last_increase_ms) {
    throughput["LastIncreaseDateTime"] = epoch_seconds(*history.last_increase_ms);
  }
  if (history.last_decrease_ms) {
    throughput["LastDecreaseDateTime"] = epoch_seconds(*history.last_decrease_ms);
  }
  const bool today = history.last_decrease_ms &&
                     *history.last_decrease_ms / limits::day_ms == now_ms / limits::day_ms;
  throughput["NumberOfDecreasesToday"] = today ? history.decreases : 0;
  throughput["ReadCapacityUnits"] = definition.throughput.read_capacity_units;
  throughput["WriteCapacityUnits"] = definition.throughput.write_capacity_units;
  out["ProvisionedThroughput"] = throughput;
}

// `change`: the one of warm throughput that is under way, or null.
void add_warmth(json& out, const dynamodb::WarmThroughput& warm, const TableChange* change) {
  out["WarmThroughput"] = {{"ReadUnitsPerSecond", warm.read_units},
                           {"WriteUnitsPerSecond", warm.write_units},
                           {"Status", change != nullptr ? "UPDATING" : "ACTIVE"}};
}

void add_index_status(json& out, const TableDefinition& table, const std::string& index,
                      std::int64_t now_ms) {
  out["IndexStatus"] = dynamodb::index_status(table, index, now_ms);
  const TableChange* change = dynamodb::index_change_under_way(table, index, now_ms);
  // Indexes that come with their table never show it.
  if (change != nullptr && change->kind == TableChange::Kind::IndexCreation) {
    out["Backfilling"] = now_ms >= change->backfilling_from_ms;
  }
}

void add_indexes(json& description, const TableDefinition& table, storage::Transaction& transaction,
                 std::int64_t now_ms, ShownWarmth warmth) {
  for (const dynamodb::IndexDefinition& index : table.indexes) {
    json out = {{"IndexName", index.name},
                {"KeySchema", key_schema(index.hash, index.range)},
                {"Projection", projection_of(index)}};
    if (index.is_global) {
      add_index_status(out, table, index.name, now_ms);
      add_throughput(out, index, now_ms);
    }
    const storage::Counter rows =
        transaction.get_counter(storage::layout::index_counter_key(table.id, index.id));
    out["IndexSizeBytes"] = rows.bytes;
    out["ItemCount"] = rows.rows;
    out["IndexArn"] = table.index_arn(index);
    if (index.is_global) {
      add_bounds(out, index.on_demand);
      if (warmth == ShownWarmth::Everywhere) {
        add_warmth(out, index.warm, dynamodb::warm_change_under_way(table, index.name, now_ms));
      }
    }
    description[index.is_global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes"].push_back(
        std::move(out));
  }
}

// A table that was never on demand has no summary; one that is becoming so has no date yet.
void add_billing(json& description, const TableDefinition& table, std::int64_t now_ms) {
  if (!table.on_demand_since_ms) {
    return;
  }
  description["BillingModeSummary"] = {{"BillingMode", dynamodb::to_string(table.billing_mode)}};
  const bool changing =
      dynamodb::change_under_way(table, TableChange::Kind::Creation, now_ms) != nullptr ||
      (table.billing_mode == BillingMode::PayPerRequest &&
       dynamodb::change_under_way(table, TableChange::Kind::Billing, now_ms) != nullptr);
  if (!changing) {
    description["BillingModeSummary"]["LastUpdateToPayPerRequestDateTime"] =
        epoch_seconds(*table.on_demand_since_ms);
  }
}

void add_table_class(json& description, const TableDefinition& table) {
  if (table.table_class.empty()) {
    return;
  }
  description["TableClassSummary"] = {{"TableClass", table.table_class}};
  if (table.table_class_changed_ms) {
    description["TableClassSummary"]["LastUpdateDateTime"] =
        epoch_seconds(*table.table_class_changed_ms);
  }
}

// A table that gets a key of its own, or gives it back, says UPDATING; AWS's own key never shows.
void add_encryption(json& description, const TableDefinition& table, std::int64_t now_ms) {
  const bool changing =
      dynamodb::change_under_way(table, TableChange::Kind::Encryption, now_ms) != nullptr;
  if (!changing && table.kms_key_arn.empty()) {
    return;
  }
  description["SSEDescription"]["Status"] = changing ? "UPDATING" : "ENABLED";
  if (!table.kms_key_arn.empty()) {
    description["SSEDescription"]["SSEType"] = "KMS";
    description["SSEDescription"]["KMSMasterKeyArn"] = table.kms_key_arn;
  }
}

void add_stream(json& description, const TableDefinition& table) {
  if (!table.stream) {
    return;
  }
  // A disabled stream keeps its ARN here and loses its specification.
  if (table.stream_enabled()) {
    description["StreamSpecification"] = {
        {"StreamEnabled", true}, {"StreamViewType", dynamodb::to_string(table.stream->view_type)}};
  }
  description["LatestStreamLabel"] = table.stream->label;
  description["LatestStreamArn"] = table.stream_arn();
}

void add_size_and_identity(json& description, const TableDefinition& table,
                           storage::Transaction& transaction) {
  const storage::Counter items =
      transaction.get_counter(storage::layout::table_counter_key(table.id));
  description["TableSizeBytes"] = items.bytes;
  description["ItemCount"] = items.rows;
  description["TableArn"] = table.arn();
  description["TableId"] = table.uuid;
}

}  // namespace

std::string table_description_answer(std::string_view member, const TableDefinition& definition,
                                     storage::Transaction& transaction, std::int64_t now_ms,
                                     ShownWarmth warmth) {
  const TableDefinition table = dynamodb::as_shown(definition, now_ms);
  json description = {{"AttributeDefinitions", json::array()},
                      {"TableName", table.name},
                      {"KeySchema", json::array()},
                      {"TableStatus", dynamodb::to_string(dynamodb::table_status(table, now_ms))},
                      {"CreationDateTime", epoch_seconds(table.created_ms)}};
  add_key(description, table);
  add_throughput(description, table, now_ms);
  add_size_and_identity(description, table, transaction);
  add_billing(description, table, now_ms);
  add_indexes(description, table, transaction, now_ms, warmth);
  add_stream(description, table);
  add_table_class(description, table);
  add_encryption(description, table, now_ms);
  description["DeletionProtectionEnabled"] = table.deletion_protection;
  add_bounds(description, table.on_demand);
  if (warmth != ShownWarmth::Nowhere) {
    add_warmth(description, table.warm, dynamodb::warm_change_under_way(table, "", now_ms));
  }
  return json({{member, description}}).dump();
}

std::string deleting_table_answer(std::string_view member, const TableDefinition& table,
                                  storage::Transaction& transaction, std::int64_t now_ms) {
  json description = {{"TableName", table.name}, {"TableStatus", "DELETING"}};
  add_throughput(description, table, now_ms);
  add_size_and_identity(description, table, transaction);
  add_billing(description, table, now_ms);
  add_stream(description, table);
  add_table_class(description, table);
  add_encryption(description, table, now_ms);
  description["DeletionProtectionEnabled"] = table.deletion_protection;
  return json({{member, description}}).dump();
}

}  // namespace tombola::operations
