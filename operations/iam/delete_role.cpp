// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& delete_role_fields() {
  static const Shape shape = Shape::structure("DeleteRoleRequest", {role_name_field()});
  return shape;
}

std::string delete_role(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, delete_role_fields(), dynamodb::Wording::Old);
  const json role = role_of(request, context);
  if (!role.at("attached").empty()) {
    throw services::ServiceError("DeleteConflict",
                                 "Cannot delete entity, must detach all policies first.", 409);
  }
  if (!role.at("policies").empty()) {
    throw services::ServiceError("DeleteConflict",
                                 "Cannot delete entity, must delete policies first.", 409);
  }
  context.services->identities().change(
      {context.name_space.account, "role", request.required("RoleName").as_string()},
      [](std::optional<json>& there) { there.reset(); });
  return "";
}

}  // namespace tombola::operations::iam
