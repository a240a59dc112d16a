// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
//
// A page ends after Limit items or 1 MB of items, both counted before the filter; LastEvaluatedKey
// says that it ended early, even when nothing follows.
// Order of complaints: constraints, expressions, Select, table, ExclusiveStartKey, key condition
// against the schema, filter on key attributes.
#include "dynamodb/api_error.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/expressions/key_condition.h"
#include "dynamodb/expressions/legacy_parameters.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/item_rules.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/expression_fields.h"
#include "operations/dynamodb/page_answer.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/item_range.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::TableDefinition;
using dynamodb::ValueLayer;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "QueryInput",
      {{"TableName", table_name_shape(), Presence::Required},
       {"IndexName", Shape::string()
                         .pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name)
                         .length(3, 255)},
       {"Select", select_shape()},
       {"AttributesToGet", attribute_names_shape()},
       {"Limit", Shape::integer().range(1, INT32_MAX)},
       {"ConsistentRead", Shape::boolean()},
       {"KeyConditions", filter_conditions_shape()},
       {"QueryFilter", filter_conditions_shape()},
       {"ConditionalOperator", conditional_operator_shape()},
       {"ScanIndexForward", Shape::boolean()},
       {"ExclusiveStartKey", attribute_map()},
       {"ReturnConsumedCapacity", return_consumed_capacity_shape()},
       {"ProjectionExpression", Shape::string()},
       {"FilterExpression", Shape::string()},
       {"KeyConditionExpression", Shape::string()},
       {"ExpressionAttributeNames", expression_attribute_names_shape()},
       {"ExpressionAttributeValues", attribute_map()}});
  return shape;
}

const ExpressionFields expression_fields{
    {"AttributesToGet", "QueryFilter", "ConditionalOperator", "KeyConditions"},
    {"ProjectionExpression", "FilterExpression", "KeyConditionExpression"},
    {"FilterExpression", "KeyConditionExpression"}};

dynamodb::KeyCondition read_key_condition(const Request& request,
                                          dynamodb::ExpressionPlaceholders& placeholders) {
  if (const auto text = request.string("KeyConditionExpression")) {
    return dynamodb::KeyCondition::parse(*text, placeholders);
  }
  if (const auto conditions = request.member("KeyConditions")) {
    return dynamodb::parse_key_conditions(*conditions, placeholders.layer());
  }
  throw ApiError::validation(
      "Either the KeyConditions or KeyConditionExpression parameter must be specified in the "
      "request.");
}

std::optional<dynamodb::Condition> read_filter(const Request& request,
                                               dynamodb::ExpressionPlaceholders& placeholders) {
  if (const auto text = request.string("FilterExpression")) {
    return dynamodb::Condition::parse(*text, dynamodb::ExpressionKind::Filter, placeholders);
  }
  return dynamodb::parse_legacy_filter(request.member("QueryFilter"),
                                       request.string("ConditionalOperator"), placeholders.layer());
}

dynamodb::KeySchema key_schema_of(const TableDefinition& table) {
  dynamodb::KeySchema schema;
  schema.hash.push_back(table.hash_key);
  if (table.range_key) {
    schema.range.push_back(*table.range_key);
  }
  return schema;
}

std::vector<std::string> key_names_of(const TableDefinition& table) {
  std::vector<std::string> names = {table.hash_key.name};
  if (table.range_key) {
    names.push_back(table.range_key->name);
  }
  return names;
}

void check_filter(const Request& request, const std::optional<dynamodb::Condition>& filter,
                  const TableDefinition& table) {
  if (!filter) {
    return;
  }
  const std::vector<std::string> key_names = key_names_of(table);
  dynamodb::check_filter_has_no_keys(filter->paths(), key_names,
                                     request.has("QueryFilter")
                                         ? dynamodb::QueryFilterForm::QueryFilter
                                         : dynamodb::QueryFilterForm::FilterExpression);
  dynamodb::check_key_attributes_are_scalar(filter->paths(), {key_names, {}});
}

// The start key must lie where the query reads.
void check_start_key(const dynamodb::AttributeMap& start, const dynamodb::KeyRange& condition,
                     const dynamodb::KeySchema& schema) {
  if (!condition.hash_matches(schema, start)) {
    throw ApiError::validation(
        "The provided starting key is outside query boundaries based on provided conditions");
  }
  if (!condition.range_matches(schema, start)) {
    throw ApiError::validation("The provided starting key does not match the range key predicate");
  }
}

}  // namespace

std::string query(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  std::optional<dynamodb::AttributeMap> start;
  if (const auto start_json = request.member("ExclusiveStartKey")) {
    start = dynamodb::parse_attribute_map(*start_json, ValueLayer::Bare);
  }
  auto placeholders = read_placeholders(request, expression_fields, ValueLayer::Bare);
  const ItemProjection projection(request, placeholders);
  const auto filter = read_filter(request, placeholders);
  const dynamodb::KeyCondition key_condition = read_key_condition(request, placeholders);
  placeholders.require_all_used();
  check_select(request, request.has("IndexName"));
  const std::string table_name = table_name_of(request, context);
  const auto direction = request.boolean("ScanIndexForward").value_or(true)
                             ? storage::Direction::Forward
                             : storage::Direction::Backward;

  std::string answer;
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table =
        found_or_throw(context.catalog.find(transaction, context.name_space, table_name));
    check_index(request);
    const dynamodb::KeySchema schema = key_schema_of(*table);
    std::optional<dynamodb::Key> start_key;
    if (start) {
      start_key = dynamodb::start_key_from_map(*start, *table);
    }
    const dynamodb::KeyRange condition = key_condition.resolve(schema);
    check_filter(request, filter, *table);
    storage::KeyRange range = storage::query_range(*table, condition);
    if (start_key) {
      check_start_key(*start, condition, schema);
      range = storage::behind(std::move(range), storage::item_key(*table, *start_key), direction);
    }
    const storage::ItemPage page = read_page(transaction, request, std::move(range), direction);
    answer = PageAnswer(request, projection, filter).text(page, *table);
  });
  return answer;
}

}  // namespace tombola::operations
