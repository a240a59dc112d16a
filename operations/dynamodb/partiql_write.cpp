#include "operations/dynamodb/partiql_write.h"

#include "dynamodb/api_error.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/partiql/where_clause.h"
#include "operations/dynamodb/partiql_statement.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/throttle.h"
#include "operations/dynamodb/write_answer.h"
#include "storage/item_writer.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::ConditionNode;
using dynamodb::partiql::Returning;
using dynamodb::partiql::Statement;

TransactAction::Type action_type(Statement::Type type) {
  switch (type) {
    case Statement::Type::Insert:
      return TransactAction::Type::Insert;
    case Statement::Type::Update:
      return TransactAction::Type::Update;
    case Statement::Type::Delete:
      return TransactAction::Type::Delete;
    default:
      return TransactAction::Type::ConditionCheck;
  }
}

// The rest of the WHERE clause, and that the item is there.
ConditionNode with_existence(const std::string& hash_key, std::optional<ConditionNode> rest) {
  ConditionNode exists;
  exists.type = ConditionNode::Type::AttributeExists;
  exists.operands.push_back({dynamodb::DocumentPath::attribute(hash_key), false});
  if (!rest) {
    return exists;
  }
  ConditionNode both;
  both.children.push_back(std::move(exists));
  both.children.push_back(std::move(*rest));
  return both;
}

std::string json_or_nothing(const std::optional<std::string>& bytes) {
  return bytes ? std::string(storage::StoredItem(*bytes).json()) : "";
}

// Of an item, the attributes that the update has changed.
std::string modified(const TransactAction& action, const dynamodb::Item& item) {
  const dynamodb::AttributeMap attributes = action.update()->updated_attributes(item);
  return attributes.empty() ? "" : dynamodb::to_json(attributes);
}

std::string returned_item(Returning returning, const TransactAction& action,
                          const std::optional<std::string>& old_bytes) {
  switch (returning) {
    case Returning::Nothing:
      return "";
    case Returning::AllOld:
      return json_or_nothing(old_bytes);
    case Returning::AllNew:
      return dynamodb::to_json(*action.new_item());
    case Returning::ModifiedOld:
      return modified(action, storage::StoredItem(*old_bytes).item());
    case Returning::ModifiedNew:
      return modified(action, *action.new_item());
  }
  return "";
}

}  // namespace

TransactAction write_action(const Statement& statement, const dynamodb::TableDefinition& table,
                            bool returns_item_on_failure) {
  TransactAction::Parts parts{action_type(statement.type),
                              statement.table,
                              table.name,
                              {},
                              WriteCondition(std::nullopt, returns_item_on_failure),
                              std::nullopt};
  if (statement.type == Statement::Type::Insert) {
    parts.attributes = statement.item;
    return TransactAction(std::move(parts));
  }
  const std::vector<std::string> key_names = key_names_of(table);
  auto item = dynamodb::partiql::find_item(statement.where, key_names);
  if (!item) {
    throw ApiError::validation(
        "Where clause does not contain a mandatory equality on all key attributes");
  }
  parts.attributes = std::move(item->key);
  if (statement.type != Statement::Type::Delete) {
    item->rest = with_existence(table.hash_key.name, std::move(item->rest));
  }
  if (item->rest) {
    dynamodb::Condition condition(std::move(*item->rest));
    dynamodb::check_key_attributes_are_scalar(condition.paths(), {key_names, {}});
    parts.condition = WriteCondition(std::move(condition), returns_item_on_failure);
  }
  if (statement.type == Statement::Type::Update) {
    parts.update = statement.update;
  }
  return TransactAction(std::move(parts));
}

void WriteOutcome::throw_if_failed() const {
  if (failure.code == "None") {
    return;
  }
  if (failure.code == "ConditionalCheckFailed") {
    throw ApiError::conditional_check_failed(failure.item_json);
  }
  if (failure.code == "DuplicateItem") {
    throw ApiError::modelled("DuplicateItemException", failure.message);
  }
  throw ApiError::validation(failure.message);
}

WriteOutcome execute_write(OperationContext& context, const Statement& statement,
                           bool returns_item_on_failure) {
  const std::string table_name = resolve_table_name(statement.table, context);
  WriteOutcome outcome;
  Consumption consumption(context);
  context.transactions.write(table_name, [&](storage::WriteTransaction& transaction) {
    outcome = {};
    const auto table = found_or_throw(
        context.catalog.find_for_share(transaction.bytes(), context.name_space, table_name),
        context);
    TransactAction action = write_action(statement, *table, returns_item_on_failure);
    std::string refusal;
    const std::optional<dynamodb::Key> key = action.key(*table, refusal);
    if (!key) {
      throw ApiError::validation(refusal);
    }
    storage::ItemWriter writer(transaction, *table);
    const std::optional<std::string> old_bytes = writer.read_for_update(*key);
    CancellationReasons reasons;
    action.prepare(*table, old_bytes, reasons);
    outcome.failure = reasons.last();
    const bool is_done = outcome.failure.code == "None";
    if (is_done) {
      outcome.units.add_indexes(action.write(writer, *key, old_bytes), *table);
      outcome.returned_item = returned_item(statement.returning, action, old_bytes);
    }
    outcome.units.table =
        dynamodb::write_units(stored_size_bytes(old_bytes), is_done ? action.new_size_bytes() : 0);
    consumption.require(*table, Access::Write, outcome.units);
  });
  return outcome;
}

}  // namespace tombola::operations
