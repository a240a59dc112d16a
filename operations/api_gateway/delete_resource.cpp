// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteResource.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DeleteResourceRequest", {path_member("restapi_id"), path_member("resource_id")});
  return shape;
}

}  // namespace

std::string delete_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const std::string id(request.required("resource_id").as_string());
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    one_of(api.resources, id, "Invalid Resource identifier specified");
    if (api.settings.at("rootResourceId") == id) {
      throw bad_request("Cannot delete root resource");
    }
    erase_resource(api, id);
  });
  return "";
}

}  // namespace tombola::operations::api_gateway
