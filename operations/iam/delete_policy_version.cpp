// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicyVersion.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& delete_policy_version_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "DeletePolicyVersionRequest", {policy_arn_field(), {"VersionId", Shape::string(), Required}});
  return shape;
}

std::string delete_policy_version(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, delete_policy_version_fields(), dynamodb::Wording::Old);
  const std::string_view version = request.required("VersionId").as_string();
  change_policy(request, context, [&](json& policy) {
    find_policy_version(policy, version);
    if (policy.at("DefaultVersionId") == version) {
      throw services::ServiceError("DeleteConflict",
                                   "Cannot delete the default version of a policy.", 409);
    }
    json& versions = policy["versions"];
    for (std::size_t i = 0; i < versions.size(); ++i) {
      if (versions[i].at("VersionId") == version) {
        versions.erase(i);
        break;
      }
    }
  });
  return "";
}

}  // namespace tombola::operations::iam
