// What TransactWriteItems and ExecuteTransaction do with their actions inside the transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "operations/dynamodb/api_transaction.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/throttle.h"
#include "operations/dynamodb/transact_action.h"
#include "storage/catalog.h"

namespace tombola::operations {

// An action with its table and row, as the transaction sees it.
struct TransactionStep {
  // `table` was taken for share in the same transaction. Throws for an empty key, which refuses the
  // request.
  TransactionStep(TransactAction& action_of_step, storage::TableSnapshot table_of_step);

  TransactAction* action;
  storage::TableSnapshot table;
  std::optional<dynamodb::Key> key;  // none: key_refusal says why
  std::string key_refusal;
  std::optional<std::string> row_key;
  std::optional<std::string> old_bytes;
};

// Throws ApiError::validation above 4 MB.
void check_transaction_size(const std::vector<TransactAction>& actions);

// Lays claim to the rows, reads them, prepares every action and, if none has a reason against it,
// writes. Throws ApiError::validation for two steps on one item, and TransactionCanceledException.
// `consumption`: of the request; begins anew.
UnitsByTable carry_out(std::vector<TransactionStep>& steps, ApiTransaction& open,
                       storage::WriteTransaction& transaction, Consumption& consumption);

// What a repeated request costs: reading what it once wrote.
UnitsByTable replay_units(const std::vector<TransactAction>& actions);

}  // namespace tombola::operations
