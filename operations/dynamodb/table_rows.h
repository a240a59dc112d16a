// The rows of a table that is gone, or has not come to be.
#pragma once

#include "dynamodb/model/table_definition.h"
#include "storage/engine/engine.h"

namespace tombola::operations {

void erase_counters(storage::Transaction& transaction, const dynamodb::TableDefinition& table);

// Items and index rows. No definition leads to them (any more). Should the process die before they
// are gone they stay behind unreachable, and cost nothing but their bytes.
// Items that a backup has taken over stay.
enum class Items { Go, Stay };
void erase_rows(storage::Engine& engine, const dynamodb::TableDefinition& table,
                Items items = Items::Go);

}  // namespace tombola::operations
