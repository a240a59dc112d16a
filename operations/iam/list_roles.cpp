// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
//
// Lists tell no tags.
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& list_roles_fields() {
  static const Shape shape =
      paged_shape("ListRolesRequest", {{"PathPrefix", Shape::string().length(1, 512)}});
  return shape;
}

std::string list_roles(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, list_roles_fields(), dynamodb::Wording::Old);
  const std::string prefix(request.string("PathPrefix").value_or("/"));
  std::vector<ordered_json> rows;
  for (const json& role : context.services->identities().list(context.name_space.account, "role")) {
    if (role.at("Path").get<std::string>().starts_with(prefix)) {
      rows.push_back(role_json(role));
      rows.back().erase("Tags");
    }
  }
  return page_json(request, "Roles", std::move(rows));
}

}  // namespace tombola::operations::iam
