// https://docs.aws.amazon.com/apigateway/latest/api/API_GetResources.html
//
// In one page, whatever the limit. Methods show in full when they are embedded, by name otherwise.
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure("GetResourcesRequest", {path_member("restapi_id"),
                                                                      text_member("position"),
                                                                      {"limit", Shape::integer()},
                                                                      list_member("embed")});
  return shape;
}

Document without_methods(Document resource) {
  if (resource.contains("resourceMethods")) {
    for (Document& method : resource["resourceMethods"]) {
      method = Document::object();
    }
  }
  return resource;
}

}  // namespace

std::string get_resources(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto api = api_of(context, ApiKind::Rest, request.required("restapi_id").as_string());
  const bool with_methods = request.has("embed");
  Document answer = {{"item", Document::array()}};
  for (const auto& [id, resource] : api->resources) {
    answer["item"].push_back(with_methods ? resource : without_methods(resource));
  }
  return answer.dump();
}

}  // namespace tombola::operations::api_gateway
