// https://docs.aws.amazon.com/apigateway/latest/api/API_GetResource.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "GetResourceRequest",
      {path_member("restapi_id"), path_member("resource_id"), list_member("embed")});
  return shape;
}

}  // namespace

std::string get_resource(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  const auto api = api_of(context, ApiKind::Rest, request.required("restapi_id").as_string());
  return one_of(api->resources, std::string(request.required("resource_id").as_string()),
                "Invalid Resource identifier specified")
      .dump();
}

}  // namespace tombola::operations::api_gateway
