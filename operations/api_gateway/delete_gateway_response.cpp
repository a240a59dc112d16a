// https://docs.aws.amazon.com/apigateway/latest/api/API_DeleteGatewayResponse.html
#include "operations/api_gateway/api_request.h"
#include "operations/operation.h"

namespace tombola::operations::api_gateway {

using dynamodb::Shape;

namespace {

const Shape& fields() {
  static const Shape shape = Shape::structure(
      "DeleteGatewayResponseRequest", {path_member("restapi_id"), path_member("response_type")});
  return shape;
}

}  // namespace

std::string delete_gateway_response(OperationContext& context, dynamodb::JsonValue json) {
  const Request request = Request::checked(json, fields(), dynamodb::Wording::Old);
  change_api(context, ApiKind::Rest, request.required("restapi_id").as_string(), [&](Api& api) {
    if (api.gateway_responses.erase(std::string(request.required("response_type").as_string())) ==
        0) {
      throw not_found("Gateway response type not defined on api");
    }
  });
  return "";
}

}  // namespace tombola::operations::api_gateway
