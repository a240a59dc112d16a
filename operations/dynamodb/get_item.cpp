// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
//
// No item: an answer without Item. Every read is strongly consistent here; ConsistentRead decides
// only what it costs.
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/item_rules.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/expression_fields.h"
#include "operations/dynamodb/item_projection.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/throttle.h"
#include "operations/dynamodb/write_answer.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::ValueLayer;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetItemInput", {{"TableName", table_name_shape(), Presence::Required},
                       {"Key", attribute_map(), Presence::Required},
                       {"AttributesToGet", attribute_names_shape()},
                       {"ConsistentRead", Shape::boolean()},
                       {"ReturnConsumedCapacity", return_consumed_capacity_shape()},
                       {"ProjectionExpression", Shape::string()},
                       {"ExpressionAttributeNames", expression_attribute_names_shape()}});
  return shape;
}

const ExpressionFields expression_fields{{"AttributesToGet"}, {"ProjectionExpression"}, {}};

}  // namespace

std::string get_item(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  const dynamodb::AttributeMap key_map =
      dynamodb::parse_attribute_map(request.required("Key"), ValueLayer::Bare);
  auto placeholders = read_placeholders(request, expression_fields, ValueLayer::Bare);
  const ItemProjection projection(request, placeholders);
  const std::string table_name = table_name_of(request, context);

  std::optional<std::string> stored;
  ConsumedUnits units;
  Consumption consumption(context);
  context.transactions.read([&](storage::Transaction& transaction) {
    const auto table =
        found_or_throw(context.catalog.find(transaction, context.name_space, table_name), context);
    const dynamodb::Key key = dynamodb::key_from_map(key_map, *table);
    placeholders.require_all_used();
    dynamodb::check_key_attributes_are_scalar(projection.paths(), *table);
    stored = transaction.get(storage::item_key(*table, key));
    units.table = dynamodb::read_units(stored_size_bytes(stored),
                                       request.boolean("ConsistentRead").value_or(false));
    consumption.require(*table, Access::Read, units);
  });

  std::string answer = "{";
  if (stored) {
    answer.append(R"("Item":)");
    projection.append(answer, storage::StoredItem(*stored));
  }
  append_consumed_capacity_member(answer, capacity_detail_of(request),
                                  request.required("TableName").as_string(), units);
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations
