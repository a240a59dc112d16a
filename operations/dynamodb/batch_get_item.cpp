// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
//
// Values and duplicates are checked before the tables are looked up. An answer holds 16 MB at most;
// the keys beyond come back in UnprocessedKeys, and so do those of a table whose capacity is used
// up; if that refuses all of them, it is an error. Missing items are just absent.
#include <algorithm>

#include "dynamodb/api_error.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/json/json_text.h"
#include "dynamodb/limits.h"
#include "dynamodb/model/attribute_json.h"
#include "dynamodb/validation/item_rules.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/consumed_capacity.h"
#include "operations/dynamodb/expression_fields.h"
#include "operations/dynamodb/item_projection.h"
#include "operations/dynamodb/old_enumerations.h"
#include "operations/dynamodb/table_name.h"
#include "operations/dynamodb/throttle.h"
#include "operations/dynamodb/write_answer.h"
#include "operations/operation.h"
#include "operations/request.h"

namespace tombola::operations {
namespace {

using dynamodb::ApiError;
using dynamodb::AttributeMap;
using dynamodb::Presence;
using dynamodb::Shape;
using dynamodb::ValueLayer;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "BatchGetItemInput",
      {{"RequestItems",
        Shape::map_of(
            Shape::structure(
                "KeysAndAttributes",
                {{"Keys", Shape::list_of(attribute_map()).length(1, limits::batch_get_keys_max),
                  Presence::Required},
                 {"AttributesToGet", attribute_names_shape()},
                 {"ConsistentRead", Shape::boolean()},
                 {"ProjectionExpression", Shape::string()},
                 {"ExpressionAttributeNames", expression_attribute_names_shape()}}))
            .length(1, limits::batch_get_keys_max),
        Presence::Required},
       {"ReturnConsumedCapacity", Shape::string()}});
  return shape;
}

const ExpressionFields expression_fields{{"AttributesToGet"}, {"ProjectionExpression"}, {}};

// One table's part of the request.
struct TableRead {
  std::string_view table_as_given;
  std::string table_name;
  Request request;
  std::vector<AttributeMap> keys;
  ItemProjection projection;
};

std::vector<AttributeMap> read_keys(const Request& request) {
  std::vector<AttributeMap> keys;
  for (dynamodb::JsonValue json : request.required("Keys").elements()) {
    keys.push_back(dynamodb::parse_attribute_map(json, ValueLayer::Bare));
    if (std::find(keys.begin(), keys.end() - 1, keys.back()) != keys.end() - 1) {
      throw ApiError::validation("Provided list of item keys contains duplicates");
    }
  }
  return keys;
}

// What may not be mixed within one table's part may not be mixed between the parts either.
void check_not_mixed(const Request& request) {
  dynamodb::ExpressionParameters parameters;
  for (dynamodb::JsonValue::Member table : request.required("RequestItems").members()) {
    const Request part(table.value);
    if (part.has("AttributesToGet") && parameters.legacy.empty()) {
      parameters.legacy.push_back("AttributesToGet");
    }
    if (part.has("ProjectionExpression") && parameters.expressions.empty()) {
      parameters.expressions.push_back("ProjectionExpression");
    }
  }
  dynamodb::check_expression_parameters(parameters, ValueLayer::Bare);
}

std::vector<TableRead> read_tables(const Request& request, const OperationContext& context) {
  std::vector<TableRead> reads;
  std::size_t key_count = 0;
  for (dynamodb::JsonValue::Member table : request.required("RequestItems").members()) {
    const Request part(table.value);
    std::vector<AttributeMap> keys = read_keys(part);
    key_count += keys.size();
    auto placeholders = read_placeholders(part, expression_fields, ValueLayer::Bare);
    ItemProjection projection(part, placeholders);
    placeholders.require_all_used();
    reads.push_back({table.name, resolve_table_name(table.name, context), part, std::move(keys),
                     std::move(projection)});
  }
  check_not_mixed(request);
  if (key_count > limits::batch_get_keys_max) {
    throw ApiError::validation("Too many items requested for the BatchGetItem call");
  }
  return reads;
}

// The answer as it grows.
class BatchAnswer {
 public:
  void begin_table(const TableRead& read) {
    responses_.append(responses_.empty() ? "" : "],");
    dynamodb::append_json_string(responses_, read.table_as_given);
    responses_.append(":[");
    units_[read.table_as_given];
  }

  bool is_full() const { return size_bytes_ >= limits::batch_get_reply_bytes_max; }

  bool is_without_any_read() const { return read_count_ == 0; }

  void add(const TableRead& read, const std::optional<std::string>& stored,
           const ConsumedUnits& units) {
    ++read_count_;
    units_[read.table_as_given] += units;
    if (stored) {
      responses_.append(responses_.ends_with('[') ? "" : ",");
      read.projection.append(responses_, storage::StoredItem(*stored));
      size_bytes_ += stored_size_bytes(stored);
    }
  }

  // Keys from `first` on, with the parameters they came with.
  void leave_unprocessed(const TableRead& read, std::size_t first) {
    unprocessed_.append(unprocessed_.empty() ? "" : ",");
    dynamodb::append_json_string(unprocessed_, read.table_as_given);
    unprocessed_.append(R"(:{"Keys":[)");
    for (std::size_t i = first; i < read.keys.size(); ++i) {
      unprocessed_.append(i == first ? "" : ",");
      dynamodb::append_json(unprocessed_, read.keys[i]);
    }
    unprocessed_.push_back(']');
    append_parameters(read.request);
    unprocessed_.push_back('}');
  }

  std::string text(CapacityDetail detail) const {
    std::string answer = R"({"Responses":{)" + responses_ + (responses_.empty() ? "" : "]") +
                         R"(},"UnprocessedKeys":{)" + unprocessed_ + "}";
    append_consumed_capacities_member(answer, detail, units_);
    answer.push_back('}');
    return answer;
  }

 private:
  void append_parameters(const Request& request) {
    if (const auto consistent = request.boolean("ConsistentRead")) {
      unprocessed_.append(R"(,"ConsistentRead":)").append(*consistent ? "true" : "false");
    }
    if (const auto text = request.string("ProjectionExpression")) {
      unprocessed_.append(R"(,"ProjectionExpression":)");
      dynamodb::append_json_string(unprocessed_, *text);
    }
    if (const auto names = request.member("ExpressionAttributeNames")) {
      unprocessed_.append(R"(,"ExpressionAttributeNames":{)");
      for (dynamodb::JsonValue::Member name : names->members()) {
        unprocessed_.append(unprocessed_.ends_with('{') ? "" : ",");
        dynamodb::append_json_string(unprocessed_, name.name);
        unprocessed_.push_back(':');
        dynamodb::append_json_string(unprocessed_, name.value.as_string());
      }
      unprocessed_.push_back('}');
    }
    if (const auto attributes = request.member("AttributesToGet")) {
      unprocessed_.append(R"(,"AttributesToGet":[)");
      for (dynamodb::JsonValue name : attributes->elements()) {
        unprocessed_.append(unprocessed_.ends_with('[') ? "" : ",");
        dynamodb::append_json_string(unprocessed_, name.as_string());
      }
      unprocessed_.push_back(']');
    }
  }

  std::string responses_;
  std::string unprocessed_;
  std::size_t size_bytes_ = 0;
  std::size_t read_count_ = 0;
  UnitsByTable units_;
};

// What refused the rest of the table, if anything did.
std::optional<ThrottlingRefusal> read_table(const TableRead& read, OperationContext& context,
                                            storage::Transaction& transaction, BatchAnswer& answer,
                                            Consumption& consumption) {
  const bool consistent = read.request.boolean("ConsistentRead").value_or(false);
  const auto table = found_or_throw(
      context.catalog.find(transaction, context.name_space, read.table_name), context);
  std::vector<std::string> row_keys;
  for (const AttributeMap& key : read.keys) {
    row_keys.push_back(storage::item_key(*table, dynamodb::key_from_map(key, *table)));
  }
  dynamodb::check_key_attributes_are_scalar(read.projection.paths(), *table);
  answer.begin_table(read);
  for (std::size_t i = 0; i < row_keys.size(); ++i) {
    if (answer.is_full()) {
      answer.leave_unprocessed(read, i);
      break;
    }
    const auto stored = transaction.get(row_keys[i]);
    ConsumedUnits units;
    units.table = dynamodb::read_units(stored_size_bytes(stored), consistent);
    if (auto refusal = consumption.admit(*table, Access::Read, units)) {
      answer.leave_unprocessed(read, i);
      return refusal;
    }
    answer.add(read, stored, units);
  }
  return std::nullopt;
}

}  // namespace

std::string batch_get_item(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  check_old_enumerations_of_reads(json);
  const std::vector<TableRead> reads = read_tables(request, context);

  BatchAnswer answer;
  Consumption consumption(context);
  std::optional<ThrottlingRefusal> refusal;
  context.transactions.read([&](storage::Transaction& transaction) {
    for (const TableRead& read : reads) {
      if (auto throttled = read_table(read, context, transaction, answer, consumption)) {
        refusal = std::move(throttled);
      }
    }
  });
  if (refusal && answer.is_without_any_read()) {
    throw refusal->error();
  }
  return answer.text(capacity_detail_of(request));
}

}  // namespace tombola::operations
