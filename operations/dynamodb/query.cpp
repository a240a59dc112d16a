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
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/expression_fields.h"
#include "operations/dynamodb/old_enumerations.h"
#include "operations/dynamodb/page_answer.h"
#include "operations/dynamodb/read_target.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/throttle.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::ValueLayer;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "QueryInput",
      {{"TableName", table_name_shape(), Presence::Required},
       {"IndexName", Shape::string()
                         .pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name)
                         .length(3, 255)},
       {"Select", Shape::string()},
       {"AttributesToGet", attribute_names_shape()},
       {"Limit", Shape::integer().range(1, INT32_MAX)},
       {"ConsistentRead", Shape::boolean()},
       {"KeyConditions", filter_conditions_shape()},
       {"QueryFilter", filter_conditions_shape()},
       {"ConditionalOperator", Shape::string()},
       {"ScanIndexForward", Shape::boolean()},
       {"ExclusiveStartKey", attribute_map()},
       {"ReturnConsumedCapacity", Shape::string()},
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
// KeyConditions are older than KeyConditionExpression but filters and projections are not, so they
// go together with these.
const ExpressionFields expression_fields_beside_key_conditions{
    {"AttributesToGet", "QueryFilter", "ConditionalOperator"},
    {"ProjectionExpression", "FilterExpression"},
    {"FilterExpression"}};

const ExpressionFields& expression_fields_of(const Request& request) {
  return request.has("KeyConditions") && !request.has("KeyConditionExpression")
             ? expression_fields_beside_key_conditions
             : expression_fields;
}

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

void check_filter(const Request& request, const std::optional<dynamodb::Condition>& filter,
                  const ReadTarget& target) {
  if (!filter) {
    return;
  }
  dynamodb::check_key_attributes_are_scalar(filter->paths(), target.table());
  dynamodb::check_filter_has_no_keys(filter->paths(), target.key_names(),
                                     request.has("QueryFilter")
                                         ? dynamodb::QueryFilterForm::QueryFilter
                                         : dynamodb::QueryFilterForm::FilterExpression);
  target.require_filter_projected(filter->paths());
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

// A ConditionalOperator that is none is told before them, with the filter.
bool has_unknown_operator(const Request& request) {
  const auto name = request.string("ConditionalOperator");
  return name && *name != "AND" && *name != "OR";
}

}  // namespace

std::string query(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  if (!has_unknown_operator(request)) {
    check_old_enumerations_of_query(json);
  }
  const auto start = start_key_of(request, ValueLayer::Bare);
  auto placeholders = read_placeholders(request, expression_fields_of(request), ValueLayer::Bare);
  const ItemProjection projection(request, placeholders);
  const auto filter = read_filter(request, placeholders);
  const dynamodb::KeyCondition key_condition = read_key_condition(request, placeholders);
  placeholders.require_all_used();
  check_select(request);
  const std::string table_name = table_name_of(request, context);
  const auto direction = request.boolean("ScanIndexForward").value_or(true)
                             ? storage::Direction::Forward
                             : storage::Direction::Backward;

  std::string answer;
  Consumption consumption(context);
  context.transactions.read([&](storage::Transaction& transaction) {
    const ReadTarget target(
        found_or_throw(context.catalog.find(transaction, context.name_space, table_name), context),
        request, projection, context);
    const dynamodb::KeySchema schema = target.key_schema();
    const std::string start_row = start ? target.row_key_of_start(*start) : "";
    const dynamodb::KeyRange condition = key_condition.resolve(schema);
    check_filter(request, filter, target);
    storage::KeyRange range = target.query_range(condition);
    if (start) {
      check_start_key(*start, condition, schema);
      range = storage::behind(std::move(range), start_row, direction);
    }
    answer = PageAnswer(request, target, projection, filter)
                 .text(transaction, std::move(range), direction, consumption);
  });
  return answer;
}

}  // namespace tombola::operations
