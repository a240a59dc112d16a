// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UntagRole.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& untag_role_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "UntagRoleRequest",
      {role_name_field(), {"TagKeys", Shape::list_of(Shape::string().length(1, 128)), Required}});
  return shape;
}

std::string untag_role(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request =
      Request::checked(json_request, untag_role_fields(), dynamodb::Wording::Old);
  change_role(request, context, [&](json& role) {
    Texts tags;
    const json there = role.value("Tags", json::array());
    for (const json& tag : there) {
      tags[tag.at("Key")] = tag.at("Value");
    }
    for (const dynamodb::JsonValue key : request.required("TagKeys").elements()) {
      tags.erase(std::string(key.as_string()));
    }
    role["Tags"] = tags_json(tags);
  });
  return "";
}

}  // namespace tombola::operations::iam
