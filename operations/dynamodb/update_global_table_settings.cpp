// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateGlobalTableSettings.html
//
// There is none: see global_tables.h. The settings themselves are not looked into.
#include "operations/dynamodb/common_fields.h"
#include "operations/dynamodb/global_tables.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateGlobalTableSettingsInput",
      {{"GlobalTableName", Shape::string(), Presence::Required},
       {"GlobalTableBillingMode", billing_mode_shape()},
       {"GlobalTableProvisionedWriteCapacityUnits", Shape::integer().range(1, INT64_MAX)},
       {"ReplicaSettingsUpdate",
        Shape::list_of(Shape::structure("ReplicaSettingsUpdate",
                                        {{"RegionName", Shape::string(), Presence::Required}}))
            .length(1, 50)}});
  return shape;
}

}  // namespace

std::string update_global_table_settings(OperationContext& /*context*/, dynamodb::JsonValue json) {
  throw_no_global_table(global_table_request(json, fields()));
}

}  // namespace tombola::operations
