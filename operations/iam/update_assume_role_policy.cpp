// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& update_assume_role_policy_fields() {
  static const Shape shape = Shape::structure(
      "UpdateAssumeRolePolicyRequest", {role_name_field(), document_field("PolicyDocument")});
  return shape;
}

std::string update_assume_role_policy(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, update_assume_role_policy_fields(), dynamodb::Wording::Old);
  const std::string_view document = request.required("PolicyDocument").as_string();
  check_policy_document(document);
  change_role(request, context, [&](json& role) { role["AssumeRolePolicyDocument"] = document; });
  return "";
}

}  // namespace tombola::operations::iam
