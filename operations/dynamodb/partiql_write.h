// INSERT, UPDATE and DELETE as actions: alone here, or in a transaction with others.
#pragma once

#include <string>

#include "dynamodb/partiql/statement.h"
#include "operations/dynamodb/cancellation_reasons.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/transact_action.h"
#include "operations/operation_context.h"

namespace tombola::operations {

// The action of a statement that writes, or of EXISTS, on its table. UPDATE and EXISTS demand that
// the item is there. Throws ApiError::validation: "Where clause does not contain a mandatory
// equality on all key attributes", and an item that is too large.
TransactAction write_action(const dynamodb::partiql::Statement& statement,
                            const dynamodb::TableDefinition& table, bool returns_item_on_failure);

struct WriteOutcome {
  CancellationReason failure;  // None: it was done
  std::string returned_item;   // what RETURNING asked for; may be empty
  ConsumedUnits units;         // a failed condition costs as well

  // ConditionalCheckFailedException, DuplicateItemException or ValidationException.
  void throw_if_failed() const;
};

// In a transaction of its own. Throws ApiError for what is wrong before the item is looked at.
WriteOutcome execute_write(OperationContext& context, const dynamodb::partiql::Statement& statement,
                           bool returns_item_on_failure);

}  // namespace tombola::operations
