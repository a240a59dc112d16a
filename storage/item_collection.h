// Item collections: the items of a table that share a partition key, with their rows in the table's
// local indexes. Only tables with local indexes have them, and only there their sizes are kept, as
// counters, so that writes to one collection do not collide. Source: "Item collections in local
// secondary indexes"; API_ItemCollectionMetrics.
#pragma once

#include <cstdint>

#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::storage {

bool has_item_collections(const dynamodb::TableDefinition& table);

// Part of every write to such a table. Throws ItemCollectionSizeLimitExceededException for growth
// beyond 10 GB. Writes that run at the same time may pass the bound together, by what they write.
void grow_item_collection(Transaction& transaction, const dynamodb::TableDefinition& table,
                          const dynamodb::AttributeValue& hash, std::int64_t bytes);
std::int64_t item_collection_bytes(Transaction& transaction, const dynamodb::TableDefinition& table,
                                   const dynamodb::AttributeValue& hash);

// All counters of a table.
KeyRange item_collections_range(const dynamodb::TableDefinition& table);

}  // namespace tombola::storage
