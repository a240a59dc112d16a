// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
//
// All items as of one moment. A missing item, or one of which nothing is projected, answers {}.
// Keys that do not fit their table cancel the transaction; a table that is not there refuses the
// request.
#include <algorithm>

#include "dynamodb/api_error.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/item_rules.h"
#include "operations/dynamodb/api_transaction.h"
#include "operations/dynamodb/cancellation_reasons.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/expression_fields.h"
#include "operations/dynamodb/item_projection.h"
#include "operations/dynamodb/old_enumerations.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/transaction_rules.h"
#include "operations/dynamodb/write_answer.h"
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
      "TransactGetItemsInput",
      {{"TransactItems",
        Shape::list_of(
            Shape::structure(
                "TransactGetItem",
                {{"Get",
                  Shape::structure(
                      "Get", {{"Key", attribute_map(), Presence::Required},
                              {"TableName", table_name_shape(), Presence::Required},
                              {"ProjectionExpression", Shape::string()},
                              {"ExpressionAttributeNames", expression_attribute_names_shape()}}),
                  Presence::Required}}))
            .length(1, transact_items_max),
        Presence::Required},
       {"ReturnConsumedCapacity", Shape::string()}});
  return shape;
}

const ExpressionFields expression_fields{{}, {"ProjectionExpression"}, {}};

struct Get {
  std::string_view table_as_given;
  std::string table_name;
  dynamodb::AttributeMap key;
  ItemProjection projection;
};

std::vector<Get> read_gets(const Request& request, const OperationContext& context) {
  std::vector<Get> gets;
  for (dynamodb::JsonValue json : request.required("TransactItems").elements()) {
    const Request get(Request(json).required("Get"));
    auto key = dynamodb::parse_attribute_map(get.required("Key"), ValueLayer::Bare);
    auto placeholders = read_placeholders(get, expression_fields, ValueLayer::Bare);
    ItemProjection projection(get, placeholders);
    placeholders.require_all_used();
    gets.push_back({get.required("TableName").as_string(), table_name_of(get, context),
                    std::move(key), std::move(projection)});
  }
  return gets;
}

// The row of each item. Throws when a key does not fit, or two are alike.
std::vector<std::string> row_keys_of(const std::vector<Get>& gets,
                                     const std::vector<storage::TableSnapshot>& tables) {
  CancellationReasons reasons;
  std::vector<std::string> row_keys;
  for (std::size_t i = 0; i < gets.size(); ++i) {
    try {
      row_keys.push_back(
          storage::item_key(*tables[i], dynamodb::key_from_map(gets[i].key, *tables[i])));
      dynamodb::check_key_attributes_are_scalar(gets[i].projection.paths(), *tables[i]);
      reasons.add_none();
    } catch (const ApiError& error) {
      reasons.add_validation_error(error.message());
    }
  }
  check_distinct_items(row_keys);
  reasons.throw_if_cancelled();
  return row_keys;
}

}  // namespace

std::string transact_get_items(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  check_old_enumerations_of_reads(json);
  const std::vector<Get> gets = read_gets(request, context);

  std::string answer = R"({"Responses":[)";
  UnitsByTable units;
  Consumption consumption(context);
  context.transactions.read([&](storage::Transaction& transaction) {
    std::vector<storage::TableSnapshot> tables;
    for (const Get& get : gets) {
      tables.push_back(found_or_throw(
          context.catalog.find(transaction, context.name_space, get.table_name), context));
    }
    const std::vector<std::string> row_keys = row_keys_of(gets, tables);
    require_no_conflict(context, row_keys);
    CancellationReasons reasons;
    for (std::size_t i = 0; i < gets.size(); ++i) {
      const auto stored = transaction.get(row_keys[i]);
      std::string item;
      if (stored) {
        gets[i].projection.append(item, storage::StoredItem(*stored));
      }
      answer.append(i == 0 ? "{" : ",{");
      if (!item.empty() && item != "{}") {
        answer.append(R"("Item":)").append(item);
      }
      answer.push_back('}');
      ConsumedUnits consumed;
      consumed.table =
          dynamodb::read_units(stored_size_bytes(stored), true) * transaction_cost_factor;
      reasons.add(consumption.admit(*tables[i], Access::Read, consumed));
      units[gets[i].table_as_given] += consumed;
    }
    consumption.clear_if(reasons.is_cancelled());
    reasons.throw_if_cancelled();
  });
  answer.push_back(']');
  append_transaction_capacities_member(answer, capacity_detail_of(request), units,
                                       "ReadCapacityUnits");
  answer.push_back('}');
  return answer;
}

}  // namespace tombola::operations
