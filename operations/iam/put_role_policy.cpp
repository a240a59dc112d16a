// https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& put_role_policy_fields() {
  static const Shape shape =
      Shape::structure("PutRolePolicyRequest",
                       {role_name_field(), policy_name_field(), document_field("PolicyDocument")});
  return shape;
}

std::string put_role_policy(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, put_role_policy_fields(), dynamodb::Wording::Old);
  const std::string_view document = request.required("PolicyDocument").as_string();
  check_policy_document(document);
  change_role(request, context, [&](json& role) {
    role["policies"][std::string(request.required("PolicyName").as_string())] = document;
  });
  return "";
}

}  // namespace tombola::operations::iam
