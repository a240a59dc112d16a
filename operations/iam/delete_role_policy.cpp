// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html
#include <fmt/format.h>

#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& delete_role_policy_fields() {
  static const Shape shape =
      Shape::structure("DeleteRolePolicyRequest", {role_name_field(), policy_name_field()});
  return shape;
}

std::string delete_role_policy(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, delete_role_policy_fields(), dynamodb::Wording::Old);
  const std::string name(request.required("PolicyName").as_string());
  change_role(request, context, [&](json& role) {
    if (role["policies"].erase(name) == 0) {
      throw no_such_entity(fmt::format("The role policy with name {} cannot be found.", name));
    }
  });
  return "";
}

}  // namespace tombola::operations::iam
