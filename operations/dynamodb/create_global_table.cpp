// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateGlobalTable.html
//
// Refused on AWS, whatever the request says: see global_tables.h.
#include "operations/dynamodb/global_tables.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "CreateGlobalTableInput",
      {{"GlobalTableName", Shape::string(), Presence::Required},
       {"ReplicationGroup",
        Shape::list_of(Shape::structure("Replica", {{"RegionName", Shape::string()}})),
        Presence::Required}});
  return shape;
}

}  // namespace

std::string create_global_table(OperationContext& /*context*/, dynamodb::JsonValue json) {
  global_table_request(json, fields());
  refuse_version_2017();
}

}  // namespace tombola::operations
