// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html
#include <fmt/format.h>

#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& get_role_policy_fields() {
  static const Shape shape =
      Shape::structure("GetRolePolicyRequest", {role_name_field(), policy_name_field()});
  return shape;
}

std::string get_role_policy(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, get_role_policy_fields(), dynamodb::Wording::Old);
  const std::string name(request.required("PolicyName").as_string());
  const json role = role_of(request, context);
  const auto policy = role.at("policies").find(name);
  if (policy == role.at("policies").end()) {
    throw no_such_entity(fmt::format("The role policy with name {} cannot be found.", name));
  }
  return ordered_json{{"RoleName", role.at("RoleName")},
                      {"PolicyName", name},
                      {"PolicyDocument", shown_document(policy->get<std::string>())}}
      .dump();
}

}  // namespace tombola::operations::iam
