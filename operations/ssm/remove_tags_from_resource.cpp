// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html
#include "operations/operation.h"
#include "operations/ssm/tags_request.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;

const Shape& remove_tags_from_resource_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("RemoveTagsFromResourceRequest",
                       {resource_type_field(),
                        resource_id_field(),
                        {"TagKeys", Shape::list_of(Shape::string().length(1, 128)), Required}});
  return shape;
}

std::string remove_tags_from_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, remove_tags_from_resource_fields(), dynamodb::Wording::Old);
  change_tags(context, request, [&](Texts& tags) {
    for (const dynamodb::JsonValue key : request.required("TagKeys").elements()) {
      tags.erase(std::string(key.as_string()));
    }
  });
  return "{}";
}

}  // namespace tombola::operations::ssm
