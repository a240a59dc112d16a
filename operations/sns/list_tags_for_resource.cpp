// https://docs.aws.amazon.com/sns/latest/api/API_ListTagsForResource.html
#include <nlohmann/json.hpp>

#include "operations/operation.h"
#include "operations/sns/topic_request.h"
#include "services/sns/sns_error.h"

namespace tombola::operations::sns {

using dynamodb::Shape;

const Shape& list_tags_for_resource_fields() {
  using enum dynamodb::Presence;
  static const Shape shape =
      Shape::structure("ListTagsForResourceInput", {{"ResourceArn", Shape::string(), Required}});
  return shape;
}

std::string list_tags_for_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request =
      Request::checked(json, list_tags_for_resource_fields(), dynamodb::Wording::Old);
  const auto topic = context.services->topics().find(request.required("ResourceArn").as_string());
  if (!topic) {
    throw services::sns::resource_does_not_exist();
  }
  nlohmann::ordered_json tags = nlohmann::ordered_json::array();
  for (const auto& [key, value] : topic->tags) {
    tags.push_back({{"Key", key}, {"Value", value}});
  }
  return nlohmann::ordered_json{{"Tags", std::move(tags)}}.dump();
}

}  // namespace tombola::operations::sns
