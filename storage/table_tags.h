// The tags of a table: a row of their own, since no item operation wants them. They go with the
// table. Every call works in the caller's transaction.
#pragma once

#include <vector>

#include "dynamodb/model/table_definition.h"
#include "dynamodb/validation/tag_rules.h"
#include "storage/engine/engine.h"

namespace tombola::storage {

// In the order in which their keys came.
std::vector<dynamodb::Tag> read_tags(Transaction& transaction, dynamodb::TableId table);
std::vector<dynamodb::Tag> read_tags_for_update(Transaction& transaction, dynamodb::TableId table);
// None: the row goes.
void put_tags(Transaction& transaction, dynamodb::TableId table,
              const std::vector<dynamodb::Tag>& tags);

}  // namespace tombola::storage
