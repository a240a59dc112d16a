// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DetachRolePolicy.html
#include <fmt/format.h>

#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& detach_role_policy_fields() {
  static const Shape shape =
      Shape::structure("DetachRolePolicyRequest", {role_name_field(), policy_arn_field()});
  return shape;
}

std::string detach_role_policy(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, detach_role_policy_fields(), dynamodb::Wording::Old);
  const std::string arn(request.required("PolicyArn").as_string());
  change_role(request, context, [&](json& role) {
    if (role["attached"].erase(arn) == 0) {
      throw no_such_entity(fmt::format("Policy {} was not found.", arn));
    }
  });
  return "";
}

}  // namespace tombola::operations::iam
