#include "operations/dynamodb/table_rows.h"

#include "storage/item_collection.h"
#include "storage/layout.h"
#include "storage/time_to_live.h"

namespace tombola::operations {

void erase_counters(storage::Transaction& transaction, const dynamodb::TableDefinition& table) {
  transaction.erase(storage::layout::table_counter_key(table.id));
  for (const dynamodb::IndexDefinition& index : table.indexes) {
    transaction.erase(storage::layout::index_counter_key(table.id, index.id));
  }
}

void erase_rows(storage::Engine& engine, const dynamodb::TableDefinition& table, Items items) {
  if (items == Items::Go) {
    engine.erase_range(storage::KeyRange::with_prefix(storage::layout::item_prefix(table.id)));
  }
  for (const dynamodb::IndexDefinition& index : table.indexes) {
    engine.erase_range(
        storage::KeyRange::with_prefix(storage::layout::index_prefix(table.id, index.id)));
  }
  if (storage::has_item_collections(table)) {
    engine.erase_range(storage::item_collections_range(table));
  }
  if (table.time_to_live) {
    engine.erase_range(storage::expiry_index_range(table));
  }
}

}  // namespace tombola::operations
