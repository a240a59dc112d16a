#include "operations/dynamodb/partiql_statement.h"

#include "dynamodb/limits.h"
#include "dynamodb/model/attribute_json.h"
#include "operations/dynamodb/table_name.h"

namespace tombola::operations {

using dynamodb::Presence;
using dynamodb::Shape;

std::vector<dynamodb::Field> statement_fields() {
  return {{"Statement", Shape::string().length(1, limits::partiql_statement_length_max),
           Presence::Required},
          {"Parameters", Shape::list_of(Shape::attribute_value()).length(1, SIZE_MAX / 2)},
          {"ReturnValuesOnConditionCheckFailure", Shape::string().one_of({"ALL_OLD", "NONE"})}};
}

dynamodb::partiql::Statement read_statement(const Request& request) {
  std::vector<dynamodb::AttributeValue> parameters;
  if (const auto list = request.member("Parameters")) {
    for (dynamodb::JsonValue json : list->elements()) {
      parameters.push_back(dynamodb::parse_attribute_value(json, dynamodb::ValueLayer::Bare));
    }
  }
  return dynamodb::partiql::parse_statement(request.required("Statement").as_string(), parameters);
}

bool returns_item_on_failure(const Request& request) {
  return request.string("ReturnValuesOnConditionCheckFailure") == "ALL_OLD";
}

std::vector<std::string> key_names_of(const dynamodb::TableDefinition& table) {
  std::vector<std::string> names = {table.hash_key.name};
  if (table.range_key) {
    names.push_back(table.range_key->name);
  }
  return names;
}

storage::TableSnapshot find_table(OperationContext& context, storage::Transaction& transaction,
                                  const dynamodb::partiql::Statement& statement) {
  return found_or_throw(context.catalog.find(transaction, context.name_space,
                                             resolve_table_name(statement.table, context)),
                        context);
}

}  // namespace tombola::operations
