// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html
//
// Statements of PartiQL, all or nothing: either SELECTs, each of one item and all as of one moment,
// or statements that write, with EXISTS for a condition on an item that is not written. Otherwise
// as TransactGetItems and TransactWriteItems, ClientRequestToken included.
#include <algorithm>

#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/partiql_get.h"
#include "operations/dynamodb/partiql_statement.h"
#include "operations/dynamodb/partiql_write.h"
#include "operations/dynamodb/request_token.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/transaction_rules.h"
#include "operations/dynamodb/transaction_steps.h"
#include "operations/dynamodb/write_answer.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::partiql::Returning;
using dynamodb::partiql::Statement;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ExecuteTransactionInput",
      {{"TransactStatements",
        Shape::list_of(Shape::structure("ParameterizedStatement", statement_fields()))
            .length(1, transact_items_max),
        Presence::Required},
       {"ClientRequestToken", Shape::string().length(1, 36)},
       {"ReturnConsumedCapacity", return_consumed_capacity_shape()}});
  return shape;
}

struct Member {
  Statement statement;
  bool returns_item;  // ReturnValuesOnConditionCheckFailure
};

ApiError refusal_of(std::size_t index, std::string_view sentence) {
  return ApiError::validation(
      fmt::format("Validation failed in TransactStatements[{}]: {}", index, sentence));
}

std::vector<Member> read_members(const Request& request) {
  std::vector<Member> members;
  for (dynamodb::JsonValue json : request.required("TransactStatements").elements()) {
    const Request member(json);
    members.push_back({read_statement(member), returns_item_on_failure(member)});
  }
  return members;
}

void check_members(const std::vector<Member>& members) {
  const auto is_read = [](const Member& member) { return member.statement.is_read(); };
  if (std::any_of(members.begin(), members.end(), is_read) &&
      !std::all_of(members.begin(), members.end(), is_read)) {
    throw ApiError::validation(
        "ExecuteTransaction API does not support both read and write operations in the same "
        "request.");
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i].statement.returning != Returning::Nothing) {
      throw refusal_of(i, "RETURNING clause is not supported in ExecuteTransaction.");
    }
    if (members[i].statement.index) {
      throw refusal_of(i, "Reads on indices are not supported within transactions.");
    }
  }
}

struct Answer {
  std::string responses;  // {},{}
  UnitsByTable units;
  std::string_view units_kind;
};

// The item of each. Throws when a key does not fit, or two are alike.
std::vector<PartiqlGet> plan_gets(const std::vector<Member>& members, OperationContext& context,
                                  storage::Transaction& transaction) {
  std::vector<PartiqlGet> gets;
  std::vector<std::string> row_keys;
  CancellationReasons reasons;
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Statement& statement = members[i].statement;
    const auto table = find_table(context, transaction, statement);
    std::optional<PartiqlGet> get;
    try {
      get = PartiqlGet::find(statement, *table);
    } catch (const ApiError& error) {
      reasons.add_validation_error(error.message());
      continue;
    }
    if (!get) {
      throw refusal_of(i,
                       "Select statements within ExecuteTransaction must specify the primary key "
                       "in the where clause.");
    }
    reasons.add_none();
    row_keys.push_back(get->row_key());
    gets.push_back(std::move(*get));
  }
  check_distinct_items(row_keys);
  reasons.throw_if_cancelled();
  require_no_conflict(context, row_keys);
  return gets;
}

// A ClientRequestToken changes nothing about reads: SDKs send one along with every transaction.
Answer read_all(const std::vector<Member>& members, OperationContext& context) {
  Answer answer{"", {}, "ReadCapacityUnits"};
  Consumption consumption(context);
  context.transactions.read([&](storage::Transaction& transaction) {
    const std::vector<PartiqlGet> gets = plan_gets(members, context, transaction);
    CancellationReasons reasons;
    for (std::size_t i = 0; i < gets.size(); ++i) {
      const auto stored = transaction.get(gets[i].row_key());
      const std::string item = gets[i].item_json(stored);
      answer.responses.append(i == 0 ? "{" : ",{");
      answer.responses.append(item.empty() ? "" : R"("Item":)").append(item).push_back('}');
      ConsumedUnits units;
      units.table = dynamodb::read_units(stored_size_bytes(stored), true) * transaction_cost_factor;
      if (consumption.is_counted()) {
        const auto table = find_table(context, transaction, members[i].statement);
        reasons.add(consumption.admit(*table, Access::Read, units));
      }
      answer.units[members[i].statement.table] += units;
    }
    consumption.clear_if(reasons.is_cancelled());
    reasons.throw_if_cancelled();
  });
  return answer;
}

Answer write_all(const std::vector<Member>& members, OperationContext& context,
                 const Request& request) {
  const auto token_text = request.string("ClientRequestToken");
  const RequestToken token(token_text, request.required("TransactStatements"));
  Answer answer;
  Consumption consumption(context);
  ApiTransaction open(context, token_text);
  open.run([&](storage::WriteTransaction& transaction) {
    std::vector<TransactAction> actions;
    std::vector<storage::TableSnapshot> tables;
    for (const Member& member : members) {
      tables.push_back(found_or_throw(
          context.catalog.find_for_share(transaction.bytes(), context.name_space,
                                         resolve_table_name(member.statement.table, context)),
          context));
      actions.push_back(write_action(member.statement, *tables.back(), member.returns_item));
    }
    check_transaction_size(actions);
    const std::int64_t now_ms = context.service_clock.now_ms();
    if (token.was_used(transaction.bytes(), context.name_space, now_ms)) {
      answer = {"", replay_units(actions), "ReadCapacityUnits"};
      return;
    }
    std::vector<TransactionStep> steps;
    for (std::size_t i = 0; i < actions.size(); ++i) {
      steps.emplace_back(actions[i], tables[i]);
    }
    answer = {"", carry_out(steps, open, transaction, consumption), "WriteCapacityUnits"};
    token.remember(transaction.bytes(), context.name_space, now_ms);
  });
  for (std::size_t i = 0; i < members.size(); ++i) {
    answer.responses.append(i == 0 ? "{}" : ",{}");
  }
  return answer;
}

}  // namespace

std::string execute_transaction(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  const std::vector<Member> members = read_members(request);
  check_members(members);
  const Answer answer = members.front().statement.is_read() ? read_all(members, context)
                                                            : write_all(members, context, request);
  std::string text = R"({"Responses":[)" + answer.responses + "]";
  append_transaction_capacities_member(text, capacity_detail_of(request), answer.units,
                                       answer.units_kind);
  text.push_back('}');
  return text;
}

}  // namespace tombola::operations
