// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& list_role_policies_fields() {
  static const Shape shape = paged_shape("ListRolePoliciesRequest", {role_name_field()});
  return shape;
}

std::string list_role_policies(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, list_role_policies_fields(), dynamodb::Wording::Old);
  const json role = role_of(request, context);
  std::vector<ordered_json> rows;
  for (const auto& [name, document] : role.at("policies").items()) {
    rows.emplace_back(name);
  }
  return page_json(request, "PolicyNames", std::move(rows));
}

}  // namespace tombola::operations::iam
