// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateGlobalTable.html
//
// There is none: see global_tables.h. Whoever would add a replica is told so before anything is
// looked for.
#include "dynamodb/api_error.h"
#include "operations/dynamodb/global_tables.h"
#include "operations/operation.h"

namespace tombola::operations {
namespace {

using dynamodb::Presence;
using dynamodb::Shape;

Shape replica_action_shape() {
  return Shape::structure("ReplicaAction", {{"RegionName", Shape::string(), Presence::Required}});
}

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "UpdateGlobalTableInput",
      {{"GlobalTableName", Shape::string(), Presence::Required},
       {"ReplicaUpdates",
        Shape::list_of(Shape::structure("ReplicaUpdate", {{"Create", replica_action_shape()},
                                                          {"Delete", replica_action_shape()}})),
        Presence::Required}});
  return shape;
}

}  // namespace

std::string update_global_table(OperationContext& /*context*/, dynamodb::JsonValue json) {
  const Request request = global_table_request(json, fields());
  const auto updates = request.required("ReplicaUpdates");
  bool creates = false;
  bool is_empty = updates.size() == 0;
  for (dynamodb::JsonValue entry : updates.elements()) {
    const Request update(entry);
    creates = creates || update.has("Create");
    is_empty = is_empty || (!update.has("Create") && !update.has("Delete"));
  }
  if (is_empty) {
    throw dynamodb::ApiError::validation("One or more parameter values were invalid");
  }
  if (creates) {
    refuse_version_2017();
  }
  throw_no_global_table(request, "Global table not found: ");
}

}  // namespace tombola::operations
