// https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoleTags.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& list_role_tags_fields() {
  static const Shape shape = paged_shape("ListRoleTagsRequest", {role_name_field()});
  return shape;
}

std::string list_role_tags(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, list_role_tags_fields(), dynamodb::Wording::Old);
  const json role = role_of(request, context);
  std::vector<ordered_json> rows;
  const json tags = role.value("Tags", json::array());
  for (const json& tag : tags) {
    rows.emplace_back(tag);
  }
  return page_json(request, "Tags", std::move(rows));
}

}  // namespace tombola::operations::iam
