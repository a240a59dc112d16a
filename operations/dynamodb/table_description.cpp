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

void add_key(json& description, const TableDefinition& table) {
  const auto add = [&](const KeyElement& element, std::string_view key_type) {
    description["AttributeDefinitions"].push_back(
        {{"AttributeName", element.name}, {"AttributeType", dynamodb::to_string(element.type)}});
    description["KeySchema"].push_back({{"AttributeName", element.name}, {"KeyType", key_type}});
  };
  add(table.hash_key, "HASH");
  if (table.range_key) {
    add(*table.range_key, "RANGE");
  }
}

void add_billing(json& description, const TableDefinition& table) {
  description["ProvisionedThroughput"] = {
      {"NumberOfDecreasesToday", 0},
      {"ReadCapacityUnits", table.throughput.read_capacity_units},
      {"WriteCapacityUnits", table.throughput.write_capacity_units}};
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
                                     dynamodb::TableStatus shown,
                                     storage::Transaction& transaction) {
  json description = {{"AttributeDefinitions", json::array()},
                      {"TableName", table.name},
                      {"KeySchema", json::array()},
                      {"TableStatus", dynamodb::to_string(shown)},
                      {"CreationDateTime", epoch_seconds(table.created_ms)}};
  add_key(description, table);
  add_billing(description, table);
  description["TableSizeBytes"] =
      transaction.get_counter(storage::layout::table_bytes_key(table.id));
  description["ItemCount"] = transaction.get_counter(storage::layout::item_count_key(table.id));
  description["TableArn"] = table.arn();
  description["TableId"] = table.uuid;
  if (!table.table_class.empty()) {
    description["TableClassSummary"] = {{"TableClass", table.table_class}};
  }
  add_stream(description, table);
  description["DeletionProtectionEnabled"] = table.deletion_protection;
  return json({{member, description}}).dump();
}

}  // namespace tombola::operations
