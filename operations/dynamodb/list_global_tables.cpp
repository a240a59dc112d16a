// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListGlobalTables.html
//
// There is none: see global_tables.h.
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "ListGlobalTablesInput", {{"ExclusiveStartGlobalTableName", plain_table_name_shape()},
                                {"Limit", Shape::integer().range(1, INT32_MAX)},
                                {"RegionName", Shape::string()}});
  return shape;
}

}  // namespace

std::string list_global_tables(OperationContext& /*context*/, dynamodb::JsonValue json) {
  Request::checked(json, fields(), dynamodb::Wording::Old);
  return R"({"GlobalTables":[]})";
}

}  // namespace tombola::operations
