#include "storage/table_json.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

namespace tombola::storage {
namespace {

using dynamodb::AttributeType;
using dynamodb::IndexDefinition;
using dynamodb::KeyElement;
using dynamodb::StreamDescriptor;
using dynamodb::TableChange;
using dynamodb::TableDefinition;
using nlohmann::json;

constexpr int row_version = 1;

json parse_row(std::string_view row) {
  json document = json::parse(row);
  if (document.at("version") != row_version) {
    throw std::runtime_error("the catalog has a row of an unknown version: " +
                             document.at("version").dump());
  }
  return document;
}

// Enumerations are stored under AWS's own names.
template <typename Enum>
Enum from_name(std::string_view name, std::initializer_list<Enum> values) {
  for (Enum value : values) {
    if (dynamodb::to_string(value) == name) {
      return value;
    }
  }
  throw std::runtime_error("the catalog has an unknown name: " + std::string(name));
}

json to_json(const KeyElement& element) {
  return {{"name", element.name}, {"type", dynamodb::to_string(element.type)}};
}

KeyElement key_element_from(const json& row) {
  return {row.at("name").get<std::string>(),
          from_name(row.at("type").get<std::string>(),
                    {AttributeType::S, AttributeType::N, AttributeType::B})};
}

// Absent values have no member.
template <typename Value>
void put_if_any(json& row, const char* name, const std::optional<Value>& value) {
  if (value) {
    row[name] = *value;
  }
}

std::optional<std::int64_t> integer_or_none(const json& row, const char* name) {
  return row.contains(name) ? std::optional(row[name].get<std::int64_t>()) : std::nullopt;
}

json to_json(const StreamDescriptor& stream) {
  json row = {{"id", stream.id},
              {"label", stream.label},
              {"view_type", dynamodb::to_string(stream.view_type)},
              {"created_ms", stream.created_ms},
              {"settles_ms", stream.settles_ms}};
  if (stream.disabled_ms) {
    row["disabled_ms"] = *stream.disabled_ms;
  }
  return row;
}

StreamDescriptor stream_descriptor_from(const json& row) {
  StreamDescriptor stream;
  stream.id = row.at("id");
  stream.label = row.at("label");
  const auto view_type =
      dynamodb::stream_view_type_from(row.at("view_type").get_ref<const std::string&>());
  if (!view_type) {
    throw std::runtime_error("the catalog has an unknown stream view type");
  }
  stream.view_type = *view_type;
  stream.created_ms = row.at("created_ms");
  stream.disabled_ms = integer_or_none(row, "disabled_ms");
  stream.settles_ms = row.value("settles_ms", std::int64_t{0});
  return stream;
}

json to_json(const std::vector<KeyElement>& elements) {
  json rows = json::array();
  for (const KeyElement& element : elements) {
    rows.push_back(to_json(element));
  }
  return rows;
}

std::vector<KeyElement> key_elements_from(const json& rows) {
  std::vector<KeyElement> elements;
  for (const json& row : rows) {
    elements.push_back(key_element_from(row));
  }
  return elements;
}

// The members that tables, global indexes and changes of both share.
template <typename Definition>
void put_throughput(json& row, const Definition& definition) {
  row["read_capacity_units"] = definition.throughput.read_capacity_units;
  row["write_capacity_units"] = definition.throughput.write_capacity_units;
  put_if_any(row, "last_increase_ms", definition.throughput_history.last_increase_ms);
  put_if_any(row, "last_decrease_ms", definition.throughput_history.last_decrease_ms);
  row["decreases"] = definition.throughput_history.decreases;
  row["warm_read_units"] = definition.warm.read_units;
  row["warm_write_units"] = definition.warm.write_units;
}

template <typename Definition>
void take_throughput(const json& row, Definition& definition) {
  definition.throughput = {row.at("read_capacity_units"), row.at("write_capacity_units")};
  definition.throughput_history = {integer_or_none(row, "last_increase_ms"),
                                   integer_or_none(row, "last_decrease_ms"),
                                   row.value("decreases", std::int64_t{0})};
  definition.warm = {row.value("warm_read_units", std::int64_t{0}),
                     row.value("warm_write_units", std::int64_t{0})};
}

void put_bounds(json& row, const dynamodb::OnDemandThroughput& bounds) {
  put_if_any(row, "max_read_units", bounds.max_read_units);
  put_if_any(row, "max_write_units", bounds.max_write_units);
}

dynamodb::OnDemandThroughput bounds_from(const json& row) {
  return {integer_or_none(row, "max_read_units"), integer_or_none(row, "max_write_units")};
}

json to_json(const IndexDefinition& index) {
  json row = {{"id", index.id},
              {"name", index.name},
              {"is_global", index.is_global},
              {"hash", to_json(index.hash)},
              {"range", to_json(index.range)},
              {"projection", dynamodb::to_string(index.projection)},
              {"non_key_attributes", index.non_key_attributes}};
  put_throughput(row, index);
  put_bounds(row, index.on_demand);
  return row;
}

IndexDefinition index_from(const json& row) {
  using dynamodb::ProjectionType;
  IndexDefinition index;
  index.id = row.at("id");
  index.name = row.at("name");
  index.is_global = row.at("is_global");
  index.hash = key_elements_from(row.at("hash"));
  index.range = key_elements_from(row.at("range"));
  index.projection =
      from_name(row.at("projection").get<std::string>(),
                {ProjectionType::KeysOnly, ProjectionType::Include, ProjectionType::All});
  index.non_key_attributes = row.at("non_key_attributes").get<std::vector<std::string>>();
  take_throughput(row, index);
  index.on_demand = bounds_from(row);
  return index;
}

json to_json(const TableChange& change) {
  json row = {{"kind", dynamodb::to_string(change.kind)},
              {"until_ms", change.until_ms},
              {"index", change.index},
              {"text", change.text},
              {"backfilling_from_ms", change.backfilling_from_ms}};
  if (change.before) {
    put_throughput(row["before"], *change.before);
  }
  if (change.deleted_index) {
    row["deleted_index"] = to_json(*change.deleted_index);
  }
  return row;
}

TableChange change_from(const json& row) {
  using enum TableChange::Kind;
  TableChange change;
  change.kind = from_name(row.at("kind").get<std::string>(),
                          {Creation, Throughput, Billing, Stream, TableClass, Encryption,
                           WarmThroughput, TimeToLive, IndexCreation, IndexUpdate, IndexDeletion});
  change.until_ms = row.at("until_ms");
  change.index = row.at("index");
  change.text = row.at("text");
  change.backfilling_from_ms = row.at("backfilling_from_ms");
  if (row.contains("before")) {
    take_throughput(row["before"], change.before.emplace());
  }
  if (row.contains("deleted_index")) {
    change.deleted_index = index_from(row["deleted_index"]);
  }
  return change;
}

}  // namespace

std::string table_to_json(const TableDefinition& table) {
  json row = {{"version", row_version},
              {"id", table.id},
              {"uuid", table.uuid},
              {"account", table.name_space.account},
              {"region", table.name_space.region},
              {"name", table.name},
              {"hash_key", to_json(table.hash_key)},
              {"created_ms", table.created_ms},
              {"billing_mode", dynamodb::to_string(table.billing_mode)},
              {"deletion_protection", table.deletion_protection},
              {"table_class", table.table_class},
              {"kms_key_arn", table.kms_key_arn},
              {"attribute_definitions", to_json(table.attribute_definitions)},
              {"indexes", json::array()},
              {"next_index_id", table.next_index_id}};
  put_throughput(row, table);
  put_bounds(row, table.on_demand);
  for (const TableChange& change : table.changes) {
    row["changes"].push_back(to_json(change));
  }
  for (const IndexDefinition& index : table.indexes) {
    row["indexes"].push_back(to_json(index));
  }
  if (table.range_key) {
    row["range_key"] = to_json(*table.range_key);
  }
  put_if_any(row, "on_demand_since_ms", table.on_demand_since_ms);
  put_if_any(row, "table_class_changed_ms", table.table_class_changed_ms);
  if (table.stream) {
    row["stream"] = to_json(*table.stream);
  }
  if (table.time_to_live) {
    row["time_to_live"] = {{"attribute", table.time_to_live->attribute},
                           {"index", table.time_to_live->index}};
  }
  if (table.point_in_time_recovery) {
    row["point_in_time_recovery"] = {{"enabled_ms", table.point_in_time_recovery->enabled_ms},
                                     {"period_days", table.point_in_time_recovery->period_days}};
  }
  return row.dump();
}

TableDefinition table_from_json(std::string_view text) {
  const json row = parse_row(text);
  TableDefinition table;
  table.id = row.at("id");
  table.uuid = row.at("uuid");
  table.name_space = {row.at("account"), row.at("region")};
  table.name = row.at("name");
  table.hash_key = key_element_from(row.at("hash_key"));
  if (row.contains("range_key")) {
    table.range_key = key_element_from(row["range_key"]);
  }
  using dynamodb::BillingMode;
  table.created_ms = row.at("created_ms");
  table.billing_mode = from_name(row.at("billing_mode").get<std::string>(),
                                 {BillingMode::Provisioned, BillingMode::PayPerRequest});
  table.on_demand_since_ms = integer_or_none(row, "on_demand_since_ms");
  take_throughput(row, table);
  table.on_demand = bounds_from(row);
  table.deletion_protection = row.at("deletion_protection");
  table.table_class = row.at("table_class");
  table.table_class_changed_ms = integer_or_none(row, "table_class_changed_ms");
  table.kms_key_arn = row.value("kms_key_arn", "");
  table.attribute_definitions = key_elements_from(row.at("attribute_definitions"));
  for (const json& index : row.at("indexes")) {
    table.indexes.push_back(index_from(index));
  }
  table.next_index_id = row.at("next_index_id");
  if (row.contains("changes")) {
    for (const json& change : row["changes"]) {
      table.changes.push_back(change_from(change));
    }
  }
  if (row.contains("stream")) {
    table.stream = stream_descriptor_from(row["stream"]);
  }
  if (row.contains("time_to_live")) {
    const json& time_to_live = row["time_to_live"];
    table.time_to_live = {time_to_live.at("attribute"), time_to_live.at("index")};
  }
  if (row.contains("point_in_time_recovery")) {
    const json& recovery = row["point_in_time_recovery"];
    table.point_in_time_recovery = {recovery.at("enabled_ms"), recovery.at("period_days")};
  }
  return table;
}

std::string stream_to_json(const StreamEntry& stream) {
  json row = {{"version", row_version},
              {"account", stream.name_space.account},
              {"region", stream.name_space.region},
              {"table", stream.table},
              {"hash_key", to_json(stream.hash_key)},
              {"stream", to_json(stream.descriptor)}};
  if (stream.range_key) {
    row["range_key"] = to_json(*stream.range_key);
  }
  return row.dump();
}

StreamEntry stream_from_json(std::string_view text) {
  const json row = parse_row(text);
  StreamEntry stream;
  stream.name_space = {row.at("account"), row.at("region")};
  stream.table = row.at("table");
  stream.hash_key = key_element_from(row.at("hash_key"));
  if (row.contains("range_key")) {
    stream.range_key = key_element_from(row["range_key"]);
  }
  stream.descriptor = stream_descriptor_from(row.at("stream"));
  return stream;
}

}  // namespace tombola::storage
