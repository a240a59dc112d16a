// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
//
// All or nothing. What is wrong with the request refuses it; what is wrong with an item cancels the
// transaction, with a reason for each action. Rows are taken in byte order, so transactions wait
// for each other instead of conflicting. A ClientRequestToken is remembered for ten minutes.
#include <algorithm>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/api_transaction.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/request_token.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/transact_action.h"
#include "operations/dynamodb/transaction_rules.h"
#include "operations/dynamodb/write_answer.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;

// "Limits for transactions", API_TransactWriteItems.
constexpr std::size_t transaction_size_bytes_max = 4 * 1024 * 1024;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "TransactWriteItemsInput",
      {{"TransactItems", Shape::list_of(TransactAction::shape()).length(1, transact_items_max),
        Presence::Required},
       {"ReturnConsumedCapacity", return_consumed_capacity_shape()},
       {"ReturnItemCollectionMetrics", return_item_collection_metrics_shape()},
       {"ClientRequestToken", Shape::string().length(1, 36)}});
  return shape;
}

std::vector<TransactAction> read_actions(const Request& request, const OperationContext& context) {
  std::vector<TransactAction> actions;
  std::size_t size_bytes = 0;
  for (dynamodb::JsonValue json : request.required("TransactItems").elements()) {
    actions.emplace_back(Request(json), context);
    size_bytes += actions.back().size_bytes();
  }
  if (size_bytes > transaction_size_bytes_max) {
    throw ApiError::validation(
        "Collection size of items exceeded, which can also be caused by the aggregate size of the "
        "items in the transaction exceeding the 4MB limit");
  }
  return actions;
}

// An action with its table and row, as the transaction sees it.
struct Step {
  TransactAction* action;
  storage::TableSnapshot table;
  std::optional<dynamodb::Key> key;
  std::string key_refusal;
  std::optional<std::string> row_key;
  std::optional<std::string> old_bytes;
};

std::vector<Step> plan(std::vector<TransactAction>& actions, OperationContext& context,
                       storage::WriteTransaction& transaction) {
  std::vector<Step> steps;
  std::vector<std::string> row_keys;
  for (TransactAction& action : actions) {
    Step step;
    step.action = &action;
    step.table = found_or_throw(context.catalog.find_for_share(
        transaction.bytes(), context.name_space, action.table_name()));
    step.key = action.key(*step.table, step.key_refusal);
    if (step.key) {
      step.row_key = storage::item_key(*step.table, *step.key);
      row_keys.push_back(*step.row_key);
    }
    steps.push_back(std::move(step));
  }
  check_distinct_items(std::move(row_keys));
  return steps;
}

std::vector<std::optional<std::string>> row_keys_of(const std::vector<Step>& steps) {
  std::vector<std::optional<std::string>> row_keys;
  for (const Step& step : steps) {
    row_keys.push_back(step.row_key);
  }
  return row_keys;
}

void read_all_for_update(std::vector<Step>& steps, storage::WriteTransaction& transaction) {
  std::vector<Step*> in_order;
  for (Step& step : steps) {
    if (step.row_key) {
      in_order.push_back(&step);
    }
  }
  std::sort(in_order.begin(), in_order.end(),
            [](const Step* left, const Step* right) { return left->row_key < right->row_key; });
  for (Step* step : in_order) {
    step->old_bytes = transaction.bytes().get_for_update(*step->row_key);
  }
}

// Throws TransactionCanceledException unless every action can be done.
void prepare_all(std::vector<Step>& steps) {
  CancellationReasons reasons;
  for (Step& step : steps) {
    if (step.key) {
      step.action->prepare(*step.table, step.old_bytes, reasons);
    } else {
      reasons.add_validation_error(step.key_refusal);
    }
  }
  reasons.throw_if_cancelled();
}

UnitsByTable write_all(const std::vector<Step>& steps, storage::WriteTransaction& transaction) {
  UnitsByTable units;
  for (const Step& step : steps) {
    storage::ItemWriter writer(transaction, *step.table);
    ConsumedUnits& consumed = units[step.action->table_as_given()];
    // The table's part is doubled, the indexes' are not.
    consumed.add_indexes(step.action->write(writer, *step.key, step.old_bytes), *step.table);
    consumed.table +=
        dynamodb::write_units(stored_size_bytes(step.old_bytes), step.action->new_size_bytes()) *
        transaction_cost_factor;
  }
  return units;
}

// What a repeated request costs: reading what it once wrote.
UnitsByTable replay_units(const std::vector<TransactAction>& actions) {
  UnitsByTable units;
  for (const TransactAction& action : actions) {
    units[action.table_as_given()].table +=
        dynamodb::read_units(action.new_size_bytes(), true) * transaction_cost_factor;
  }
  return units;
}

}  // namespace

std::string transact_write_items(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  std::vector<TransactAction> actions = read_actions(request, context);
  const RequestToken token(request.string("ClientRequestToken"), request.required("TransactItems"));

  UnitsByTable units;
  bool is_replay = false;
  ApiTransaction open(context, request.string("ClientRequestToken"));
  open.run([&](storage::WriteTransaction& transaction) {
    const std::int64_t now_ms = context.service_clock.now_ms();
    is_replay = token.was_used(transaction.bytes(), context.name_space, now_ms);
    if (is_replay) {
      return;
    }
    std::vector<Step> steps = plan(actions, context, transaction);
    open.claim(row_keys_of(steps));
    read_all_for_update(steps, transaction);
    prepare_all(steps);
    open.checked();
    units = write_all(steps, transaction);
    token.remember(transaction.bytes(), context.name_space, now_ms);
  });

  std::string answer = "{";
  std::string capacities;
  append_transaction_capacities_member(capacities, capacity_detail_of(request),
                                       is_replay ? replay_units(actions) : units,
                                       is_replay ? "ReadCapacityUnits" : "WriteCapacityUnits");
  answer.append(capacities.empty() ? "" : capacities.substr(1));
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations
