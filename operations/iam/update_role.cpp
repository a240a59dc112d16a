// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& update_role_fields() {
  static const Shape shape = Shape::structure(
      "UpdateRoleRequest", {role_name_field(),
                            {"Description", Shape::string().length(0, 1000)},
                            {"MaxSessionDuration", Shape::integer().range(3600, 43200)}});
  return shape;
}

std::string update_role(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, update_role_fields(), dynamodb::Wording::Old);
  change_role(request, context, [&](json& role) {
    if (const auto description = request.string("Description")) {
      role["Description"] = *description;
    }
    if (const auto seconds = request.integer("MaxSessionDuration")) {
      role["MaxSessionDuration"] = *seconds;
    }
  });
  return "{}";
}

}  // namespace tombola::operations::iam
