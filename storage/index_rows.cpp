#include "storage/index_rows.h"

#include <algorithm>

#include "storage/item_encoding.h"
#include "storage/key_encoding.h"
#include "storage/layout.h"

namespace tombola::storage {
namespace {

using dynamodb::AttributeMap;
using dynamodb::AttributeValue;
using dynamodb::IndexDefinition;
using dynamodb::Item;
using dynamodb::KeyElement;
using dynamodb::TableDefinition;

bool has_all(const Item& item, const std::vector<KeyElement>& elements) {
  return std::all_of(elements.begin(), elements.end(), [&](const KeyElement& element) {
    const AttributeValue* value = item.find(element.name);
    return value != nullptr && value->type() == element.type && dynamodb::size_bytes(*value) > 0;
  });
}

std::vector<AttributeValue> values_of(const AttributeMap& item,
                                      const std::vector<KeyElement>& elements) {
  std::vector<AttributeValue> values;
  for (const KeyElement& element : elements) {
    values.push_back(*item.find(element.name));
  }
  return values;
}

Item projected(const TableDefinition& table, const IndexDefinition& index, const Item& item) {
  if (index.projection == dynamodb::ProjectionType::All) {
    return item;
  }
  std::vector<std::string> names = index_key_names(table, index);
  names.insert(names.end(), index.non_key_attributes.begin(), index.non_key_attributes.end());
  Item out;
  for (const std::string& name : names) {
    if (const AttributeValue* value = item.find(name)) {
      out.set(name, *value);
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> index_key_names(const TableDefinition& table,
                                         const IndexDefinition& index) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  };
  for (const KeyElement& element : index.hash) {
    add(element.name);
  }
  for (const KeyElement& element : index.range) {
    add(element.name);
  }
  add(table.hash_key.name);
  if (table.range_key) {
    add(table.range_key->name);
  }
  return names;
}

std::string index_hash_bound(const TableDefinition& table, const IndexDefinition& index,
                             std::uint64_t hash) {
  std::string key = layout::index_prefix(table.id, index.id);
  layout::append_big_endian(key, hash);
  return key;
}

std::string index_partition_prefix(const TableDefinition& table, const IndexDefinition& index,
                                   const std::vector<AttributeValue>& hash) {
  std::string encoded;
  for (const AttributeValue& value : hash) {
    append_key_value(encoded, value);
  }
  return index_hash_bound(table, index, partition_hash(encoded)) + encoded;
}

std::string index_row_key(const TableDefinition& table, const IndexDefinition& index,
                          const AttributeMap& keys) {
  std::string key = index_partition_prefix(table, index, values_of(keys, index.hash));
  for (const AttributeValue& value : values_of(keys, index.range)) {
    append_key_value(key, value);
  }
  append_key_value(key, *keys.find(table.hash_key.name));
  if (table.range_key) {
    append_key_value(key, *keys.find(table.range_key->name));
  }
  return key;
}

std::optional<IndexRow> index_row(const TableDefinition& table, const IndexDefinition& index,
                                  const Item& item) {
  if (!has_all(item, index.hash) || !has_all(item, index.range)) {
    return std::nullopt;
  }
  return IndexRow{index_row_key(table, index, item),
                  encode_item(projected(table, index, item), table)};
}

}  // namespace tombola::storage
