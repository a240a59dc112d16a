// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SetDefaultPolicyVersion.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& set_default_policy_version_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("SetDefaultPolicyVersionRequest",
                       {policy_arn_field(), {"VersionId", Shape::string(), Required}});
  return shape;
}

std::string set_default_policy_version(OperationContext& context,
                                       dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, set_default_policy_version_fields(), dynamodb::Wording::Old);
  const std::string_view version = request.required("VersionId").as_string();
  change_policy(request, context, [&](json& policy) {
    find_policy_version(policy, version);
    policy["DefaultVersionId"] = version;
  });
  return "";
}

}  // namespace tombola::operations::iam
