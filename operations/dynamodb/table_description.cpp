#include "operations/dynamodb/table_description.h"

#include <nlohmann/json.hpp>

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

json throughput_json(const dynamodb::ProvisionedThroughput& throughput) {
  return {{"NumberOfDecreasesToday", 0},
          {"ReadCapacityUnits", throughput.read_capacity_units},
          {"WriteCapacityUnits", throughput.write_capacity_units}};
}

std::string_view shown_index_status(const dynamodb::IndexDefinition& index, ShownStatus shown) {
  if (shown.table == dynamodb::TableStatus::Creating) {
    return "CREATING";
  }
  return index.name == shown.index ? shown.index_status : "ACTIVE";
}

void add_indexes(json& description, const TableDefinition& table, ShownStatus shown,
                 storage::Transaction& transaction) {
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
      out["ProvisionedThroughput"] = throughput_json(index.throughput);
    }
    out["IndexSizeBytes"] =
        transaction.get_counter(storage::layout::index_bytes_key(table.id, index.id));
    out["ItemCount"] =
        transaction.get_counter(storage::layout::index_count_key(table.id, index.id));
    out["IndexArn"] = table.index_arn(index);
    description[index.is_global ? "GlobalSecondaryIndexes" : "LocalSecondaryIndexes"].push_back(
        std::move(out));
  }
}

void add_billing(json& description, const TableDefinition& table) {
  description["ProvisionedThroughput"] = throughput_json(table.throughput);
  if (table.on_demand_since_ms) {
    description["BillingModeSummary"] = {
        {"BillingMode", dynamodb::to_string(table.billing_mode)},
        {"LastUpdateToPayPerRequestDateTime", epoch_seconds(*table.on_demand_since_ms)}};
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
                                     ShownStatus shown, storage::Transaction& transaction) {
  json description = {{"AttributeDefinitions", json::array()},
                      {"TableName", table.name},
                      {"KeySchema", json::array()},
                      {"TableStatus", dynamodb::to_string(shown.table)},
                      {"CreationDateTime", epoch_seconds(table.created_ms)}};
  add_key(description, table);
  add_billing(description, table);
  description["TableSizeBytes"] =
      transaction.get_counter(storage::layout::table_bytes_key(table.id));
  description["ItemCount"] = transaction.get_counter(storage::layout::item_count_key(table.id));
  description["TableArn"] = table.arn();
  description["TableId"] = table.uuid;
  add_indexes(description, table, shown, transaction);
  if (!table.table_class.empty()) {
    description["TableClassSummary"] = {{"TableClass", table.table_class}};
  }
  add_stream(description, table);
  description["DeletionProtectionEnabled"] = table.deletion_protection;
  return json({{member, description}}).dump();
}

}  // namespace tombola::operations
