// https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
//
// AWS's own policies are taken as they are named: there are hundreds, and nothing follows from them.
#include <fmt/format.h>

#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& attach_role_policy_fields() {
  static const Shape shape =
      Shape::structure("AttachRolePolicyRequest", {role_name_field(), policy_arn_field()});
  return shape;
}

std::string attach_role_policy(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, attach_role_policy_fields(), dynamodb::Wording::Old);
  const std::string arn(request.required("PolicyArn").as_string());
  const bool is_managed_by_aws = arn.starts_with("arn:aws:iam::aws:policy/");
  if (!is_managed_by_aws &&
      !context.services->identities().find({context.name_space.account, "policy", arn})) {
    throw no_such_entity(fmt::format("Policy {} does not exist or is not attachable.", arn));
  }
  change_role(request, context,
              [&](json& role) { role["attached"][arn] = arn.substr(arn.rfind('/') + 1); });
  return "";
}

}  // namespace tombola::operations::iam
