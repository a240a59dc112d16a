// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeGlobalTableSettings.html
//
// There is none: see global_tables.h.
#include "operations/dynamodb/global_tables.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("DescribeGlobalTableSettingsInput",
                       {{"GlobalTableName", Shape::string(), Presence::Required}});
  return shape;
}

}  // namespace

std::string describe_global_table_settings(OperationContext& /*context*/,
                                           dynamodb::JsonValue json) {
  throw_no_global_table(global_table_request(json, fields()));
}

}  // namespace tombola::operations
