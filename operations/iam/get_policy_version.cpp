// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicyVersion.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& get_policy_version_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "GetPolicyVersionRequest", {policy_arn_field(), {"VersionId", Shape::string(), Required}});
  return shape;
}

std::string get_policy_version(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, get_policy_version_fields(), dynamodb::Wording::Old);
  json policy = policy_of(request, context);
  const json& version = find_policy_version(policy, request.required("VersionId").as_string());
  ordered_json shown = {{"Document", shown_document(version.at("document"))}};
  shown.update(policy_version_json(policy, version));
  return ordered_json{{"PolicyVersion", shown}}.dump();
}

}  // namespace tombola::operations::iam
