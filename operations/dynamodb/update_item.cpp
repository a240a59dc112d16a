// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
//
// Order of complaints: constraints, values, expression parameters, the update, the condition,
// unused placeholders, table, key, size, the condition itself, and what the update cannot do to
// this item.
#include "dynamodb/api_error.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/expressions/legacy_parameters.h"
#include "dynamodb/expressions/update.h"
#include "dynamodb/limits.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/index_rules.h"
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

using dynamodb::ApiError;
using dynamodb::Item;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::ValueLayer;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateItemInput",
      {{"TableName", table_name_shape(), Presence::Required},
       {"Key", attribute_map(), Presence::Required},
       {"AttributeUpdates", Shape::map_of(Shape::structure(
                                "AttributeValueUpdate",
                                {{"Value", Shape::attribute_value()},
                                 {"Action", Shape::string().one_of({"ADD", "PUT", "DELETE"})}}))},
       {"Expected", expected_shape()},
       {"ConditionalOperator", Shape::string()},
       {"ReturnValues", return_values_shape()},
       {"ReturnConsumedCapacity", return_consumed_capacity_shape()},
       {"ReturnItemCollectionMetrics", return_item_collection_metrics_shape()},
       {"UpdateExpression", Shape::string()},
       {"ConditionExpression", Shape::string()},
       {"ExpressionAttributeNames", expression_attribute_names_shape()},
       {"ExpressionAttributeValues", attribute_map()},
       {"ReturnValuesOnConditionCheckFailure", Shape::string().one_of({"ALL_OLD", "NONE"})}});
  return shape;
}

// Without a Key all is told in the old words, in another order. Source:
// paritysuite/dynamodb-conformance, observed in eu-west-2 and us-east-1, 2026-10-09.
const Shape& fields_without_key() {
  static const Shape shape = Shape::structure(
      "UpdateEnumerations",
      {{"ReturnConsumedCapacity", return_consumed_capacity_shape()},
       {"TableName", table_name_shape(), Presence::Required},
       {"ReturnValues",
        Shape::string().one_of({"ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"})},
       {"ReturnItemCollectionMetrics", return_item_collection_metrics_shape()},
       {"ConditionalOperator", Shape::string().one_of({"OR", "AND"})},
       {"Key", attribute_map(), Presence::Required}});
  return shape;
}

const ExpressionFields expression_fields{{"AttributeUpdates", "Expected", "ConditionalOperator"},
                                         {"UpdateExpression", "ConditionExpression"},
                                         {"UpdateExpression", "ConditionExpression"}};

dynamodb::Update read_update(const Request& request,
                             dynamodb::ExpressionPlaceholders& placeholders) {
  if (const auto text = request.string("UpdateExpression")) {
    return dynamodb::Update::parse(*text, placeholders);
  }
  if (const auto updates = request.member("AttributeUpdates")) {
    return dynamodb::parse_attribute_updates(*updates, placeholders.layer());
  }
  return dynamodb::Update();
}

void check_spares_keys(const dynamodb::Update& update, const dynamodb::TableDefinition& table) {
  std::vector<std::string> key_names = {table.hash_key.name};
  if (table.range_key) {
    key_names.push_back(table.range_key->name);
  }
  update.check_spares_keys(key_names);
  dynamodb::check_index_key_types(update, table);
  dynamodb::check_key_attributes_are_scalar(update.paths(), table);
}

void check_size(std::size_t size_bytes) {
  if (size_bytes > limits::item_size_bytes_max) {
    throw ApiError::validation("Item size to update has exceeded the maximum allowed size");
  }
}

// An item before and after.
struct Change {
  std::optional<Item> before;
  std::optional<Item> after;
};

// The size is looked at before the condition (observed on AWS), although what the update cannot do
// to this item is told after it.
Change apply(const dynamodb::Update& update, const WriteCondition& condition,
             const std::optional<std::string>& old_bytes, const dynamodb::AttributeMap& key) {
  Change change;
  if (old_bytes) {
    change.before = storage::StoredItem(*old_bytes).item();
  }
  check_size(update.statement_size_bytes());
  std::optional<ApiError> refusal;
  try {
    change.after = update.apply(change.before ? &*change.before : nullptr, key);
  } catch (const ApiError& error) {
    refusal = error;
  }
  check_size(change.after ? dynamodb::item_size_bytes(*change.after) : 0);
  condition.require(old_bytes);
  if (refusal) {
    throw *refusal;
  }
  return change;
}

// ReturnValues. Nothing to show: no Attributes.
std::string returned_attributes(std::string_view wanted, const dynamodb::Update& update,
                                const Change& change) {
  const bool old = wanted == "ALL_OLD" || wanted == "UPDATED_OLD";
  const std::optional<Item>& item = old ? change.before : change.after;
  if (wanted == "NONE" || !item) {
    return "";
  }
  if (wanted.starts_with("ALL")) {
    return dynamodb::to_json(*item);
  }
  const dynamodb::AttributeMap updated = update.updated_attributes(*item);
  return updated.empty() ? "" : dynamodb::to_json(updated);
}

}  // namespace

std::string update_item(OperationContext& context, dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  if (!Request(json).has("Key")) {
    dynamodb::check_constraints(json, fields_without_key(), dynamodb::Wording::Old);
  }
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  const dynamodb::AttributeMap key_map =
      dynamodb::parse_attribute_map(request.required("Key"), ValueLayer::Enveloped);
  auto placeholders = read_placeholders(request, expression_fields, ValueLayer::Enveloped);
  const dynamodb::Update update = read_update(request, placeholders);
  const WriteCondition condition(request, placeholders);
  placeholders.require_all_used();
  const std::string table_name = table_name_of(request, context);

  Change change;
  ConsumedUnits units;
  ItemCollections collections(request);
  Consumption consumption(context);
  context.transactions.write(table_name, [&](storage::WriteTransaction& transaction) {
    const auto table = found_or_throw(
        context.catalog.find_for_share(transaction.bytes(), context.name_space, table_name),
        context);
    const dynamodb::Key key = dynamodb::key_from_map(key_map, *table);
    check_spares_keys(update, *table);
    dynamodb::check_key_attributes_are_scalar(condition.paths(), *table);
    storage::ItemWriter writer(transaction, *table);
    const std::optional<std::string> old_bytes = writer.read_for_update(key);
    consumption.require_attempt(*table, old_bytes, 0);
    change = apply(update, condition, old_bytes, key_map);
    units = {};
    if (change.after) {
      dynamodb::check_index_keys(*change.after, *table, true);
      units.add_indexes(writer.put(key, old_bytes, *change.after), *table);
    }
    units.table = dynamodb::write_units(
        stored_size_bytes(old_bytes), change.after ? dynamodb::item_size_bytes(*change.after) : 0);
    collections.clear();
    collections.add(table_name, *table, key, transaction.bytes());
    consumption.require(*table, Access::Write, units);
  });

  std::string answer = "{";
  const std::string attributes =
      returned_attributes(request.string("ReturnValues").value_or("NONE"), update, change);
  if (!attributes.empty()) {
    answer.append(R"("Attributes":)").append(attributes);
  }
  append_consumed_capacity_member(answer, capacity_detail_of(request),
                                  request.required("TableName").as_string(), units);
  collections.append_member(answer);
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations
