// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
//
// Items come in the order of their partition keys' hashes, the same on every scan. Segments are
// ranges of that hash, so they partition the table exactly.
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "dynamodb/expressions/key_attribute_rules.h"
#include "dynamodb/expressions/legacy_parameters.h"
#include "dynamodb/model/attribute_json.h"
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/expression_fields.h"
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

constexpr std::int64_t total_segments_max = 1'000'000;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ScanInput",
      {{"TableName", table_name_shape(), Presence::Required},
       {"IndexName", Shape::string()
                         .pattern(dynamodb::resource_name_pattern, dynamodb::is_resource_name)
                         .length(3, 255)},
       {"AttributesToGet", attribute_names_shape()},
       {"Limit", Shape::integer().range(1, INT32_MAX)},
       {"Select", select_shape()},
       {"ScanFilter", filter_conditions_shape()},
       {"ConditionalOperator", conditional_operator_shape()},
       {"ExclusiveStartKey", attribute_map()},
       {"ReturnConsumedCapacity", return_consumed_capacity_shape()},
       {"TotalSegments", Shape::integer().range(1, total_segments_max)},
       {"Segment", Shape::integer().range(0, total_segments_max - 1)},
       {"ProjectionExpression", Shape::string()},
       {"FilterExpression", Shape::string()},
       {"ExpressionAttributeNames", expression_attribute_names_shape()},
       {"ExpressionAttributeValues", attribute_map()},
       {"ConsistentRead", Shape::boolean()}});
  return shape;
}

const ExpressionFields expression_fields{{"AttributesToGet", "ScanFilter", "ConditionalOperator"},
                                         {"ProjectionExpression", "FilterExpression"},
                                         {"FilterExpression"}};

struct Segment {
  std::uint64_t index = 0;
  std::uint64_t total = 1;
};

Segment read_segment(const Request& request) {
  const auto index = request.integer("Segment");
  const auto total = request.integer("TotalSegments");
  if (index && !total) {
    throw ApiError::validation(
        "The TotalSegments parameter is required but was not present in the request when Segment "
        "parameter is present");
  }
  if (!index && total) {
    throw ApiError::validation(
        "The Segment parameter is required but was not present in the request when parameter "
        "TotalSegments is present");
  }
  if (!index) {
    return {};
  }
  if (*index >= *total) {
    throw ApiError::validation(
        "The Segment parameter is zero-based and must be less than parameter TotalSegments");
  }
  return {static_cast<std::uint64_t>(*index), static_cast<std::uint64_t>(*total)};
}

std::optional<dynamodb::Condition> read_filter(const Request& request,
                                               dynamodb::ExpressionPlaceholders& placeholders) {
  if (const auto text = request.string("FilterExpression")) {
    return dynamodb::Condition::parse(*text, dynamodb::ExpressionKind::Filter, placeholders);
  }
  return dynamodb::parse_legacy_filter(request.member("ScanFilter"),
                                       request.string("ConditionalOperator"), placeholders.layer());
}

}  // namespace

std::string scan(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::New);
  const Segment segment = read_segment(request);
  const auto start = start_key_of(request, ValueLayer::Older);
  auto placeholders = read_placeholders(request, expression_fields, ValueLayer::Older);
  const ItemProjection projection(request, placeholders);
  const auto filter = read_filter(request, placeholders);
  placeholders.require_all_used();
  check_select(request);
  const std::string table_name = table_name_of(request, context);

  std::string answer;
  Consumption consumption(context);
  context.transactions.read([&](storage::Transaction& transaction) {
    const ReadTarget target(
        found_or_throw(context.catalog.find(transaction, context.name_space, table_name), context),
        request, projection, context);
    if (filter) {
      dynamodb::check_key_attributes_are_scalar(filter->paths(), target.table());
    }
    storage::KeyRange range = target.segment_range(segment.index, segment.total);
    if (start) {
      const std::string start_row = target.row_key_of_start(*start);
      if (!storage::contains(range, start_row)) {
        throw ApiError::validation(
            fmt::format("The provided starting key is invalid: Invalid ExclusiveStartKey. Please "
                        "use ExclusiveStartKey with correct Segment. TotalSegments: {} Segment: {}",
                        segment.total, segment.index));
      }
      range = storage::behind(std::move(range), start_row, storage::Direction::Forward);
    }
    answer = PageAnswer(request, target, projection, filter)
                 .text(transaction, std::move(range), storage::Direction::Forward, consumption);
  });
  return answer;
}

}  // namespace tombola::operations
