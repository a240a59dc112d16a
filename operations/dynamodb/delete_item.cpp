// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
//
// Deleting an item that is not there succeeds, costs a unit and leaves no record.
#include "dynamodb/api_error.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/item_rules.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/expression_fields.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/throttle.h"
#include "operations/dynamodb/write_answer.h"
#include "operations/dynamodb/write_condition.h"
#include "operations/operation.h"
#include "operations/request.h"
#include "storage/item_writer.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::ValueLayer;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DeleteItemInput",
      {{"TableName", table_name_shape(), Presence::Required},
       {"Key", attribute_map(), Presence::Required},
       {"Expected", expected_shape()},
       {"ReturnValues", return_values_shape()},
       {"ReturnConsumedCapacity", return_consumed_capacity_shape()},
       {"ReturnItemCollectionMetrics", return_item_collection_metrics_shape()},
       {"ConditionalOperator", Shape::string()},
       {"ConditionExpression", Shape::string()},
       {"ExpressionAttributeNames", expression_attribute_names_shape()},
       {"ExpressionAttributeValues", attribute_map()},
       {"ReturnValuesOnConditionCheckFailure", Shape::string().one_of({"ALL_OLD", "NONE"})}});
  return shape;
}

const ExpressionFields expression_fields{
    {"Expected", "ConditionalOperator"}, {"ConditionExpression"}, {"ConditionExpression"}};

}  // namespace

std::string delete_item(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  const dynamodb::AttributeMap key_map =
      dynamodb::parse_attribute_map(request.required("Key"), ValueLayer::Enveloped);
  auto placeholders = read_placeholders(request, expression_fields, ValueLayer::Enveloped);
  const WriteCondition condition(request, placeholders);
  const bool returns_old = returns_old_item(request);
  const std::string table_name = table_name_of(request, context);

  std::optional<std::string> old_bytes;
  ConsumedUnits units;
  ItemCollections collections(request);
  Consumption consumption(context);
  context.transactions.write(table_name, [&](storage::WriteTransaction& transaction) {
    const auto table = found_or_throw(
        context.catalog.find_for_share(transaction.bytes(), context.name_space, table_name),
        context);
    const dynamodb::Key key = dynamodb::key_from_map(key_map, *table);
    placeholders.require_all_used();
    dynamodb::check_key_attributes_are_scalar(condition.paths(), *table);
    storage::ItemWriter writer(transaction, *table);
    old_bytes = writer.read_for_update(key);
    consumption.require_attempt(*table, old_bytes, 0);
    condition.require(old_bytes);
    units = {};
    units.add_indexes(writer.erase(key, old_bytes), *table);
    collections.clear();
    collections.add(table_name, *table, key, transaction.bytes());
    units.table = dynamodb::write_units(stored_size_bytes(old_bytes), 0);
    consumption.require(*table, Access::Write, units);
  });
  return write_answer(request, returns_old ? old_bytes : std::nullopt, units, collections);
}

}  // namespace tombola::operations
