// https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& delete_policy_fields() {
  static const Shape shape = Shape::structure("DeletePolicyRequest", {policy_arn_field()});
  return shape;
}

std::string delete_policy(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, delete_policy_fields(), dynamodb::Wording::Old);
  const json policy = policy_of(request, context);
  const std::string arn = policy.at("Arn");
  if (attachment_count(context, arn) > 0) {
    throw services::ServiceError("DeleteConflict", "Cannot delete a policy attached to entities.",
                                 409);
  }
  context.services->identities().change({context.name_space.account, "policy", arn},
                                        [](std::optional<json>& there) { there.reset(); });
  return "";
}

}  // namespace tombola::operations::iam
