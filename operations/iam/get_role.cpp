// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& get_role_fields() {
  static const Shape shape = Shape::structure("GetRoleRequest", {role_name_field()});
  return shape;
}

std::string get_role(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request = Request::checked(json_request, get_role_fields(), dynamodb::Wording::Old);
  return ordered_json{{"Role", role_json(role_of(request, context))}}.dump();
}

}  // namespace tombola::operations::iam
