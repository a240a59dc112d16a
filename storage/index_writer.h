// Keeps the rows of a table's secondary indexes in step with its items: part of every item write.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "dynamodb/model/attribute_value.h"
#include "dynamodb/model/capacity.h"
#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::storage {

// What a write cost each index it touched, by the index's name. Nothing for one that did not
// change.
using IndexUnits = std::map<std::string, dynamodb::CapacityUnits, std::less<>>;

struct IndexWrite {
  IndexUnits units;
  std::int64_t local_bytes = 0;  // by which the local indexes have grown
};

// Moves every index of the table from the old image to the new one (null: there is none).
IndexWrite write_index_rows(Transaction& transaction, const dynamodb::TableDefinition& table,
                            const dynamodb::Item* old_item, const dynamodb::Item* new_item);

// The units that write_index_rows would give for the same images; writes nothing.
IndexUnits index_write_units(const dynamodb::TableDefinition& table, const dynamodb::Item* old_item,
                             const dynamodb::Item* new_item);

// Fills a new index with the items that are already there. Items that do not fit it are passed
// over, as on AWS.
void backfill_index(Transaction& transaction, const dynamodb::TableDefinition& table,
                    const dynamodb::IndexDefinition& index);

}  // namespace tombola::storage
