// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListTagsForResource.html
#include "operations/operation.h"
#include "operations/ssm/tags_request.h"

namespace tombola::operations::ssm {

using dynamodb::Shape;

const Shape& list_tags_for_resource_fields() {
  static const Shape shape =
      Shape::structure("ListTagsForResourceRequest", {resource_type_field(), resource_id_field()});
  return shape;
}

std::string list_tags_for_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, list_tags_for_resource_fields(), dynamodb::Wording::Old);
  nlohmann::json list = nlohmann::json::array();
  change_tags(context, request, [&](Texts& tags) {
    list.clear();
    for (const auto& [key, value] : tags) {
      list.push_back({{"Key", key}, {"Value", value}});
    }
  });
  return nlohmann::json{{"TagList", std::move(list)}}.dump();
}

}  // namespace tombola::operations::ssm
