// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
//
// All or nothing. What is wrong with the request refuses it; what is wrong with an item cancels the
// transaction, with a reason for each action. A ClientRequestToken is remembered for ten minutes.
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/item_collections.h"
#include "operations/dynamodb/old_enumerations.h"
#include "operations/dynamodb/request_token.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/transact_action.h"
#include "operations/dynamodb/transaction_rules.h"
#include "operations/dynamodb/transaction_steps.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "TransactWriteItemsInput",
      {{"TransactItems", Shape::list_of(TransactAction::shape()).length(1, transact_items_max),
        Presence::Required},
       {"ReturnConsumedCapacity", Shape::string()},
       {"ReturnItemCollectionMetrics", Shape::string()},
       {"ClientRequestToken", Shape::string().length(1, 36)}});
  return shape;
}

std::vector<TransactAction> read_actions(const Request& request, const OperationContext& context) {
  std::vector<TransactAction> actions;
  for (dynamodb::JsonValue json : request.required("TransactItems").elements()) {
    actions.emplace_back(Request(json), context);
  }
  check_transaction_size(actions);
  return actions;
}

std::vector<TransactionStep> plan(std::vector<TransactAction>& actions, OperationContext& context,
                                  storage::WriteTransaction& transaction) {
  std::vector<TransactionStep> steps;
  for (TransactAction& action : actions) {
    steps.emplace_back(
        action, found_or_throw(context.catalog.find_for_share(
                                   transaction.bytes(), context.name_space, action.table_name()),
                               context));
  }
  return steps;
}

}  // namespace

std::string transact_write_items(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  check_old_enumerations_of_writes(json);
  std::vector<TransactAction> actions = read_actions(request, context);
  const RequestToken token(request.string("ClientRequestToken"), request.required("TransactItems"));

  UnitsByTable units;
  ItemCollections collections(request);
  bool is_replay = false;
  Consumption consumption(context);
  ApiTransaction open(context, request.string("ClientRequestToken"));
  open.run([&](storage::WriteTransaction& transaction) {
    const std::int64_t now_ms = context.service_clock.now_ms();
    is_replay = token.was_used(transaction.bytes(), context.name_space, now_ms);
    if (is_replay) {
      return;
    }
    std::vector<TransactionStep> steps = plan(actions, context, transaction);
    units = carry_out(steps, open, transaction, consumption);
    collections.clear();
    for (const TransactionStep& step : steps) {
      if (step.action->writes()) {
        collections.add(step.action->table_as_given(), *step.table, *step.key, transaction.bytes());
      }
    }
    token.remember(transaction.bytes(), context.name_space, now_ms);
  });

  std::string answer = "{";
  std::string capacities;
  append_transaction_capacities_member(capacities, capacity_detail_of(request),
                                       is_replay ? replay_units(actions) : units,
                                       is_replay ? "ReadCapacityUnits" : "WriteCapacityUnits");
  answer.append(capacities.empty() ? "" : capacities.substr(1));
  collections.append_member_by_table(answer);
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations
