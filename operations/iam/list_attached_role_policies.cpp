// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAttachedRolePolicies.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& list_attached_role_policies_fields() {
  static const Shape shape =
      paged_shape("ListAttachedRolePoliciesRequest",
                  {role_name_field(), {"PathPrefix", Shape::string().length(1, 512)}});
  return shape;
}

std::string list_attached_role_policies(OperationContext& context,
                                        dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, list_attached_role_policies_fields(), dynamodb::Wording::Old);
  const json role = role_of(request, context);
  std::vector<ordered_json> rows;
  for (const auto& [arn, name] : role.at("attached").items()) {
    rows.push_back({{"PolicyName", name}, {"PolicyArn", arn}});
  }
  return page_json(request, "AttachedPolicies", std::move(rows));
}

}  // namespace tombola::operations::iam
