// A table that comes with its items, restored or imported: it is filled under the number that it will
// have while nothing leads there, and enters the catalog whole. Should the process die meanwhile, what
// was written stays behind unreachable.
#pragma once

#include <functional>

#include "dynamodb/model/table_definition.h"
#include "operations/operation_context.h"

namespace tombola::operations {

// `check`: that its name is free; what it throws ends the matter.
using NameCheck = std::function<void(storage::Transaction& transaction)>;
// Gives it its ids.
void begin_filled_table(dynamodb::TableDefinition& table, const NameCheck& check,
                        OperationContext& context);

// From now on it is there. What comes back shows as CREATING.
dynamodb::TableDefinition show_filled_table(dynamodb::TableDefinition& table,
                                            storage::WriteTransaction& transaction,
                                            OperationContext& context);

// It will not be there.
void forget_filled_table(const dynamodb::TableDefinition& table, OperationContext& context);

}  // namespace tombola::operations
