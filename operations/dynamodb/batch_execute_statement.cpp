// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html
//
// Each statement is by itself: one that fails has an Error in its place, and the others are done.
// Refused as a whole are a mixture of reads and writes, and two statements on one item.
#include <algorithm>
#include <array>

#include "dynamodb/api_error.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/partiql_get.h"
#include "operations/dynamodb/partiql_statement.h"
#include "operations/dynamodb/partiql_write.h"
#include "operations/dynamodb/throttle.h"
#include "operations/dynamodb/write_answer.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::partiql::Statement;

const Shape& fields() {
  static const Shape shape = [] {
    std::vector<dynamodb::Field> member = statement_fields();
    member.push_back({"ConsistentRead", Shape::boolean()});
    return Shape::structure(
        "BatchExecuteStatementInput",
        {{"Statements",
          Shape::list_of(Shape::structure("BatchStatementRequest", std::move(member)))
              .length(1, limits::partiql_batch_statements_max),
          Presence::Required},
         {"ReturnConsumedCapacity", return_consumed_capacity_shape()}});
  }();
  return shape;
}

// One statement and what became of it.
struct Member {
  explicit Member(Request of) : request(of) {}

  Request request;
  std::optional<Statement> statement;  // none: it could not be read
  CancellationReason failure;          // None: it was done
  std::string item;                    // what it gave; may be empty
  std::optional<ConsumedUnits> units;  // none: it came to nothing before its item
};

// API_BatchStatementError.
std::string code_of(const ApiError& error) {
  static constexpr auto codes = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"ValidationException", "ValidationError"},
       {"ResourceNotFoundException", "ResourceNotFound"},
       {"TransactionConflictException", "TransactionConflict"},
       {"ItemCollectionSizeLimitExceededException", "ItemCollectionSizeLimitExceeded"},
       {"ProvisionedThroughputExceededException", "ProvisionedThroughputExceeded"},
       {"ThrottlingException", "ThrottlingError"}});
  for (const auto& [name, code] : codes) {
    if (error.name() == name) {
      return std::string(code);
    }
  }
  throw error;
}

// Notes an ApiError as the member's failure.
template <typename Work>
void attempt(Member& member, Work work) {
  try {
    work();
  } catch (const ApiError& error) {
    member.failure = {code_of(error), error.message(), ""};
  }
}

std::vector<Member> read_members(const Request& request) {
  std::vector<Member> members;
  for (dynamodb::JsonValue json : request.required("Statements").elements()) {
    Member& member = members.emplace_back(Request(json));
    attempt(member, [&] {
      Statement statement = read_statement(member.request);
      if (statement.type == Statement::Type::Exists) {
        throw ApiError::validation("EXISTS can only be used in ExecuteTransaction");
      }
      member.statement = std::move(statement);
    });
  }
  return members;
}

void check_not_mixed(const std::vector<Member>& members) {
  const auto has = [&](bool read) {
    return std::any_of(members.begin(), members.end(), [&](const Member& member) {
      return member.statement && member.statement->is_read() == read;
    });
  };
  if (has(true) && has(false)) {
    throw ApiError::validation(
        "Read and write requests together in the same batch is not supported.");
  }
}

// The row that the statement is about, or none: then it will fail by itself.
std::optional<std::string> row_key_of(OperationContext& context, storage::Transaction& transaction,
                                      const Statement& statement) {
  try {
    const auto table = find_table(context, transaction, statement);
    if (statement.is_read()) {
      const auto get = PartiqlGet::find(statement, *table);
      return get ? std::optional(get->row_key()) : std::nullopt;
    }
    std::string refusal;
    const auto key = write_action(statement, *table, false).key(*table, refusal);
    return key ? std::optional(storage::item_key(*table, *key)) : std::nullopt;
  } catch (const ApiError&) {
    return std::nullopt;
  }
}

void check_distinct(OperationContext& context, const std::vector<Member>& members) {
  std::vector<std::string> row_keys;
  context.transactions.read([&](storage::Transaction& transaction) {
    for (const Member& member : members) {
      if (!member.statement) {
        continue;
      }
      if (auto row_key = row_key_of(context, transaction, *member.statement)) {
        row_keys.push_back(std::move(*row_key));
      }
    }
  });
  std::sort(row_keys.begin(), row_keys.end());
  if (std::adjacent_find(row_keys.begin(), row_keys.end()) != row_keys.end()) {
    throw ApiError::validation("Provided list of item keys contains duplicates");
  }
}

void read(OperationContext& context, storage::Transaction& transaction, Member& member) {
  const auto table = find_table(context, transaction, *member.statement);
  const auto get = PartiqlGet::find(*member.statement, *table);
  if (!get) {
    throw ApiError::validation(
        "Select statements within BatchExecuteStatement must specify the primary key in the where "
        "clause.");
  }
  const auto stored = transaction.get(get->row_key());
  ConsumedUnits units;
  units.table = dynamodb::read_units(stored_size_bytes(stored),
                                     member.request.boolean("ConsistentRead").value_or(false));
  Consumption(context).require(*table, Access::Read, units);
  member.item = get->item_json(stored);
  member.units = std::move(units);
}

void write(OperationContext& context, Member& member) {
  WriteOutcome outcome =
      execute_write(context, *member.statement, returns_item_on_failure(member.request));
  member.failure = std::move(outcome.failure);
  member.item = std::move(outcome.returned_item);
  member.units = std::move(outcome.units);
}

void execute(OperationContext& context, Member& member) {
  attempt(member, [&] {
    if (!member.statement->is_read()) {
      return write(context, member);
    }
    context.transactions.read(
        [&](storage::Transaction& transaction) { read(context, transaction, member); });
  });
}

// {"TableName":"t","Item":{...}} or {"Error":{"Code":"...","Message":"..."},"TableName":"t"}
void append_response(std::string& out, const Member& member) {
  out.push_back('{');
  const CancellationReason& failure = member.failure;
  if (failure.code != "None") {
    out.append(R"("Error":{"Code":)").append(dynamodb::json_string(failure.code));
    out.append(R"(,"Message":)").append(dynamodb::json_string(failure.message));
    if (!failure.item_json.empty()) {
      out.append(R"(,"Item":)").append(failure.item_json);
    }
    out.push_back('}');
  }
  if (member.statement) {
    out.append(out.ends_with('{') ? "" : ",").append(R"("TableName":)");
    dynamodb::append_json_string(out, member.statement->table);
  }
  if (!member.item.empty()) {
    out.append(R"(,"Item":)").append(member.item);
  }
  out.push_back('}');
}

}  // namespace

std::string batch_execute_statement(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  std::vector<Member> members = read_members(request);
  check_not_mixed(members);
  check_distinct(context, members);

  std::string answer = R"({"Responses":[)";
  UnitsByStatement units;
  for (Member& member : members) {
    if (member.statement) {
      execute(context, member);
    }
    answer.append(answer.ends_with('[') ? "" : ",");
    append_response(answer, member);
    if (member.units) {
      units.emplace_back(member.statement->table, *member.units);
    }
  }
  answer.push_back(']');
  append_consumed_capacities_member(answer, capacity_detail_of(request), units);
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations
