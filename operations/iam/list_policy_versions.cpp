// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListPolicyVersions.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& list_policy_versions_fields() {
  static const Shape shape = paged_shape("ListPolicyVersionsRequest", {policy_arn_field()});
  return shape;
}

std::string list_policy_versions(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, list_policy_versions_fields(), dynamodb::Wording::Old);
  const json policy = policy_of(request, context);
  std::vector<ordered_json> rows;
  for (const json& version : policy.at("versions")) {
    rows.push_back(policy_version_json(policy, version));
  }
  return page_json(request, "Versions", std::move(rows));
}

}  // namespace tombola::operations::iam
