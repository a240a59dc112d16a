// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeGlobalTable.html
//
// There is none: see global_tables.h.
#include "operations/dynamodb/global_tables.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DescribeGlobalTableInput", {{"GlobalTableName", Shape::string(), Presence::Required}});
  return shape;
}

}  // namespace

std::string describe_global_table(OperationContext& /*context*/, dynamodb::JsonValue json) {
  throw_no_global_table(global_table_request(json, fields()), "Global table not found: ");
}

}  // namespace tombola::operations
