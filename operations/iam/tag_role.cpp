// https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
#include "operations/iam/identity_request.h"
#include "operations/operation.h"

namespace tombola::operations::iam {

using dynamodb::Shape;

const Shape& tag_role_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("TagRoleRequest", {role_name_field(), {"Tags", tag_list_shape(), Required}});
  return shape;
}

std::string tag_role(OperationContext& context, dynamodb::JsonValue json_request) {
  const Request request = Request::checked(json_request, tag_role_fields(), dynamodb::Wording::Old);
  change_role(request, context, [&](json& role) {
    Texts tags;
    const json there = role.value("Tags", json::array());
    for (const json& tag : there) {
      tags[tag.at("Key")] = tag.at("Value");
    }
    for (const auto& [key, value] : tags_of(request)) {
      tags[key] = value;
    }
    role["Tags"] = tags_json(tags);
  });
  return "";
}

}  // namespace tombola::operations::iam
