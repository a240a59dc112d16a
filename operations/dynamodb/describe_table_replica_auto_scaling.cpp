// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTableReplicaAutoScaling.html
//
// No table has replicas, and of such a table AWS says the same as of one that is not there
// (observed, us-west-2 and us-east-1, October 2026).
#include <fmt/format.h>

#include "dynamodb/api_error.h"
#include "operations/dynamodb/table_name.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape =
      Shape::structure("DescribeTableReplicaAutoScalingInput",
                       {{"TableName", Shape::string(), dynamodb::Presence::Required}});
  return shape;
}

}  // namespace

std::string describe_table_replica_auto_scaling(OperationContext& context,
                                                dynamodb::JsonValue json) {
  dynamodb::check_types(json, fields());
  check_table_name_of_table_operation(json);
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  throw dynamodb::ApiError::resource_not_found(
      fmt::format("Global table with name: '{}' does not exist.", table_name_of(request, context)));
}

}  // namespace tombola::operations
