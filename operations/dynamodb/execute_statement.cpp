// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html
//
// One statement of PartiQL. Order of complaints: constraints, NextToken, parameters' values, the
// statement, table, index, keys, and last the condition.
#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/next_token.h"
#include "operations/dynamodb/partiql_select.h"
#include "operations/dynamodb/partiql_statement.h"
#include "operations/dynamodb/partiql_write.h"
#include "operations/dynamodb/throttle.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Shape;
using dynamodb::partiql::Statement;

const Shape& fields() {
  static const Shape shape = [] {
    std::vector<dynamodb::Field> fields = statement_fields();
    fields.push_back({"ConsistentRead", Shape::boolean()});
    fields.push_back({"NextToken", Shape::string().length(1, limits::partiql_token_length_max)});
    fields.push_back({"ReturnConsumedCapacity", return_consumed_capacity_shape()});
    fields.push_back({"Limit", Shape::integer().range(1, INT32_MAX)});
    return Shape::structure("ExecuteStatementInput", std::move(fields));
  }();
  return shape;
}

// {"Items":[...],"NextToken":"...","LastEvaluatedKey":{...},"ConsumedCapacity":{...}}
std::string select(OperationContext& context, const Request& request, const Statement& statement) {
  std::optional<std::size_t> limit;
  if (const auto given = request.integer("Limit")) {
    limit = static_cast<std::size_t>(*given);
  }
  std::string answer;
  Consumption consumption(context);
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table = find_table(context, transaction, statement);
    const PartiqlSelect select(statement, table, request.boolean("ConsistentRead").value_or(false));
    if (select.index() != nullptr) {
      require_readable(*table, *select.index(), context);
    }
    const NextToken token(request, table->id);
    std::optional<SelectPosition> position;
    if (const auto text = request.string("NextToken")) {
      position = token.position(*text);
    }
    const PartiqlSelect::Page page = select.read(transaction, position, limit);
    consumption.require(*table, Access::Read, page.units);
    answer = R"({"Items":[)" + page.items + "]";
    if (!page.last_evaluated_key.empty()) {
      answer.append(R"(,"NextToken":)");
      dynamodb::append_json_string(answer, token.text(page.query, page.last_evaluated_key));
      answer.append(R"(,"LastEvaluatedKey":)").append(page.last_evaluated_key);
    }
    append_consumed_capacity_member(answer, capacity_detail_of(request), statement.table,
                                    page.units);
    answer.push_back('}');
  });
  return answer;
}

// {"Items":[]}, or the item that RETURNING asks for.
std::string write(OperationContext& context, const Request& request, const Statement& statement) {
  if (const auto text = request.string("NextToken")) {
    NextToken::refuse(*text);
  }
  const WriteOutcome outcome = execute_write(context, statement, returns_item_on_failure(request));
  outcome.throw_if_failed();
  std::string answer = R"({"Items":[)" + outcome.returned_item + "]";
  append_consumed_capacity_member(answer, capacity_detail_of(request), statement.table,
                                  outcome.units);
  answer.push_back('}');
  return answer;
}

}  // namespace

std::string execute_statement(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  const Statement statement = read_statement(request);
  if (statement.type == Statement::Type::Exists) {
    throw ApiError::validation("EXISTS can only be used in ExecuteTransaction");
  }
  return statement.is_read() ? select(context, request, statement)
                             : write(context, request, statement);
}

}  // namespace tombola::operations
