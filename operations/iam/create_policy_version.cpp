// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicyVersion.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& create_policy_version_fields() {
  static const Shape shape = Shape::structure(
      "CreatePolicyVersionRequest",
      {policy_arn_field(), document_field("PolicyDocument"), {"SetAsDefault", Shape::boolean()}});
  return shape;
}

std::string create_policy_version(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, create_policy_version_fields(), dynamodb::Wording::Old);
  const std::string_view document = request.required("PolicyDocument").as_string();
  check_policy_document(document);
  ordered_json shown;
  change_policy(request, context, [&](json& policy) {
    constexpr std::size_t versions_max = 5;
    if (policy.at("versions").size() >= versions_max) {
      throw services::ServiceError(
          "LimitExceeded",
          "A managed policy can have up to 5 versions. Before you create a new version, you must "
          "delete an existing version.",
          409);
    }
    const int number = policy.at("lastVersion").get<int>() + 1;
    policy["lastVersion"] = number;
    policy["versions"].push_back({{"VersionId", "v" + std::to_string(number)},
                                  {"CreateDate", now_text(context)},
                                  {"document", document}});
    policy["UpdateDate"] = now_text(context);
    const json& version = policy["versions"].back();
    if (request.boolean("SetAsDefault").value_or(false)) {
      policy["DefaultVersionId"] = version.at("VersionId");
    }
    shown = policy_version_json(policy, version);
  });
  return ordered_json{{"PolicyVersion", shown}}.dump();
}

}  // namespace tombola::operations::iam
