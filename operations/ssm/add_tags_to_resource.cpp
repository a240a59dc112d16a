// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html
#include "operations/operation.h"
#include "operations/ssm/tags_request.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;

const Shape& add_tags_to_resource_fields() {
  using enum dynamodb::Presence;
  static const Shape shape = Shape::structure(
      "AddTagsToResourceRequest",
      {resource_type_field(), resource_id_field(), {"Tags", tag_list_shape(), Required}});
  return shape;
}

std::string add_tags_to_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, add_tags_to_resource_fields(), dynamodb::Wording::Old);
  change_tags(context, request, [&](Texts& tags) {
    for (const auto& [key, value] : tags_of(request)) {
      tags[key] = value;
    }
  });
  return "{}";
}

}  // namespace tombola::operations::ssm
