// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteMethod.html
#include "operations/api_gateway/method_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = method_shape("DeleteMethodRequest");
  return shape;
}

}  // namespace

std::string delete_method(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  method_of(context, request);
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    api.resources.at(std::string(request.required("resource_id").as_string()))["resourceMethods"]
        .erase(std::string(request.required("http_method").as_string()));
  });
  return "";
}

}  // namespace tombola::operations::api_gateway
