#include "operations/dynamodb/old_enumerations.h"

#include "dynamodb/validation/shape.h"
#include "operations/dynamodb/common_fields.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

void check(dynamodb::JsonValue request, const Shape& shape) {
  dynamodb::check_constraints(request, shape, dynamodb::Wording::Old);
}

}  // namespace

void check_old_enumerations_of_reads(dynamodb::JsonValue request) {
  static const Shape shape = Shape::structure(
      "ReadEnumerations", {{"ReturnConsumedCapacity", return_consumed_capacity_shape()}});
  check(request, shape);
}

void check_old_enumerations_of_writes(dynamodb::JsonValue request) {
  static const Shape shape =
      Shape::structure("WriteEnumerations",
                       {{"ReturnConsumedCapacity", return_consumed_capacity_shape()},
                        {"ReturnItemCollectionMetrics", return_item_collection_metrics_shape()}});
  check(request, shape);
}

void check_old_enumerations_of_query(dynamodb::JsonValue request) {
  static const Shape shape = Shape::structure(
      "QueryEnumerations",
      {{"ReturnConsumedCapacity", return_consumed_capacity_shape()}, {"Select", select_shape()}});
  check(request, shape);
}

}  // namespace tombola::operations
