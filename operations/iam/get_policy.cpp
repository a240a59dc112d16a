// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& get_policy_fields() {
  static const Shape shape = Shape::structure("GetPolicyRequest", {policy_arn_field()});
  return shape;
}

std::string get_policy(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, get_policy_fields(), dynamodb::Wording::Old);
  return ordered_json{{"Policy", policy_json(policy_of(request, context), context)}}.dump();
}

}  // namespace tombola::operations::iam
