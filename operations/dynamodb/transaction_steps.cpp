// Rows are taken in byte order, so transactions wait for each other instead of conflicting.
#include "operations/dynamodb/transaction_steps.h"

#include <algorithm>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/transaction_rules.h"
#include "operations/dynamodb/write_answer.h"

namespace tombola::operations {
namespace {

// "Limits for transactions", API_TransactWriteItems.
constexpr std::size_t transaction_size_bytes_max = 4 * 1024 * 1024;

std::vector<std::optional<std::string>> row_keys_of(const std::vector<TransactionStep>& steps) {
  std::vector<std::optional<std::string>> row_keys;
  for (const TransactionStep& step : steps) {
    row_keys.push_back(step.row_key);
  }
  return row_keys;
}

void check_distinct(const std::vector<TransactionStep>& steps) {
  std::vector<std::string> row_keys;
  for (const TransactionStep& step : steps) {
    if (step.row_key) {
      row_keys.push_back(*step.row_key);
    }
  }
  check_distinct_items(std::move(row_keys));
}

void read_all_for_update(std::vector<TransactionStep>& steps,
                         storage::WriteTransaction& transaction) {
  std::vector<TransactionStep*> in_order;
  for (TransactionStep& step : steps) {
    if (step.row_key) {
      in_order.push_back(&step);
    }
  }
  std::sort(in_order.begin(), in_order.end(),
            [](const TransactionStep* left, const TransactionStep* right) {
              return left->row_key < right->row_key;
            });
  for (TransactionStep* step : in_order) {
    step->old_bytes = transaction.bytes().get_for_update(*step->row_key);
  }
}

// Throws TransactionCanceledException unless every action can be done.
void prepare_all(std::vector<TransactionStep>& steps) {
  CancellationReasons reasons;
  for (TransactionStep& step : steps) {
    if (step.key) {
      step.action->prepare(*step.table, step.old_bytes, reasons);
    } else {
      reasons.add_validation_error(step.key_refusal);
    }
  }
  reasons.throw_if_cancelled();
}

// The table's part is doubled, the indexes' are not.
ConsumedUnits write(const TransactionStep& step, storage::WriteTransaction& transaction) {
  storage::ItemWriter writer(transaction, *step.table);
  ConsumedUnits units;
  units.add_indexes(step.action->write(writer, *step.key, step.old_bytes), *step.table);
  units.table =
      dynamodb::write_units(stored_size_bytes(step.old_bytes), step.action->new_size_bytes()) *
      transaction_cost_factor;
  return units;
}

// What a step cost is known once it is written; a refusal takes all of it back.
UnitsByTable write_all(const std::vector<TransactionStep>& steps,
                       storage::WriteTransaction& transaction, Consumption& consumption) {
  UnitsByTable units;
  CancellationReasons reasons;
  for (const TransactionStep& step : steps) {
    try {
      const ConsumedUnits consumed = write(step, transaction);
      reasons.add(consumption.admit(*step.table, Access::Write, consumed));
      units[step.action->table_as_given()] += consumed;
    } catch (const dynamodb::ApiError& error) {
      reasons.add_collection_too_large(error);
    }
  }
  consumption.clear_if(reasons.is_cancelled());
  reasons.throw_if_cancelled();
  return units;
}

}  // namespace

TransactionStep::TransactionStep(TransactAction& action_of_step,
                                 storage::TableSnapshot table_of_step)
    : action(&action_of_step), table(std::move(table_of_step)) {
  key = action->key(*table, key_refusal);
  if (key) {
    row_key = storage::item_key(*table, *key);
  }
}

void check_transaction_size(const std::vector<TransactAction>& actions) {
  std::size_t size_bytes = 0;
  for (const TransactAction& action : actions) {
    size_bytes += action.size_bytes();
  }
  if (size_bytes > transaction_size_bytes_max) {
    throw dynamodb::ApiError::validation(
        "Collection size of items exceeded, which can also be caused by the aggregate size of the "
        "items in the transaction exceeding the 4MB limit");
  }
}

UnitsByTable carry_out(std::vector<TransactionStep>& steps, ApiTransaction& open,
                       storage::WriteTransaction& transaction, Consumption& consumption) {
  consumption.clear();
  check_distinct(steps);
  open.claim(row_keys_of(steps));
  read_all_for_update(steps, transaction);
  prepare_all(steps);
  open.checked();
  return write_all(steps, transaction, consumption);
}

UnitsByTable replay_units(const std::vector<TransactAction>& actions) {
  UnitsByTable units;
  for (const TransactAction& action : actions) {
    units[action.table_as_given()].table +=
        dynamodb::read_units(action.new_size_bytes(), true) * transaction_cost_factor;
  }
  return units;
}

}  // namespace tombola::operations
