#include "operations/dynamodb/table_description.h"

#include <nlohmann/json.hpp>

#include "dynamodb/limits.h"
#include "storage/layout.h"

namespace tombola::operations {
namespace {

using dynamodb::BillingMode;
using dynamodb::KeyElement;
using dynamodb::TableDefinition;
using json = nlohmann::ordered_json;

double epoch_seconds(std::int64_t ms) {
  return static_cast<double>(ms) / 1000.0;
}

json key_schema(const std::vector<KeyElement>& hash, const std::vector<KeyElement>& range) {
  json schema = json::array();
  for (const KeyElement& element : hash) {
    schema.push_back({{"AttributeName", element.name}, {"KeyType", "HASH"}});
  }
  for (const KeyElement& element : range) {
    schema.push_back({{"AttributeName", element.name}, {"KeyType", "RANGE"}});
  }
  return schema;
}

void add_key(json& description, const TableDefinition& table) {
  for (const KeyElement& element : table.attribute_definitions) {
    description["AttributeDefinitions"].push_back(
        {{"AttributeName", element.name}, {"AttributeType", dynamodb::to_string(element.type)}});
  }
  description["KeySchema"] =
      key_schema({table.hash_key}, table.range_key ? std::vector<KeyElement>{*table.range_key}
                                                   : std::vector<KeyElement>{});
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

template <typename Definition>
void add_bounds_and_warmth(json& out, const Definition& definition, ShownStatus shown) {
  if (definition.on_demand.max_read_units) {
    out["OnDemandThroughput"]["MaxReadRequestUnits"] = *definition.on_demand.max_read_units;
  }
  if (definition.on_demand.max_write_units) {
    out["OnDemandThroughput"]["MaxWriteRequestUnits"] = *definition.on_demand.max_write_units;
  }
  if (shown.shows_warm_throughput) {
    out["WarmThroughput"] = {{"ReadUnitsPerSecond", definition.warm.read_units},
                             {"WriteUnitsPerSecond", definition.warm.write_units},
                             {"Status", shown.warm_status}};
  }
}

std::string_view shown_index_status(const dynamodb::IndexDefinition& index, ShownStatus shown) {
  if (shown.table == dynamodb::TableStatus::Creating) {
    return "CREATING";
  }
  return index.name == shown.index ? shown.index_status : "ACTIVE";
}

void add_indexes(json& description, const TableDefinition& table, ShownStatus shown,
                 storage::Transaction& transaction, std::int64_t now_ms) {
  for (const dynamodb::IndexDefinition& index : table.indexes) {
    json projection = {{"ProjectionType", dynamodb::to_string(index.projection)}};
    if (!index.non_key_attributes.empty()) {
      projection["NonKeyAttributes"] = index.non_key_attributes;
    }
    json out = {{"IndexName", index.name},
                {"KeySchema", key_schema(index.hash, index.range)},
                {"Projection", projection}};
    if (index.is_global) {
      out["IndexStatus"] = shown_index_status(index, shown);
      add_throughput(out, index, now_ms);
    }
    out["IndexSizeBytes"] =
        transaction.get_counter(storage::layout::index_bytes_key(table.id, index.id));
    out["ItemCount"] =
        transaction.get_counter(storage::layout::index_count_key(table.id, index.id));
    out["IndexArn"] = table.index_arn(index);
    if (index.is_global) {
      add_bounds_and_warmth(out, index, shown);
    }
    description[index.is_global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes"].push_back(
        std::move(out));
  }
}

// A table that was never on demand has no summary; one that is being made has no date yet.
void add_billing(json& description, const TableDefinition& table, ShownStatus shown) {
  if (!table.on_demand_since_ms) {
    return;
  }
  description["BillingModeSummary"] = {{"BillingMode", dynamodb::to_string(table.billing_mode)}};
  if (shown.table != dynamodb::TableStatus::Creating) {
    description["BillingModeSummary"]["LastUpdateToPayPerRequestDateTime"] =
        epoch_seconds(*table.on_demand_since_ms);
  }
}

void add_class_and_encryption(json& description, const TableDefinition& table, ShownStatus shown) {
  if (!table.table_class.empty()) {
    description["TableClassSummary"] = {{"TableClass", table.table_class}};
    if (table.table_class_changed_ms) {
      description["TableClassSummary"]["LastUpdateDateTime"] =
          epoch_seconds(*table.table_class_changed_ms);
    }
  }
  if (!table.kms_key_arn.empty()) {
    description["SSEDescription"] = {{"Status", shown.encryption_status},
                                     {"SSEType", "KMS"},
                                     {"KMSMasterKeyArn", table.kms_key_arn}};
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

}  // namespace

std::string table_description_answer(std::string_view member, const TableDefinition& table,
                                     ShownStatus shown, storage::Transaction& transaction,
                                     std::int64_t now_ms) {
  json description = {{"AttributeDefinitions", json::array()},
                      {"TableName", table.name},
                      {"KeySchema", json::array()},
                      {"TableStatus", dynamodb::to_string(shown.table)},
                      {"CreationDateTime", epoch_seconds(table.created_ms)}};
  add_key(description, table);
  add_throughput(description, table, now_ms);
  description["TableSizeBytes"] =
      transaction.get_counter(storage::layout::table_bytes_key(table.id));
  description["ItemCount"] = transaction.get_counter(storage::layout::item_count_key(table.id));
  description["TableArn"] = table.arn();
  description["TableId"] = table.uuid;
  add_billing(description, table, shown);
  add_indexes(description, table, shown, transaction, now_ms);
  add_stream(description, table);
  add_class_and_encryption(description, table, shown);
  description["DeletionProtectionEnabled"] = table.deletion_protection;
  add_bounds_and_warmth(description, table, shown);
  return json({{member, description}}).dump();
}

}  // namespace tombola::operations
