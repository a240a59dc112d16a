// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListInstanceProfilesForRole.html
//
// There are no instances, and no profiles of them; tools ask before they delete a role.
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& list_instance_profiles_for_role_fields() {
  static const Shape shape = paged_shape("ListInstanceProfilesForRoleRequest", {role_name_field()});
  return shape;
}

std::string list_instance_profiles_for_role(OperationContext& context,
                                            dynamodb::JsonValue json_request) {
  const Request request = Request::checked(json_request, list_instance_profiles_for_role_fields(),
                                           dynamodb::Wording::Old);
  role_of(request, context);
  return page_json(request, "InstanceProfiles", {});
}

}  // namespace tombola::operations::iam
