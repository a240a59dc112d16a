// What an item looks like in a secondary index. Pure.
//
// An item that lacks one of the index's key attributes, or has it in another type, is not in the
// index. A row's key is the index key in order, then the item's own key, so that ties have an order
// and every item its own row. Its value is the projected item in the form of item_encoding.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/table_definition.h"

namespace tombola::storage {

struct IndexRow {
  std::string key;
  std::string value;
  bool operator==(const IndexRow&) const = default;
};

std::optional<IndexRow> index_row(const dynamodb::TableDefinition& table,
                                  const dynamodb::IndexDefinition& index,
                                  const dynamodb::Item& item);

// All rows that have these values for the index's HASH attributes.
std::string index_partition_prefix(const dynamodb::TableDefinition& table,
                                   const dynamodb::IndexDefinition& index,
                                   const std::vector<dynamodb::AttributeValue>& hash);

// The row of an ExclusiveStartKey, which holds the index's and the table's key attributes.
std::string index_row_key(const dynamodb::TableDefinition& table,
                          const dynamodb::IndexDefinition& index,
                          const dynamodb::AttributeMap& keys);

// The first row of the scan order whose hash is `hash` or above.
std::string index_hash_bound(const dynamodb::TableDefinition& table,
                             const dynamodb::IndexDefinition& index, std::uint64_t hash);

// Names of the key attributes of index and table, each once: what LastEvaluatedKey holds.
std::vector<std::string> index_key_names(const dynamodb::TableDefinition& table,
                                         const dynamodb::IndexDefinition& index);

}  // namespace tombola::storage
